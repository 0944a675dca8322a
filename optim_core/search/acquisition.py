"""What a place promises, by mean and deviation of its score: larger is better, scores are minimised."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array, Text

# mean (m,), sd (m,), lowest score so far, how much it explores -> promise (m,)
Gain = Callable[[Array, Array, float, float], Array]


def improvement(mean: Array, sd: Array, best: float, xi: float) -> Array:
    """How far below best - xi the score will come on average, where not being below counts 0.

    Mockus, Tiesis, Zilinskas, The application of Bayesian methods for seeking the extremum, 1978.
    """
    below = best - xi - mean
    z = below / np.maximum(sd, _SMALLEST)
    return np.maximum(below * _below(z) + sd * np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi), 0.0)


def probability(mean: Array, sd: Array, best: float, xi: float) -> Array:
    """How likely the score is below best - xi. Kushner, A new method of locating the maximum point, 1964."""
    return _below((best - xi - mean) / np.maximum(sd, _SMALLEST))


def confidence(mean: Array, sd: Array, best: float, kappa: float) -> Array:
    """How far kappa standard deviations below the mean are below the best.

    Srinivas et al., Gaussian process optimization in the bandit setting, 2010.
    """
    return best - mean + kappa * sd


class Acquisition(NamedTuple):
    """A way of weighing what is likely good against what is unknown; `explore`: the setting that says how."""

    title: Text
    formula: tuple[str, ...]  # what is weighed, and what is tried next
    gain: Gain
    explore: str = "xi"


_LOWEST = r"f^* = \min_i \mu(u_i)"

ACQUISITIONS: Mapping[str, Acquisition] = {
    "improvement": Acquisition(
        Text("expected improvement", "기대 개선량(EI)"),
        (
            r"\mathrm{EI} = (f^* - \xi - \mu) \Phi(z) + \sigma \varphi(z), \quad z = (f^* - \xi - \mu) / \sigma",
            _LOWEST,
            r"u_{n+1} = \mathrm{arg}\max_u \mathrm{EI}(u)",
        ),
        improvement,
    ),
    "probability": Acquisition(
        Text("probability of improvement", "개선 확률(PI)"),
        (
            r"\mathrm{PI} = \Phi(z), \quad z = (f^* - \xi - \mu) / \sigma",
            _LOWEST,
            r"u_{n+1} = \mathrm{arg}\max_u \mathrm{PI}(u)",
        ),
        probability,
    ),
    "confidence": Acquisition(
        Text("lower confidence bound", "신뢰 하한(LCB)"),
        (r"\mathrm{LCB} = \mu - \kappa \sigma", r"u_{n+1} = \mathrm{arg}\min_u \mathrm{LCB}(u)"),
        confidence,
        "confidence",
    ),
}

_SMALLEST = 1e-12


def _below(z: Array) -> Array:
    """The share of a normal distribution below z."""
    scaled = (z / -math.sqrt(2.0)).tolist()
    return 0.5 * np.fromiter(map(math.erfc, scaled), dtype=np.float64, count=len(scaled))
