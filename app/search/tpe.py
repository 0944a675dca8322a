"""The tree-structured Parzen estimator, as Optuna has it. Here and not in the core, which is NumPy alone."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from optim_core.fields import Array, Text, switch, whole
from optim_core.search.dimension import Dimension, Options
from optim_core.search.strategy import Hunt, Strategy, Wave

if TYPE_CHECKING:
    from optuna import Study
    from optuna.distributions import BaseDistribution


class TPE(Strategy, kind="tpe"):
    """Fits one density to the good tenth of the trials and one to the others; tries where their ratio is largest.

    It models where good trials are and not what they score, so that options and very many trials cost it little.
    """

    order = 80
    title = Text("TPE (Optuna)", "TPE(Optuna)")
    summary = Text(
        "Compares where good and where bad trials lie, and tries where good ones are denser.",
        "좋은 시도가 몰린 곳과 나쁜 시도가 몰린 곳을 견주어, 좋은 쪽이 더 빽빽한 곳을 시험합니다.",
    )
    formula = (
        r"l(u) = p(u \mid y < y_\gamma), \quad g(u) = p(u \mid y \ge y_\gamma)",
        r"u_{n+1} = \mathrm{arg}\max_u l(u) / g(u)",
    )
    source = "Bergstra, Bardenet, Bengio and Kégl, Algorithms for Hyper-Parameter Optimization, NIPS 24, 2011"

    first: int = whole(
        8,
        1,
        30,
        maximum=500,
        symbol="n_0",
        help=Text("trials at random before it begins to compare", "비교를 시작하기 전의 무작위 시도 수"),
    )
    together: bool = switch(
        True,
        help=Text("densities of all settings together, not of each alone", "설정을 따로가 아니라 함께 본 밀도"),
        minor=True,
    )

    def waves(self, hunt: Hunt) -> Generator[Wave, Array, None]:
        study = self._study(int(hunt.rng.integers(2**31)))
        over = {name: _over(of) for name, of in hunt.space.dimensions.items()}
        for _ in range(hunt.trials):
            trial = study.ask(over)
            place = np.array([[trial.params[name]] for name in over], dtype=np.float64)
            score = float((yield Wave(place, epochs=hunt.epochs))[0])
            study.tell(trial, score)

    def _study(self, seed: int) -> Study:
        """In memory; Optuna is loaded here, so that nothing else waits for it."""
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        optuna.logging.disable_default_handler()
        optuna.logging.enable_propagation()
        with warnings.catch_warnings(category=optuna.exceptions.ExperimentalWarning, action="ignore"):
            sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=self.first, multivariate=self.together)
        return optuna.create_study(sampler=sampler)


def _over(dimension: Dimension) -> BaseDistribution:
    """Shares of a dimension: it is even on its own scale already."""
    from optuna.distributions import CategoricalDistribution, FloatDistribution

    if isinstance(dimension, Options):
        return CategoricalDistribution(dimension.shares(list(dimension.options)).tolist())
    return FloatDistribution(0.0, 1.0)
