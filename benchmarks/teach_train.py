"""Fine-tuning for `teach.py`: a plain torch loop on chat messages, loss on the assistant's tokens only.

The layers that do not learn read every row once: what they make of it is kept and given to those that do.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoModelForCausalLM, AutoTokenizer

from nescio.gen.engines.gguf_folder import hugging_face_folder
from nescio.gen.engines.models import quiet_loading, resolve

WARM_UP = 0.05
"""Share of the steps in which the learning rate rises."""
TOGETHER = 8
"""Batches over which rows are put together by length."""


@dataclass(frozen=True)
class Training:
    """How a model is tuned."""

    model: str
    epochs: int
    batch: int
    rate: float
    layers: int
    """So many of the last layers learn; 0 means all of the model."""
    max_minutes: float
    """Of training, over all resumes; then the model is saved as it is."""
    max_steps: int | None
    save_every: int
    seed: int


@dataclass(frozen=True)
class Tuned:
    """What a training came to."""

    steps: int
    of: int
    tokens: int
    seconds: float
    losses: list[float]
    """Mean loss of an assistant's token, in nats, at each step."""


@dataclass(frozen=True)
class Conversation:
    """A conversation as tokens; those of the prompt are not learnt."""

    ids: list[int]
    prompt: int
    """Tokens of the prompt; at least one, as every chat template opens a turn."""
    hidden: torch.Tensor | None = None
    """What the layers that do not learn make of `ids`: (tokens, width)."""


def tune(data: Path, folder: Path, how: Training) -> Tuned:
    """Tune on an SFT export and save the model to `folder`/model. Goes on from the last checkpoint."""
    done, checkpoint = folder / "trained.json", folder / "checkpoint.pt"
    settings = {**asdict(how), "data": data.read_text("utf-8").count("\n")}
    if done.exists():
        kept = json.loads(done.read_text("utf-8"))
        if kept["settings"] == settings:
            return Tuned(**kept["tuned"])
        raise SystemExit(f"{done} is of another training: {kept['settings']}; use another --out")
    folder.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(how.seed)
    tokenizer, model, lower = load(how, device)
    rows = [conversation(tokenizer, json.loads(line)["messages"]) for line in data.read_text("utf-8").splitlines()]
    rows = read_once(model, lower, rows, how.batch, device)
    learning = [one for one in model.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=how.rate, weight_decay=0.01)
    total = how.epochs * -(-len(rows) // how.batch)
    total = min(total, how.max_steps or total)
    tuned = resume(checkpoint, model, optimizer, settings, device) or Tuned(0, total, 0, 0.0, [])
    began = monotonic() - tuned.seconds
    for step, batch in enumerate(batches(rows, how)):
        if step >= total or monotonic() - began > 60 * how.max_minutes:
            break
        if step < tuned.steps:
            continue
        for group in optimizer.param_groups:
            group["lr"] = how.rate * shape(step, total)
        loss, tokens = one_step(model, optimizer, batch, device)
        tuned = Tuned(step + 1, total, tuned.tokens + tokens, monotonic() - began, [*tuned.losses, round(loss, 4)])
        if (step + 1) % how.save_every == 0:
            save(checkpoint, model, optimizer, settings, tuned)
            print(
                f"  step {step + 1} of {total}, loss {loss:.3f}, {tuned.tokens / tuned.seconds:.0f} tokens/s",
                flush=True,
            )
    model.model.layers = torch.nn.ModuleList([*lower, *model.model.layers])
    with quiet_loading():
        model.float().save_pretrained(folder / "model")
        tokenizer.save_pretrained(folder / "model")
    done.write_text(json.dumps({"settings": settings, "tuned": asdict(tuned)}))
    checkpoint.unlink(missing_ok=True)
    return tuned


def load(how: Training, device: torch.device) -> tuple[Any, Any, torch.nn.ModuleList]:
    """The tokenizer, the model with only the layers that learn, and those that do not."""
    path = hugging_face_folder(resolve(how.model))
    with quiet_loading():
        tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
        model = AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32, local_files_only=True)
    layers = list(model.to(device).train().model.layers)
    kept = len(layers) - how.layers if how.layers else 0
    if kept:
        model.requires_grad_(False)
        for part in (*layers[kept:], model.model.norm):
            part.requires_grad_(True)
    model.model.layers = torch.nn.ModuleList(layers[kept:])
    return tokenizer, model, torch.nn.ModuleList(layers[:kept])


def conversation(tokenizer: Any, messages: list[dict[str, str]]) -> Conversation:
    """The tokens of a conversation; those before the assistant's turn are not learnt."""
    prompt = tokenizer.apply_chat_template(messages[:-1], add_generation_prompt=True, tokenize=False)
    whole = tokenizer.apply_chat_template(messages, tokenize=False)
    if not whole.startswith(prompt):
        raise SystemExit("the chat template writes another prompt with the reply than without; nothing can be masked")
    before = tokenizer(prompt, add_special_tokens=False)["input_ids"]
    reply = tokenizer(whole[len(prompt) :], add_special_tokens=False)["input_ids"]
    return Conversation(before + reply, len(before))


