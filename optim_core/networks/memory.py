"""What optimizers remember, for many trainings at once: put side by side, taken apart, and as plain arrays."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.rule import Slots

PLAN = "slots"  # its numbers stand for arrays, its lists for tuples


def beside(each: Sequence[Any]) -> Any:
    """The memories of trainings, one tree of arrays (..., 1) each, as one tree of arrays (..., n)."""
    first = each[0]
    if len(each) == 1:
        return first
    if isinstance(first, tuple):
        return tuple(beside(parts) for parts in zip(*each, strict=True))
    if first is None or np.ndim(first) == 0:
        return first if first is None or all(part == first for part in each) else np.array(each)
    return np.concatenate([np.moveaxis(part, -1, 0) for part in each]).transpose(*range(1, np.ndim(first)), 0)


def alone(memory: Any, i: int) -> Any:
    """The memory of training i of them, as a copy of its own."""
    if isinstance(memory, tuple):
        return tuple(alone(part, i) for part in memory)
    return memory if memory is None or np.ndim(memory) == 0 else np.array(memory[..., i : i + 1])


def arrays(memory: Slots) -> dict[str, Array]:
    """A memory as arrays by name, which `remembered` makes it of again."""
    found: list[Array] = []

    def plan(part: Any) -> Any:
        if isinstance(part, tuple):
            return [plan(inner) for inner in part]
        if part is None:
            return None
        found.append(np.asarray(part))
        return len(found) - 1

    return {PLAN: np.array(json.dumps(plan(memory)))} | {f"{PLAN}.{k}": part for k, part in enumerate(found)}


def remembered(stored: Mapping[str, Array]) -> Slots:
    """A memory from its arrays. Raises KeyError or ValueError where they are not those of one."""

    def filled(part: Any) -> Any:
        if isinstance(part, list):
            return tuple(filled(inner) for inner in part)
        return None if part is None else np.array(stored[f"{PLAN}.{part}"])

    return tuple(filled(json.loads(str(stored[PLAN]))))
