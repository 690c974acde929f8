"""Fine-tuning for `demonstration.py` by TRL's SFTTrainer: loss on replies only, and a killed training goes on."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

from nescio.gen.engines.gguf_folder import hugging_face_folder
from nescio.gen.engines.models import quiet_loading, resolve


@dataclass(frozen=True)
class Training:
    """How a model is tuned."""

    epochs: int
    batch: int
    rate: float
    layers: int
    """So many of the last layers learn; 0 means all of the model."""
    bf16: bool
    """Matrix products in bfloat16: four times as fast on processors with AMX, slower on others."""
    seed: int


def tune(model: str, data: Path, folder: Path, how: Training) -> dict[str, object]:
    """Tune `model` on a file of prompts and completions and save it to `folder`/model, unless it is there."""
    done = folder / "trained.json"
    settings = {**asdict(how), "model": model, "rows": data.read_text("utf-8").count("\n")}
    if done.exists():
        kept: dict[str, object] = json.loads(done.read_text("utf-8"))
        if kept["settings"] != settings:
            raise SystemExit(f"{done} is of another training: {kept['settings']}; use another --out")
        return kept
    path = hugging_face_folder(resolve(model))
    with quiet_loading():
        tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
        network = AutoModelForCausalLM.from_pretrained(path, dtype="float32", local_files_only=True)
    if how.layers:
        network.requires_grad_(False)
        for part in (*network.model.layers[-how.layers :], network.model.norm):
            part.requires_grad_(True)
    trainer = SFTTrainer(
        model=network,
        args=SFTConfig(
            output_dir=str(folder / "steps"),
            num_train_epochs=how.epochs,
            per_device_train_batch_size=how.batch,
            learning_rate=how.rate,
            lr_scheduler_type="cosine",
            warmup_steps=5,
            max_length=512,
            logging_steps=10,
            save_steps=25,
            save_total_limit=1,
            report_to=[],
            activation_checkpointing=False,
            dataloader_pin_memory=False,
            disable_tqdm=True,
            bf16=how.bf16,
            use_cpu=not torch.cuda.is_available(),
            train_sampling_strategy="group_by_length",
            seed=how.seed,
            dataset_num_proc=1,
        ),
        train_dataset=load_dataset("json", data_files=str(data), split="train"),
        processing_class=tokenizer,
    )
    resumed = any((folder / "steps").glob("checkpoint-*"))
    outcome = trainer.train(resume_from_checkpoint=resumed or None)
    losses = [one["loss"] for one in trainer.state.log_history if "loss" in one]
    with quiet_loading():
        trainer.save_model(str(folder / "model"))
        tokenizer.save_pretrained(folder / "model")
    told = {
        "settings": settings,
        "steps": outcome.global_step,
        "losses": losses,
        "seconds": outcome.metrics["train_runtime"],
    }
    done.write_text(json.dumps(told))
    return told
