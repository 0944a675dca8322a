"""Many runs of which only the ends are wanted: maps of starts, sweeps of settings, many seeds."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypedDict, Unpack

import numpy as np

from optim_core.cost import Budget
from optim_core.cut import Cut
from optim_core.ends import Ends
from optim_core.fields import Array
from optim_core.noise import Noise
from optim_core.noises.none import NoNoise
from optim_core.probe import Seed
from optim_core.rule import Rule
from optim_core.schedule import Schedule
from optim_core.surface import Surface
from optim_core.trace.blocks import Block
from optim_core.trace.lanes import CompiledBlock
from optim_core.trace.machine import native
from optim_core.trace.parts import Parts, flat
from optim_core.trace.tape import Untraceable
from optim_core.walk import walk

BLOCK = 10_000  # runs side by side: with more, arrays leave the cache and BLAS begins to use threads
COMPILED_BLOCK = 16_384  # compiled, only some of them are in hand at a time
Runner = Callable[[Parts, Array, int, Seed, float, Budget | None], Iterator[Ends | None]]


class Conditions(TypedDict, total=False):
    """What else decides how runs end, as in `walk`; `fast`, with the extra of that name, as machine code."""

    schedules: Mapping[str, Schedule] | None
    noise: Noise | None
    seed: Seed
    tolerance: float
    budget: Budget | None
    cut: Cut | None
    fast: bool


def many(rule: Rule, surface: Surface, starts: Any, steps: int, **conditions: Unpack[Conditions]) -> Ends:
    """How the runs of a batch end: what the last moment of `walk` says, whose arguments these are.

    The same bit for bit, powers apart, which may differ in the last digit. Memory is bounded by a block of runs,
    whatever their number and that of the steps, and runs that have ended cost little more. Settings of the rule, the
    surface and the schedules may be arrays that broadcast against the batch.

    Raises ValueError where the noise does not fit the surface, a schedule names no numeric field, runs and seeds are
    not as many, or `fast` is asked for without its extra.
    """
    return next(filter(None, many_in_turns(rule, surface, starts, steps, **conditions)))


def many_in_turns(
    rule: Rule, surface: Surface, starts: Any, steps: int, **conditions: Unpack[Conditions]
) -> Iterator[Ends | None]:
    """The same for who has other work as well: nothing, again and again, and the ends at last."""
    x = np.asarray(starts, dtype=np.float64)
    x = x.reshape(-1, 1) if x.ndim == 1 else x
    return _together(block_by_block(rule, surface, x, steps, **conditions), x.shape)


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
    cut: Cut | None = None,
    fast: bool = False,
    block: int | None = None,
) -> Iterator[tuple[slice, Ends] | None]:
    """The same block after block: which runs of the flattened batch have been worked out, and their ends, (k,) each.

    Who wants the blocks smaller, or larger, says of how many runs at most: a `block` of some 16,000 costs the least.
    In between it gives nothing, again and again, for who has other work as well. What `many` raises it raises at once.
    """
    x = np.asarray(starts, dtype=np.float64)
    x = x.reshape(-1, 1) if x.ndim == 1 else x
    runs = math.prod(x.shape[1:])
    if not runs:
        raise ValueError("a batch has one run at least")
    if not isinstance(seed, int) and len(seed) != runs:
        raise ValueError(f"{runs} runs need a seed each, or one for all, not {len(seed)}")
    noise = noise or NoNoise()
    noise.draws(surface, 0)  # says at once whether they fit
    parts = Parts.of(rule, surface, noise, schedules or {})
    course = (parts, x, steps, seed, tolerance, budget)
    if cut:
        return _blocks(block or BLOCK, functools.partial(walked, cut=cut), *course)
    if fast:
        native.binding()
        return _blocks(block or COMPILED_BLOCK, CompiledBlock.runs, *course)
    return _blocks(block or BLOCK, Block.runs, *course)


def _blocks(
    most: int, run: Runner, parts: Parts, x: Array, steps: int, seed: Seed, tolerance: float, budget: Budget | None
) -> Iterator[tuple[slice, Ends] | None]:
    batch = x.shape[1:]
    count = math.prod(batch)
    size = math.ceil(count / math.ceil(count / most))
    for first in range(0, count, size):
        some = slice(first, min(first + size, count))
        places = np.stack([flat(row, some) for row in x])
        course = (parts.some(batch, some), places, steps, seed if isinstance(seed, int) else seed[some])
        try:
            yield from _of(some, run(*course, tolerance, budget))
        except Untraceable:
            run = walked
            yield from _of(some, run(*course, tolerance, budget))


def walked(
    parts: Parts, x: Array, steps: int, seed: Seed, tolerance: float, budget: Budget | None, cut: Cut | None = None
) -> Iterator[Ends | None]:
    """How runs from x (D, k) end, by the reference loop."""
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
        cut=cut,
    )
    for moment in moments:  # noqa: B007
        yield None
    yield Ends.of(moment)


def _of(lanes: slice, run: Iterator[Ends | None]) -> Iterator[tuple[slice, Ends] | None]:
    for ends in run:
        yield ends and (lanes, ends)


def _together(parts: Iterator[tuple[slice, Ends] | None], shape: tuple[int, ...]) -> Iterator[Ends | None]:
    """The ends of all runs of a batch, from starts of that shape (D, *batch)."""
    runs, whole = math.prod(shape[1:]), None
    for part in parts:
        if part:
            lanes, ends = part
            if lanes == slice(0, runs):
                whole = ends
            else:
                whole = whole or Ends.empty(shape[0], runs)
                whole.put(lanes, ends)
        else:
            yield None
    yield (whole or Ends.empty(shape[0], runs)).over(shape[1:])
