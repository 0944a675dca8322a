"""A search in a worker. It imports the core alone, so that a worker is soon at work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import NamedTuple

from app.search.parts import Best, Part, Progress, Verdict
from optim_core.registry import load
from optim_core.search.compare import compare
from optim_core.search.hunting import Tried
from optim_core.search.landscape import landscape
from optim_core.search.outcome import curve, outcomes
from optim_core.search.space import Space
from optim_core.search.strategy import Strategy
from optim_core.search.target import Target

WORK = "app.search.jobs:parts"
OFTEN = 0.3  # seconds between two words of how far it is


class Job(NamedTuple):
    """What a worker has to know of one.

    Attributes:
        budget: epochs that each strategy may spend in each repeat.
        land: places of the finest landscape along either axis; 0 where there is none.
    """

    target: Target
    space: Space
    strategies: tuple[Strategy, ...]
    budget: int
    repeats: int
    seed: int
    land: int


def ready() -> None:
    """The code of all targets and strategies, and of the studies, which are on the same page."""
    for package in ("search.targets", "search.strategies", "studies"):
        load(f"optim_core.{package}")


def parts(job: Job) -> Iterator[Part | None]:
    """All that the strategies try and find; beside it, for as much time, and longer where it is dear, the landscape."""
    works: dict[Iterator[Part | None], float] = {_compared(job): 0.0}
    if job.land:
        works[landscape(job.target, job.space, job.land, job.seed)] = 0.0
    while works:
        work = min(works, key=works.__getitem__)
        began = time.process_time()
        try:
            part = next(work)
        except StopIteration:
            del works[work]
            continue
        works[work] += time.process_time() - began
        yield part


def _compared(job: Job) -> Iterator[Part | None]:
    """What is tried, now and then how far that has led, and at its end what was found."""
    tried: list[Tried] = []
    began = spoke = time.monotonic()
    spent: dict[tuple[int, int], int] = {}
    total = job.budget * len(job.strategies) * job.repeats
    for part in compare(job.target, job.space, job.strategies, budget=job.budget, repeats=job.repeats, seed=job.seed):
        yield part
        if not isinstance(part, Tried):
            continue
        tried.append(part)
        spent[part.strategy, part.repeat] = int(part.spent[-1])
        now, done = time.monotonic(), sum(spent.values())
        if now - spoke > OFTEN:
            spoke = now
            yield Progress(done, total, (now - began) / done * (total - done))
            for strategy in sorted({wave.strategy for wave in tried}):
                yield _best(strategy, tried)
    for strategy in range(len(job.strategies)):
        yield _best(strategy, tried)
    yield Verdict(outcomes(tried, job.space))


def _best(strategy: int, tried: list[Tried]) -> Best:
    return Best(strategy, curve([wave for wave in tried if wave.strategy == strategy]))
