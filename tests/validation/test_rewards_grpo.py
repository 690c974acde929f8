"""The rewards on TRL's real GRPOTrainer: a step on a tiny random Llama with the packaged SmolLM2's tokenizer."""

import math
import warnings
from pathlib import Path

import pytest

from nescio.gen.engines.gguf_folder import hugging_face_folder
from nescio.gen.engines.models import resolve
from nescio.validation.rewards import binary, clarification, over_refusal, rlcr, ternary, weighted

ROWS = [
    {
        "prompt": [{"role": "user", "content": "Tom puts 6 pears into each of 4 boxes. How many pears is that?"}],
        "should_abstain": False,
        "answers": ["24"],
        "choices": [],
        "missing_fact": None,
        "clarifying_question": None,
        "kind": "answerable",
    },
    {
        "prompt": [{"role": "user", "content": "Tom puts pears into each of 4 boxes. How many pears is that?"}],
        "should_abstain": True,
        "answers": [],
        "choices": [],
        "missing_fact": "how many pears a box holds",
        "clarifying_question": "How many pears does a box hold?",
        "kind": "unanswerable",
    },
]


@pytest.mark.slow
def test_the_trainer_takes_every_reward(tmp_path: Path) -> None:
    """One step; each reward is logged under its name, and one that does not apply to a row is left out of its mean."""
    trl = pytest.importorskip("trl")
    from datasets import Dataset
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    tokenizer = AutoTokenizer.from_pretrained(hugging_face_folder(resolve("packaged:smollm2")), local_files_only=True)
    tiny = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
    )
    both = weighted({ternary: 1, clarification: 0.5}, name="both")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        trainer = trl.GRPOTrainer(
            model=LlamaForCausalLM(tiny),
            reward_funcs=[binary, ternary, rlcr, clarification, over_refusal, both],
            args=trl.GRPOConfig(
                output_dir=str(tmp_path),
                per_device_train_batch_size=4,
                num_generations=2,
                max_completion_length=8,
                max_steps=1,
                logging_steps=1,
                report_to=[],
                use_cpu=True,
                save_strategy="no",
                seed=0,
            ),
            train_dataset=Dataset.from_list(ROWS),
            processing_class=tokenizer,
        )
        trainer.train()
    [logged] = [one for one in trainer.state.log_history if "rewards/binary/mean" in one]
    # Eight random tokens are no answer, no abstention and no refusal.
    assert logged["rewards/binary/mean"] == logged["rewards/ternary/mean"] == logged["rewards/both/mean"] == -1
    assert (
        logged["rewards/rlcr/mean"] == logged["rewards/clarification/mean"] == logged["rewards/over_refusal/mean"] == 0
    )
    assert math.isfinite(logged["reward"])
