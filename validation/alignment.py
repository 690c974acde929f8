"""Aligning a finished text with the clean one: what stayed, what is new."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Alignment:
    """Blocks of characters that stand unchanged in both texts: (clean start, finished start, length)."""

    blocks: tuple[tuple[int, int, int], ...]

    def locate(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the clean characters `start` to `end` stand in the finished text; None if any of them changed."""
        for clean, finished, length in self.blocks:
            if clean <= start and end <= clean + length:
                return start - clean + finished, end - clean + finished
        return None

    def kept(self, start: int, end: int) -> bool:
        """Whether the finished characters `start` to `end` all come from the clean text."""
        return any(finished <= start and end <= finished + length for _, finished, length in self.blocks)


def align(clean: str, finished: str) -> Alignment:
    """Word by word; what is alike at both ends is matched first, so that a repeated number attracts nothing."""
    before = [(match.start(), match.end()) for match in _WORD.finditer(clean)]
    after = [(match.start(), match.end()) for match in _WORD.finditer(finished)]
    left = [clean[start:end] for start, end in before]
    right = [finished[start:end] for start, end in after]
    head = _shared(left, right)
    tail = _shared(left[head:][::-1], right[head:][::-1])
    middle = SequenceMatcher(None, left[head : len(left) - tail], right[head : len(right) - tail], autojunk=False)
    runs = [(0, 0, head)]
    runs += [(head + a, head + b, size) for a, b, size in middle.get_matching_blocks()]
    runs += [(len(left) - tail, len(right) - tail, tail)]
    blocks: list[tuple[int, int, int]] = []
    for a, b, size in runs:
        # Words of a run are equal, but the space between them may differ: cut the run where it does.
        for k in range(size):
            clean_start, finished_start = before[a + k][0], after[b + k][0]
            length = before[a + k][1] - clean_start
            if blocks and k and _adjacent(blocks[-1], clean, finished, clean_start, finished_start):
                first = blocks[-1]
                blocks[-1] = (first[0], first[1], clean_start + length - first[0])
            else:
                blocks.append((clean_start, finished_start, length))
    return Alignment(tuple(blocks))


def _shared(left: list[str], right: list[str]) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count


def _adjacent(block: tuple[int, int, int], clean: str, finished: str, clean_start: int, finished_start: int) -> bool:
    clean_gap = clean[block[0] + block[2] : clean_start]
    return clean_gap == finished[block[1] + block[2] : finished_start]
