"""The dimensions of a search as Optuna has them, so that its database says what was really tried."""

from __future__ import annotations

from typing import Any, NamedTuple

from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import Trial

from optim_core.search.dimension import Dimension, Options
from optim_core.search.space import Space

EXACT = 12  # digits behind the point that 1 - x keeps: more are of the subtraction


class Knob(NamedTuple):
    """One setting, and the parameter that stands for it: itself or, on a scale of 1 - x, that difference."""

    setting: str
    parameter: str
    distribution: BaseDistribution
    mirrored: bool = False

    @property
    def whole(self) -> bool:
        """Whether it counts something."""
        return isinstance(self.distribution, IntDistribution)

    def told(self, value: Any) -> Any:
        """A setting as its parameter, and the way back."""
        return round(1.0 - value, EXACT) if self.mirrored else value

    def asked(self, trial: Trial) -> Any:
        """The setting of a trial: the one that it has, or what its sampler makes of it now."""
        match self.distribution:
            case FloatDistribution(low=low, high=high, log=log):
                return self.told(trial.suggest_float(self.parameter, low, high, log=log))
            case IntDistribution(low=low, high=high, log=log):
                return trial.suggest_int(self.parameter, low, high, log=log)
            case CategoricalDistribution(choices=choices):
                return trial.suggest_categorical(self.parameter, choices)
        raise TypeError(self.distribution)


def knobs(space: Space) -> list[Knob]:
    """All of a space."""
    return [_knob(name, dimension) for name, dimension in space.dimensions.items()]


def _knob(name: str, dimension: Dimension) -> Knob:
    if isinstance(dimension, Options):
        return Knob(name, name, CategoricalDistribution(tuple(dimension.options)))
    low, high, log = dimension.low, dimension.high, dimension.scale == "log"
    if dimension.whole:
        return Knob(name, name, IntDistribution(int(low), int(high), log=log))
    if dimension.scale == "mirror":
        ends = round(1.0 - high, EXACT), round(1.0 - low, EXACT)
        return Knob(name, f"1 - {name}", FloatDistribution(*ends, log=True), mirrored=True)
    return Knob(name, name, FloatDistribution(low, high, log=log))
