"""Our tokens a second over those of `LLM.chat` on the same prompts, in the environment of .ci/make-vllm-env:

    VLLM_CPU_KVCACHE_SPACE=1 .venv-vllm/bin/python benchmarks/vllm_throughput.py [--requests 128] [--repeats 5]

Both engines are started once and take turns, `LLM.chat` first in one repeat and second in the next; the other sleeps.
Both are asked for the same numbers of tokens. Times are wall seconds from the first request to the
last reply; memory is the peak of each process, shared libraries counted in each.
"""

import argparse
import asyncio
import os
import statistics
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from nescio.gen.engines.gguf_folder import hugging_face_folder
from nescio.gen.engines.models import resolve
from nescio.gen.engines.replies import read_reply
from nescio.gen.engines.vllm import VLLMEngine
from nescio.schemas.chat import ChatRequest, Message, RawReply, Reply, Sampling
from nescio.schemas.recipe import ModelSpec

if TYPE_CHECKING:
    from vllm import LLM

OPTIONS: dict[str, str | int | float | bool] = {
    "dtype": "float32",
    "max_model_len": 2048,
    "enforce_eager": True,
    "gpu_memory_utilization": 0.3,
    "enable_prefix_caching": False,  # the second to be asked would find its prompts there
}
THINGS = "pears figs coins stamps marbles pencils cards shells".split()


def prompts(count: int, repeat: int) -> list[str]:
    random = Random(repeat)
    return [
        f"Tom has {random.randint(2, 99)} {random.choice(THINGS)}. He gives {random.randint(1, 9)} of them to Ann. "
        + "Then it rains. " * random.randint(0, 20)
        + f"Write a story about that, number {number}."
        for number in range(count)
    ]


def chat(llm: "LLM", texts: list[str], lengths: list[int]) -> tuple[float, int]:
    from vllm import SamplingParams

    began = time.monotonic()
    outputs = llm.chat(
        [[{"role": "user", "content": text}] for text in texts],
        [SamplingParams(temperature=0, max_tokens=length, detokenize=True) for length in lengths],
        use_tqdm=False,
    )
    return time.monotonic() - began, sum(len(output.outputs[0].token_ids) for output in outputs)


async def ours(engine: VLLMEngine, texts: list[str], lengths: list[int], capacity: int) -> tuple[float, int]:
    async def each():  # type: ignore[no-untyped-def]
        for text, length in zip(texts, lengths, strict=True):
            yield ChatRequest((Message("user", text),), Sampling(max_tokens=length))

    began, tokens = time.monotonic(), 0
    async for _, outcome in engine.stream(each(), capacity):
        assert isinstance(outcome, RawReply), outcome
        reply = read_reply(outcome)
        assert isinstance(reply, Reply)
        tokens += reply.usage.tokens_out or 0
    return time.monotonic() - began, tokens


def peak_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


async def measure(arguments: argparse.Namespace) -> None:
    began = time.monotonic()
    engine = VLLMEngine(ModelSpec(engine="vllm", model=arguments.model, options=OPTIONS))
    print(f"{arguments.model}: {arguments.requests} requests of 16 to 96 tokens, capacity {arguments.capacity}")
    async for _ in engine.stream(one_request(), 1):
        print(f"start to first reply: {time.monotonic() - began:.1f} s", flush=True)
    from psutil import Process
    from vllm import LLM

    children = [one.pid for one in Process().children(recursive=True)]

    llm = LLM(str(hugging_face_folder(resolve(arguments.model))), **OPTIONS)
    chat(llm, prompts(4, -1), [8] * 4)
    ratios = []
    for repeat in range(arguments.repeats):
        texts = prompts(arguments.requests, repeat)
        random = Random(repeat)
        lengths = [random.randint(16, 96) for _ in texts]
        rates = {}
        for who in ("chat", "ours") if repeat % 2 == 0 else ("ours", "chat"):
            if who == "chat":
                seconds, tokens = await asyncio.to_thread(chat, llm, texts, lengths)
            else:
                seconds, tokens = await ours(engine, texts, lengths, arguments.capacity)
            rates[who] = tokens / seconds
            print(f"  repeat {repeat + 1}, {who}: {tokens} tokens in {seconds:.1f} s, {rates[who]:.1f}/s", flush=True)
        ratios.append(rates["ours"] / rates["chat"])
    print(f"ours over LLM.chat: median {statistics.median(ratios):.3f} of {', '.join(f'{one:.3f}' for one in ratios)}")
    memory = " + ".join(f"{peak_mib(pid):.0f}" for pid in children)
    print(
        f"peak memory: {memory} MiB in the engine's processes, "
        f"{peak_mib(os.getpid()):.0f} MiB in this one (with LLM.chat)"
    )
    await engine.close()


async def one_request():  # type: ignore[no-untyped-def]
    yield ChatRequest((Message("user", "Say hello."),), Sampling(max_tokens=4))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--model", default="packaged:smollm2")
    arguments.add_argument("--requests", type=int, default=128)
    arguments.add_argument("--repeats", type=int, default=5)
    arguments.add_argument("--capacity", type=int, default=64)
    asyncio.run(measure(arguments.parse_args()))


if __name__ == "__main__":
    main()
