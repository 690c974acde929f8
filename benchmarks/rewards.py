"""What the rewards cost: completions per CPU second, and their share of a GRPO step with a real small model.

OMP_NUM_THREADS=1 python benchmarks/rewards.py RUN [--repeats 3] [--steps 3] [--tokens 96]

RUN is the folder of a run (or any dataset with targets). The completions are its targets, those of other rows of its
stars, and each cut in half: answers, abstentions and what is neither. Nothing is remembered from one repeat to the
next. A step is TRL's GRPOTrainer on the packaged SmolLM2, 8 completions of 2 prompts, in the same process; its rewards
are the five of `nescio.validation.rewards`, each timed as the trainer calls it. CPU seconds, one thread, medians.
"""

import argparse
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from nescio.pipelines.read_rows import DataRow, by_star, read_rows
from nescio.validation import completions
from nescio.validation.rewards import Rewards, binary, clarification, over_refusal, rlcr, ternary

REWARDS = (binary, ternary, rlcr, clarification, over_refusal)
COLUMNS = ("should_abstain", "answers", "choices", "missing_fact", "false_premise", "correction", "clarifying_question")


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run")
    parser.add_argument("--split", default="train")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--tokens", type=int, default=96, help="the longest completion of a step")
    return parser.parse_args(arguments)


def batch(rows: Sequence[DataRow]) -> dict[str, Any]:
    """Completions with their columns, as the trainer hands them over."""
    pairs = []
    for star in by_star(rows).values():
        for place, row in enumerate(star):
            said = (row.target, star[place - 1].target, row.target[: len(row.target) // 2])
            pairs += [(row, f"{one}\n<confidence>{10 * (place % 11)}%</confidence>") for one in said]
    columns = {name: [getattr(row, name) for row, _ in pairs] for name in COLUMNS}
    return {"prompts": [row.prompt for row, _ in pairs], "completions": [text for _, text in pairs], **columns}


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def alone(columns: dict[str, Any], repeats: int) -> None:
    """Completions per CPU second of each reward, and of all five on the same completions."""

    def cold(rewards: Sequence[Callable[..., Rewards]]) -> float:
        completions._classified.cache_clear()
        return seconds(lambda: [reward(**columns) for reward in rewards])

    number = len(columns["completions"])
    for name, rewards in (*((one.__name__, (one,)) for one in REWARDS), ("all five", REWARDS)):
        taken = median(cold(rewards) for _ in range(repeats))
        print(f"| {name} | {number} | {number / taken:,.0f} |")


def step(rows: Sequence[DataRow], steps: int, tokens: int) -> None:
    """CPU seconds of a GRPO step, and of the rewards in it."""
    import torch
    from datasets import Dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import GRPOConfig, GRPOTrainer

    from nescio.gen.engines.gguf_folder import hugging_face_folder
    from nescio.gen.engines.models import quiet_loading, resolve

    torch.set_num_threads(1)
    taken: list[float] = []

    def timed(reward: Callable[..., Rewards]) -> Callable[..., Rewards]:
        def called(**given: Any) -> Rewards:
            found: list[Rewards] = []
            taken.append(seconds(lambda: found.append(reward(**given))))
            return found[0]

        called.__name__ = reward.__name__
        return called

    chosen = [star[0] for star in list(by_star(rows).values())[: steps * 2]]
    data = [
        {"prompt": [{"role": "user", "content": row.prompt}], **{name: getattr(row, name) for name in COLUMNS}}
        for row in chosen
    ]
    folder = hugging_face_folder(resolve("packaged:smollm2"))
    with quiet_loading(), warnings.catch_warnings(), tempfile.TemporaryDirectory() as out:
        warnings.simplefilter("ignore")
        trainer = GRPOTrainer(
            model=AutoModelForCausalLM.from_pretrained(folder, dtype="float32"),
            processing_class=AutoTokenizer.from_pretrained(folder),
            reward_funcs=[timed(reward) for reward in REWARDS],
            train_dataset=Dataset.from_list(data),
            args=GRPOConfig(
                output_dir=out,
                per_device_train_batch_size=8,
                num_generations=4,
                max_completion_length=tokens,
                max_steps=steps,
                report_to=[],
                use_cpu=True,
                save_strategy="no",
                disable_tqdm=True,
                seed=0,
            ),
        )
        whole = seconds(trainer.train) / steps
    rewards = sum(taken) / steps
    print(f"\na step of 8 completions of at most {tokens} tokens: {whole:.2f} s, rewards {rewards * 1000:.1f} ms,")
    print(f"a share of {rewards / whole:.5f}")


def main(arguments: Sequence[str] | None = None) -> None:
    asked = options(arguments)
    rows = read_rows(asked.run, asked.split)
    print("| reward | completions | per CPU second |\n|---|---|---|")
    alone(batch(rows), asked.repeats)
    step(rows, asked.steps, asked.tokens)


if __name__ == "__main__":
    main()
