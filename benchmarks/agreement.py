"""Whether two programs computed the same: every number to 1e-10, but for runs that are chaotic.

A run is chaotic where a nudge of its start or rate, about as large as what rounding adds up to, moves it further than
that. Two correct programs part there; what is left to compare is how many such runs there are and a map's quantiles.
"""

from __future__ import annotations

import functools

import numpy as np

from benchmarks.clock import digits
from benchmarks.peers import reference
from benchmarks.peers.works import Contestant, Work
from optim_core.fields import Array
from optim_core.walk import FAR

CLOSE = 1e-10
# Of x, y and the rate: a start is forgotten by a run that first closes in and then is torn apart, a rate is not.
NUDGES = 1e-12 * np.array([(1, 1, 0), (1, -1, 0), (-1, 1, 0), (-1, -1, 0), (0, 0, 1), (0, 0, -1)])
QUANTILES = np.linspace(0.05, 0.95, 19)


class Judge:
    """What the reference loop makes of a piece of work, with and without a nudge."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._truth = functools.cache(self._truth_of)

    def verdict(self, contestant: Contestant) -> str:
        """One line about one contestant; begins with DISAGREES where it computes something else."""
        truth, chaotic = self._truth(contestant.steps)
        answer = contestant.run()
        apart = _apart(answer, truth)
        wrong = int((apart & ~chaotic).sum())
        verdict = f"DISAGREES at {wrong:,} places" if wrong else "agrees"
        if self.work.path:
            return f"{verdict}; furthest apart where nothing is chaotic {_furthest(answer, truth, chaotic):.0e}"
        return (
            f"{verdict}; {int((apart & chaotic).sum()):,} chaotic cells apart, "
            f"quantiles of the loss {self._quantiles_apart(answer, truth):.0e}"
        )

    def chaos(self) -> str:
        """How much of the work is chaotic."""
        truth, chaotic = self._truth(self.work.steps)
        if self.work.path:
            until = {s["kind"]: int(np.argmax(c)) for s, c in zip(self.work.rules, chaotic, strict=True) if c.any()}
            return "chaotic: " + (", ".join(f"{kind} from step {t}" for kind, t in until.items()) or "none")
        gone = int((_gone(truth)).sum())
        return (
            f"chaotic: {int(chaotic.sum()):,} of {chaotic.size:,} cells ({digits(100 * chaotic.mean())} %); "
            f"diverged: {gone:,}"
        )

    def _truth_of(self, steps: int) -> tuple[Array, Array]:
        work = self.work._replace(steps=steps)
        truth, chaotic = reference.answer(work), False
        for nudge in NUDGES:
            chaotic |= _apart(reference.answer(_nudged(work, nudge)), truth)
        return truth, np.maximum.accumulate(chaotic, axis=1) if work.path else chaotic

    def _quantiles_apart(self, answer: Array, truth: Array) -> float:
        with np.errstate(all="ignore"):
            there = ~_gone(answer) & ~_gone(truth)
            if not there.any():
                return 0.0
            ours, theirs = (np.quantile(self.work.surface.value(x[:, there]), QUANTILES) for x in (answer, truth))
        return float(np.max(np.abs(ours - theirs) / (1.0 + np.abs(theirs))))


def _nudged(work: Work, nudge: Array) -> Work:
    starts = work.starts + nudge[:2, None] * (1.0 + np.abs(work.starts))
    rules = tuple(spec | {"lr": spec["lr"] * (1.0 + nudge[2])} for spec in work.rules)
    return work._replace(starts=starts, rules=rules)


def _apart(answer: Array, truth: Array) -> Array:
    """Which points differ; runs that left for infinity in both do not, wherever they were stopped."""
    coordinates = -1 if answer.ndim == 3 else 0
    near = (np.abs(answer - truth) <= CLOSE * (1.0 + np.abs(truth))).all(axis=coordinates)
    return ~(near | (_gone(answer) & _gone(truth)))


def _gone(x: Array) -> Array:
    """Which runs are far away: beyond where Ravine stops them, or about to be."""
    return ~(np.abs(x) <= FAR**0.25).all(axis=-1 if x.ndim == 3 else 0)


def _furthest(answer: Array, truth: Array, chaotic: Array) -> float:
    apart = np.abs(answer - truth) / (1.0 + np.abs(truth))
    return float(apart[~chaotic].max())
