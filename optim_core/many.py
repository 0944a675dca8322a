"""Many runs of which only the ends are wanted: maps of starts, sweeps of settings, many seeds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from optim_core.cost import Budget
from optim_core.ends import Ends
from optim_core.fields import Array
from optim_core.noise import Noise
from optim_core.noises.none import NoNoise
from optim_core.probe import Seed, nothing
from optim_core.rule import Rule
from optim_core.schedule import Schedule
from optim_core.surface import Surface
from optim_core.trace import blocks
from optim_core.trace.parts import Parts
from optim_core.trace.tape import Untraceable
from optim_core.walk import walk

Runner = Callable[[Parts, Array, int, Seed, float, Budget | None], Ends]
BLOCK = 10_000  # runs side by side: with more, arrays leave the cache and BLAS begins to use threads


def many(
    rule: Rule,
    surface: Surface,
    starts: Any,
    steps: int,
    *,
    schedules: Mapping[str, Schedule] | None = None,
    noise: Noise | None = None,
    seed: Seed = 0,
    tolerance: float = 0.0,
    budget: Budget | None = None,
    fast: bool = False,
) -> Ends:
    """How the runs of a batch end: what the last moment of `walk` says, whose arguments these are.

    The same bit for bit, powers apart, which may differ in the last digit. Memory is bounded by a block of runs,
    whatever their number and that of the steps, and runs that have ended cost nothing more. Settings of the rule, the
    surface and the schedules may be arrays that broadcast against the batch.

    Raises ValueError where the noise does not fit the surface, a schedule names no numeric field, or `fast` is asked
    for and the extra of that name is not installed.
    """
    x = np.asarray(starts, dtype=np.float64)
    batch = x.shape[1:] or (1,)
    runs = math.prod(batch)
    found = Ends(
        np.empty((len(x), runs)),
        np.empty(runs),
        np.empty((len(x), runs)),
        {what: np.empty(runs, dtype=np.int64) for what in nothing()},
        np.empty(runs, dtype=np.int8),
        np.empty(runs, dtype=np.int64),
    )
    conditions: dict[str, Any] = {"schedules": schedules, "noise": noise, "seed": seed}
    conditions |= {"tolerance": tolerance, "budget": budget, "fast": fast}
    for part, ends in block_by_block(rule, surface, x, steps, **conditions):
        for whole, some in zip(_arrays(found), _arrays(ends), strict=True):
            whole[..., part] = some
    return Ends(*(_shaped(each, batch) for each in found))


def block_by_block(
    rule: Rule,
    surface: Surface,
    starts: Any,
    steps: int,
    *,
    schedules: Mapping[str, Schedule] | None = None,
    noise: Noise | None = None,
    seed: Seed = 0,
    tolerance: float = 0.0,
    budget: Budget | None = None,
    fast: bool = False,
) -> Iterator[tuple[slice, Ends]]:
    """The same one block after the other, as they are done: which runs of the flattened batch, and their ends (k,).

    Between two blocks one may stop. What `many` raises it raises at once.
    """
    x = np.asarray(starts, dtype=np.float64)
    x = x.reshape(-1, 1) if x.ndim == 1 else x
    parts = Parts.of(rule, surface, noise or NoNoise(), schedules or {})
    return _blocks(_runner(fast), parts, x, steps, seed, tolerance, budget)


def _blocks(
    run: Runner, parts: Parts, x: Array, steps: int, seed: Seed, tolerance: float, budget: Budget | None
) -> Iterator[tuple[slice, Ends]]:
    batch = x.shape[1:]
    runs = math.prod(batch)
    size = math.ceil(runs / math.ceil(runs / BLOCK))
    for first in range(0, runs, size):
        lanes = slice(first, min(first + size, runs))
        places = np.stack([row.flat[lanes] for row in x])
        course = (parts.some(batch, lanes), places, steps, seed if isinstance(seed, int) else seed[lanes])
        try:
            ends = run(*course, tolerance, budget)
        except Untraceable:
            run = walked
            ends = run(*course, tolerance, budget)
        yield lanes, ends


def _runner(fast: bool) -> Runner:
    if fast:
        raise ValueError('fast runs are compiled by numba, which is not installed: pip install "ravine[fast]"')
    return blocks.ends


def walked(parts: Parts, x: Array, steps: int, seed: Seed, tolerance: float, budget: Budget | None) -> Ends:
    """How the runs from x (D, k) end, by the reference loop."""
    moments = walk(
        parts.rule,
        parts.surface,
        x,
        steps,
        schedules={**parts.timed, **parts.watching},
        noise=parts.noise,
        seed=seed,
        tolerance=tolerance,
        budget=budget,
    )
    for moment in moments:  # noqa: B007
        pass
    return Ends.of(moment)


def _arrays(ends: Ends) -> list[np.ndarray]:
    return [ends.x, ends.loss, ends.grad, *ends.spent.values(), ends.status, ends.ended]


def _shaped(each: Any, batch: tuple[int, ...]) -> Any:
    if isinstance(each, dict):
        return {what: _shaped(count, batch) for what, count in each.items()}
    return each.reshape(*each.shape[:-1], *batch)
