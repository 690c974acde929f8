"""What `nescio export` writes, TRL's own trainers load and learn a step from."""

from pathlib import Path
from typing import Any

import pytest
from datasets import Dataset, load_dataset

from nescio.gen.engines.gguf_folder import hugging_face_folder
from nescio.gen.engines.models import quiet_loading, resolve
from nescio.pipelines.export import export
from nescio.pipelines.export_prompts import PromptRow

pytestmark = pytest.mark.slow
pytest.importorskip("trl", reason="TRL is not installed")

LOADERS = {".jsonl": "json", ".parquet": "parquet"}


def load(path: Path) -> Dataset:
    """The first rows of the file as `datasets` reads it."""
    rows = load_dataset(LOADERS[path.suffix], data_files=str(path), split="train")
    assert isinstance(rows, Dataset)
    return rows.select(range(16))


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    """SmolLM2's own, with its chat template."""
    from transformers import AutoTokenizer

    with quiet_loading():
        return AutoTokenizer.from_pretrained(hugging_face_folder(resolve("packaged:smollm2")), local_files_only=True)


@pytest.fixture(scope="module")
def saved(tokenizer: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a Llama of one layer with random weights."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        pad_token_id=tokenizer.pad_token_id,
    )
    path = tmp_path_factory.mktemp("llama")
    with quiet_loading():
        LlamaForCausalLM(config).save_pretrained(path)
    return path


@pytest.fixture
def model(saved: Path) -> Any:
    """That Llama; what prefers one reply to another loads it once more, to compare."""
    from transformers import LlamaForCausalLM

    with quiet_loading():
        return LlamaForCausalLM.from_pretrained(saved, local_files_only=True)


def settings(out: Path) -> dict[str, Any]:
    """One step of two rows on the processor, nothing saved and nothing reported."""
    return {
        "output_dir": str(out),
        "per_device_train_batch_size": 2,
        "max_steps": 1,
        "save_strategy": "no",
        "report_to": "none",
        "use_cpu": True,
        "bf16": False,
        "disable_tqdm": True,
    }


@pytest.mark.parametrize(("suffix", "abstention"), [("jsonl", "prose"), ("parquet", "boxed")])
def test_sft_trainer_takes_a_step(
    finished: Path, tmp_path: Path, model: Any, tokenizer: Any, suffix: str, abstention: str
) -> None:
    """Messages are a conversational language modelling dataset."""
    from trl import SFTConfig, SFTTrainer

    export(str(finished), out=tmp_path / f"sft.{suffix}", abstention=abstention)
    rows = load(tmp_path / f"sft.{suffix}")
    arguments = SFTConfig(**settings(tmp_path / "out"), max_length=256)
    trainer = SFTTrainer(model=model, args=arguments, train_dataset=rows, processing_class=tokenizer)
    assert trainer.train().training_loss > 0
    shown = tokenizer.decode(trainer.train_dataset[0]["input_ids"])
    assert rows[0]["messages"][0]["content"][:200] in shown


@pytest.mark.parametrize(("suffix", "abstention"), [("jsonl", "json"), ("parquet", "prose")])
def test_dpo_trainer_takes_a_step(
    finished: Path, tmp_path: Path, model: Any, tokenizer: Any, suffix: str, abstention: str
) -> None:
    """A prompt with a chosen and a rejected reply is a conversational preference dataset."""
    from trl import DPOConfig, DPOTrainer

    path = tmp_path / f"dpo.{suffix}"
    export(str(finished), out=path, format="dpo", authored=True, abstention=abstention)
    rows = load(path)
    arguments = DPOConfig(**settings(tmp_path / "out"), max_length=256)
    trainer = DPOTrainer(model=model, args=arguments, train_dataset=rows, processing_class=tokenizer)
    assert trainer.train().training_loss > 0
    assert len(trainer.train_dataset) == len(rows)


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_kto_trainer_takes_a_step(finished: Path, tmp_path: Path, model: Any, tokenizer: Any, suffix: str) -> None:
    """Replies with a label are a conversational unpaired preference dataset."""
    from trl import KTOConfig, KTOTrainer

    export(str(finished), out=tmp_path / f"kto.{suffix}", format="kto", authored=True)
    rows = load(tmp_path / f"kto.{suffix}")
    arguments = KTOConfig(**settings(tmp_path / "out"), max_length=256)
    trainer = KTOTrainer(model=model, args=arguments, train_dataset=rows, processing_class=tokenizer)
    assert trainer.train().training_loss > 0
    assert list(trainer.train_dataset["label"]) == list(rows["label"])
    assert set(rows["label"]) == {True, False}


def test_grpo_trainer_hands_the_columns_to_a_reward(finished: Path, tmp_path: Path, model: Any, tokenizer: Any) -> None:
    """Every column beside the prompt arrives under its own name, a value for each completion."""
    from trl import GRPOConfig, GRPOTrainer

    export(str(finished), out=tmp_path / "grpo.parquet", format="grpo")
    rows = load(tmp_path / "grpo.parquet")
    seen: dict[str, list[Any]] = {}

    def reward(prompts: list[Any], completions: list[Any], **columns: Any) -> list[float]:
        assert len(prompts) == len(completions) == len(columns["answers"])
        seen.update(columns)
        return [float(number) for number in range(len(completions))]

    arguments = GRPOConfig(**settings(tmp_path / "out"), num_generations=2, max_completion_length=4)
    trainer = GRPOTrainer(
        model=model, reward_funcs=reward, args=arguments, train_dataset=rows, processing_class=tokenizer
    )
    trainer.train()
    assert set(PromptRow.model_fields) - {"prompt"} <= set(seen)
    assert all(isinstance(one, list) for one in seen["answers"])
    for should, answers in zip(seen["should_abstain"], seen["answers"], strict=True):
        assert should is (not answers)
