"""What the core should reach, as ratios of the times of two contestants, and whether it does."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from benchmarks.clock import Ratio, digits, ratio

Times = Mapping[str, list[float]]
OURS, FAST, FIRST = "ours", "ours, fast", ", first use"
TORCH = ("torch.optim", "torch by hand")
OPTAX, LIMIT = ("optax",), ("compiled, C", "compiled, numba")
MODULE, SCAN = "torch nn.Module", "optax, scan"
PLAIN, JITTED, TRICK = "torch, point by point", "jax", "jax, first layer once"
FIRST_OURS, FIRST_OPTAX = OURS + FIRST, ("optax" + FIRST,)


class Goal(NamedTuple):
    """On this work the quickest of `above` takes at least, or at most, so many times as long as `below`."""

    work: str
    above: tuple[str, ...]
    below: str
    least: float = 0.0
    most: float = math.inf

    def measured(self, times: Times) -> Ratio | None:
        """The ratio round by round; None where one of the two was not there."""
        there = [name for name in self.above if name in times]
        if not there or self.below not in times:
            return None
        return ratio(times[min(there, key=lambda name: statistics.median(times[name]))], times[self.below])

    def line(self, times: Times) -> str:
        found = self.measured(times)
        words = f"{' or '.join(self.above)} / {self.below}"
        return judged(self.work, words, found.median if found else None, self.least, self.most, str(found))


def judged(
    work: str, words: str, found: float | None, least: float = 0.0, most: float = math.inf, said: str = ""
) -> str:
    """A line that says what was measured, which `said` may say at length, and whether it is as it should be."""
    wanted = f">= {digits(least)}" if least else f"<= {digits(most)}"
    if found is None:
        return f"{work:11}  {words:50} {wanted:9}  not measured"
    verdict = "met" if least <= found <= most else "MISSED"
    return f"{work:11}  {words:50} {wanted:9}  {said or digits(found):26}  {verdict}"


GOALS = (
    Goal("W1", TORCH, OURS, least=60),
    Goal("W1", ("torch.optim, autograd",), OURS, least=250),
    Goal("W1", OPTAX, OURS, least=0.10),
    Goal("W1", FIRST_OPTAX, FIRST_OURS, least=75),
    Goal("W1", ("ours, every vector",), OURS, most=1.1),
    Goal("W1", ("ours, first 20 points",), OURS, most=0.05),
    Goal("W1", LIMIT, FAST, least=0.8),
    Goal("W1", OPTAX, FAST, least=1.5),
    Goal("W2", ("torch.optim, a group each",), OURS, least=3000),
    Goal("W2", ("torch by hand",), OURS, least=3.2),
    Goal("W2", OPTAX, OURS, least=0.50),
    Goal("W2", FIRST_OPTAX, FIRST_OURS, least=14),
    Goal("W2", OPTAX, FAST, least=2),
    Goal("W2", LIMIT, FAST, least=0.7),
    Goal("W3", TORCH, OURS, least=2.2),
    Goal("W3", OPTAX, OURS, least=0.38),
    Goal("W3", FIRST_OPTAX, FIRST_OURS, least=2.1),
    Goal("W3", OPTAX, FAST, least=2),
    Goal("W3", LIMIT, FAST, least=0.6),
    Goal("W3 Adam", TORCH, OURS, least=1.05),
    Goal("W3 Adam", OPTAX, OURS, least=0.42),
    Goal("W3 Adam", FIRST_OPTAX, FIRST_OURS, least=1.4),
    Goal("W3 Adam", OPTAX, FAST, least=2),
    Goal("W3 Adam", LIMIT, FAST, least=0.6),
    Goal("W3 retired", OPTAX, OURS, least=1.9),
    Goal("W4 momentum", (MODULE,), OURS, least=10),
    Goal("W4 momentum", (SCAN,), OURS, least=0.68),
    Goal("W4 momentum", (OURS,), "ours, 8 at once", least=1.9),
    Goal("W4 momentum", (MODULE,), "ours, 8 at once", least=10),
    Goal("W4 Adam", (MODULE,), OURS, least=12),
    Goal("W4 Adam", (SCAN,), OURS, least=0.60),
    Goal("W4 Adam", (OURS,), "ours, 8 at once", least=1.9),
    Goal("W4 Adam", (MODULE,), "ours, 8 at once", least=12),
    Goal("W5", (PLAIN,), OURS, least=7),
    Goal("W5", (JITTED,), OURS, least=1.25),
    Goal("W5", (TRICK,), OURS, least=0.53),
)


def report(times: Mapping[str, Times], goals: Iterable[Goal] = GOALS) -> list[str]:
    """A line for each goal whose work was done."""
    return [goal.line(times[goal.work]) for goal in goals if goal.work in times]
