"""Bayesian optimisation."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from optim_core.fields import Array, Text, choice, hyper
from optim_core.search.acquisition import ACQUISITIONS
from optim_core.search.gaussian import Shape, fitted
from optim_core.search.kernels import KERNELS
from optim_core.search.room import Room
from optim_core.search.strategy import Belief, Hunt, Strategy, Wave
from optim_core.search.surrogate import Levels, Surrogate

ALONG = {1: 81, 2: 33}  # places along each of the dimensions over which a belief is told
FITTED = 40  # scores up to which each may change the shape of the process; from there on each tenth part more


class Bayes(Strategy, kind="bayes"):
    """A Gaussian process is fitted to the scores so far; the next trial is where it promises most.

    It begins with 2d + 1 scattered trials. Where little is known the process is unsure, so that unknown places promise
    something too: looking around is weighed against going where it is good already.
    """

    order = 70
    title = Text("Bayesian optimisation", "베이지안 최적화")
    summary = Text(
        "Makes a model of the scores so far, with its uncertainty, and tries next what promises most.",
        "지금까지의 점수로 불확실성까지 담은 모델을 만들고, 가장 기대되는 곳을 다음에 시험합니다.",
    )
    formula = {name: of.formula for name, of in ACQUISITIONS.items()}
    source = "Jones, Schonlau and Welch, Efficient Global Optimization of Expensive Black-Box Functions, 1998"

    kernel: str = choice(
        "matern",
        {name: of.title for name, of in KERNELS.items()},
        help=Text("how alike the scores of neighbours are", "가까운 곳의 점수가 서로 닮는 정도"),
    )
    acquisition: str = choice(
        "improvement",
        {name: of.title for name, of in ACQUISITIONS.items()},
        help=Text("what makes a place worth a trial", "다음에 시험할 곳을 고르는 기준"),
    )
    xi: float = hyper(
        0.0,
        0.0,
        1.0,
        symbol=r"\xi",
        minor=True,
        help=Text(
            "what counts as an improvement, in standard deviations of the scores",
            "이만큼 나아져야 개선으로 치는 값(점수의 표준 편차 단위)",
        ),
    )
    confidence: float = hyper(
        2.0,
        0.0,
        4.0,
        symbol=r"\kappa",
        minor=True,
        used_by="acquisition",
        help=Text("weight of the uncertainty", "불확실성에 두는 무게"),
    )

    def waves(self, hunt: Hunt) -> Generator[Wave | None, Array, None]:
        room = Room(hunt.space)
        places = room.scattered(min(2 * hunt.d + 1, hunt.trials), int(hunt.rng.integers(2**32)))
        scores: Array = yield Wave(places, epochs=hunt.epochs)
        shape: Shape | None = None
        fitted_at = 0
        while scores.size < hunt.trials:
            fresh = scores.size <= FITTED or scores.size >= 1.1 * fitted_at
            if fresh or shape is None:
                flat = Levels.of(scores).flat(scores)
                shape, fitted_at = (yield from fitted(places, flat, self.kernel, room.apart, shape)), scores.size
            yield None
            model = self._model(room, places, scores, shape)
            yield None
            place = yield from model.best_place(hunt.rng, room.snap)
            best = places[:, np.argmin(scores)]
            belief = (yield from told(hunt, room, model, best, place)) if hunt.watched else None
            places = np.concatenate([places, place[:, None]], axis=1)
            scores = np.concatenate([scores, (yield Wave(place[:, None], epochs=hunt.epochs, belief=belief))])

    def _model(self, room: Room, places: Array, scores: Array, shape: Shape) -> Surrogate:
        return Surrogate(
            places,
            scores,
            kernel=self.kernel,
            acquisition=self.acquisition,
            explore=getattr(self, ACQUISITIONS[self.acquisition].explore),
            apart=room.apart,
            shape=shape,
        )


def told(hunt: Hunt, room: Room, model: Surrogate, best: Array, place: Array) -> Generator[None, None, Belief]:
    """What a model believes over the one dimension or the first two, the others where the best trial has them."""
    names = tuple(hunt.space.dimensions)[:2]
    even = np.linspace(0.0, 1.0, ALONG[len(names)])
    at = np.stack(np.meshgrid(*[even] * len(names)))
    asked = np.repeat(best[:, None], at[0].size, axis=1)
    asked[: len(names)] = at.reshape(len(names), -1)
    seen = yield from model.view(room.snap(asked))
    mean, sd, gain = (values.reshape(at[0].shape) for values in seen)
    return Belief(names, at, mean, sd, gain, place, model.process.places.shape[1], model.levels.log)
