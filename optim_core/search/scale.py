"""The scales on which a number is searched: where a share from 0 to 1 of its range lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array, Scale, Text

DIGITS = 3  # of a setting that is tried: what is found can be said and typed


class Warp(NamedTuple):
    """A scale: `over` leads from numbers to where they lie evenly, `back` returns; (n,) both ways.

    short: the number of few digits next to one.
    """

    title: Text
    over: Callable[[Any], Any]
    back: Callable[[Any], Any]
    short: Callable[[float], float]


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _short_below_one(value: float) -> float:
    """0.9975 and not 0.998: the distance from 1 has the digits."""
    return float(f"{1.0 - _short(1.0 - value):.12g}")


def _same(value: Array) -> Array:
    return value


WARPS: Mapping[Scale, Warp] = {
    "linear": Warp(Text("linear", "선형"), _same, _same, _short),
    "log": Warp(Text("logarithmic", "로그"), np.log, np.exp, _short),
    "mirror": Warp(
        Text("logarithmic in 1 - x", "1 - x의 로그"),
        lambda value: -np.log1p(-np.asarray(value)),
        lambda place: -np.expm1(-np.asarray(place)),
        _short_below_one,
    ),
}
