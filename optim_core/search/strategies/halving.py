"""Many begin, few go on: successive halving, and Hyperband, which runs it with more and fewer rounds."""

from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise
from typing import Any, NamedTuple, Self

import numpy as np

from optim_core.fields import Array, Text, whole
from optim_core.search.strategy import Hunt, Strategy, Wave


def eta() -> Any:
    """Of how many one goes on."""
    return whole(
        3,
        2,
        5,
        minimum=2,
        maximum=10,
        symbol=r"\eta",
        help=Text("of so many trials one goes on", "몇 개 중 하나가 계속할지"),
    )


class SuccessiveHalving(Strategy, kind="successive-halving"):
    """All begin with an epoch; the best third trains three times as long, and so on, until one share is left.

    Trials go on from where they stopped: 27 of them in rounds up to 1, 3, 9 and 27 epochs cost 81 epochs.
    """

    order = 50
    title = Text("successive halving", "연속 절반 탈락")
    summary = Text(
        "Everyone runs a lap, the best third goes on, and again: long training for the promising only.",
        "모두 한 바퀴를 뛰고 상위 3분의 1만 계속하기를 반복합니다. 유망한 것만 오래 학습합니다.",
    )
    formula = (r"n_k = \lfloor n \eta^{-k} \rfloor", r"E_k = E \eta^{k - s}, \quad k = 0, \dots, s")
    source = "Jamieson and Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter Optimization, 2016"

    eta: int = eta()

    def waves(self, hunt: Hunt) -> Generator[Wave, Array, None]:
        yield from Bracket.of(hunt.epochs, self.eta, rounds(hunt.epochs, self.eta), hunt.budget).waves(hunt)


class Hyperband(Strategy, kind="hyperband"):
    """Successive halving with all its rounds, then with one less, and so on to none: equal shares of the budget.

    Who starts slowly and ends well is thrown away by early rounds; the last of them has none.
    """

    order = 60
    title = Text("Hyperband", "하이퍼밴드")
    summary = Text(
        "Successive halving several times, with fewer and fewer early cuts, so that slow starters get a chance.",
        "조기 탈락을 점점 줄이며 연속 절반 탈락을 여러 번 합니다. 출발이 느린 시도에도 기회를 줍니다.",
    )
    formula = (
        r"s = s_{\max}, \dots, 0: \quad E_k = E \eta^{k - s}, \quad k = 0, \dots, s",
        r"B_s = B / (s_{\max} + 1)",
    )
    source = "Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, Hyperband, JMLR 18, 2018"

    eta: int = eta()

    def waves(self, hunt: Hunt) -> Generator[Wave, Array, None]:
        most = min(rounds(hunt.epochs, self.eta), hunt.trials - 1)  # every bracket trains one to the end
        begun = stage = spent = 0
        for s in range(most, -1, -1):
            bracket = Bracket.of(hunt.epochs, self.eta, s, (hunt.budget - spent) // (s + 1))
            yield from bracket.waves(hunt, begun, stage)
            begun, stage, spent = begun + bracket.n, stage + s + 1, spent + bracket.cost


def rounds(epochs: int, eta: int) -> int:
    """How often a training of so many epochs can be cut to one share of eta and still have an epoch."""
    s = 0
    while eta ** (s + 1) <= epochs:
        s += 1
    return s


class Bracket(NamedTuple):
    """A tournament of n trials with a cut to one of eta after each of its rounds; `ends`: epochs done after each."""

    n: int
    eta: int
    ends: list[int]

    @classmethod
    def of(cls, epochs: int, eta: int, cuts: int, budget: int) -> Self:
        """With as many trials as the budget pays for, one at least."""
        found = cls(1, eta, [max(1, round(epochs * float(eta) ** (k - cuts))) for k in range(cuts + 1)])
        while (more := found._replace(n=found.n + 1)).cost <= budget:
            found = more
        return found

    @property
    def cost(self) -> int:
        """Its epochs in all, if none fails."""
        rounds = zip(self.ends, [0, *self.ends], strict=False)
        return sum(self.alive(k) * (end - begin) for k, (end, begin) in enumerate(rounds))

    def alive(self, cuts: int) -> int:
        """The trials left after so many cuts."""
        return max(1, self.n // self.eta**cuts)

    def waves(self, hunt: Hunt, begun: int = 0, stage: int = 0) -> Generator[Wave, Array, None]:
        """Its rounds, after so many trials and stages of others. What has failed does not go on."""
        alive = begun + np.arange(self.n)
        score = yield Wave(hunt.rng.random((self.n, hunt.d)).T, epochs=self.ends[0], stage=stage)
        for k, (before, end) in enumerate(pairwise(self.ends), 1):
            best = np.argsort(score, kind="stable")[: min(self.alive(k), np.count_nonzero(np.isfinite(score)))]
            if not best.size:
                return
            alive = alive[np.sort(best)]
            score = yield Wave(np.empty((hunt.d, 0)), tuple(alive.tolist()), end - before, stage + k)