@torch.no_grad()
def read_once(
    model: Any, lower: torch.nn.ModuleList, rows: list[Conversation], batch: int, device: torch.device
) -> list[Conversation]:
    """The rows with what the layers that do not learn make of them. Padding stands right of a causal model: unseen."""
    if not lower:
        return rows
    upper, norm = model.model.layers, model.model.norm
    model.model.layers, model.model.norm = lower, torch.nn.Identity()
    read = list(rows)
    by_length = sorted(range(len(rows)), key=lambda place: len(rows[place].ids))
    for start in range(0, len(rows), batch):
        places = by_length[start : start + batch]
        hidden = model.model(**padded([rows[place] for place in places], device)).last_hidden_state.half().cpu()
        for place, one in zip(places, hidden, strict=True):
            read[place] = replace(rows[place], hidden=one[: len(rows[place].ids)].clone())
    model.model.layers, model.model.norm = upper, norm
    print(f"  {len(rows)} rows read by the {len(lower)} layers that do not learn", flush=True)
    return read


def padded(batch: list[Conversation], device: torch.device) -> dict[str, torch.Tensor]:
    """What a model is given for a batch: ids, or what the layers below have made of them, and which are no padding."""
    mask = pad_sequence([torch.ones(len(one.ids), dtype=torch.long) for one in batch], batch_first=True)
    hidden = [one.hidden for one in batch if one.hidden is not None]
    if hidden:
        given = {"inputs_embeds": pad_sequence(hidden, batch_first=True).float()}
    else:
        given = {"input_ids": pad_sequence([torch.tensor(one.ids) for one in batch], batch_first=True)}
    return {name: one.to(device) for name, one in {**given, "attention_mask": mask}.items()}


def batches(rows: list[Conversation], how: Training) -> Iterator[list[Conversation]]:
    """The batches of all epochs, each in its own order, rows of like length together; the same on every resume."""
    for epoch in range(how.epochs):
        random = Random(f"{how.seed} {epoch}")
        order = random.sample(rows, len(rows))
        for start in range(0, len(order), how.batch * TOGETHER):
            near = sorted(order[start : start + how.batch * TOGETHER], key=lambda one: len(one.ids))
            cut = [near[place : place + how.batch] for place in range(0, len(near), how.batch)]
            yield from random.sample(cut, len(cut))


def one_step(
    model: Any, optimizer: torch.optim.Optimizer, batch: list[Conversation], device: torch.device
) -> tuple[float, int]:
    """One step on the mean loss of the assistant's tokens; the others are not even scored."""
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda"):
        hidden = model.model(**padded(batch, device)).last_hidden_state
        before = torch.cat([row[one.prompt - 1 : len(one.ids) - 1] for row, one in zip(hidden, batch, strict=True)])
        wanted = torch.tensor([token for one in batch for token in one.ids[one.prompt :]], device=device)
        loss = torch.nn.functional.cross_entropy(model.lm_head(before).float(), wanted)
    loss.backward()
    torch.nn.utils.clip_grad_norm_([one for one in model.parameters() if one.requires_grad], 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return float(loss.detach()), sum(len(one.ids) for one in batch)


def shape(step: int, total: int) -> float:
    """Of the learning rate: a linear rise, then a linear fall to a tenth."""
    rise = max(1, round(total * WARM_UP))
    return (step + 1) / rise if step < rise else 1 - 0.9 * (step - rise) / max(1, total - rise)


def save(path: Path, model: Any, optimizer: torch.optim.Optimizer, settings: dict[str, Any], tuned: Tuned) -> None:
    names = {name for name, one in model.named_parameters() if one.requires_grad}
    weights = {name: one for name, one in model.state_dict().items() if name in names}
    beside = path.with_suffix(".part")
    torch.save(
        {"weights": weights, "optimizer": optimizer.state_dict(), "settings": settings, "tuned": asdict(tuned)}, beside
    )
    beside.replace(path)


def resume(
    path: Path, model: Any, optimizer: torch.optim.Optimizer, settings: dict[str, Any], device: torch.device
) -> Tuned | None:
    if not path.exists():
        return None
    kept = torch.load(path, map_location=device, weights_only=True)
    if kept["settings"] != settings:
        raise SystemExit(f"{path} is of another training: {kept['settings']}; use another --out")
    model.load_state_dict(kept["weights"], strict=False)
    optimizer.load_state_dict(kept["optimizer"])
    return Tuned(**kept["tuned"])
