"""Round numbers: the levels of a contour picture and the ticks of its axes, as `static/js/traces` chooses them."""

from __future__ import annotations

import math

import numpy as np

from app.formulas import plain
from optim_core.fields import Array

BANDS = 14
_STEPS = (0.05, 0.1, 0.2, 0.25, 1 / 3, 0.5, 1.0)
_FAR, _FINE = 1e5, 1e-4  # numbers beyond, and steps below, are written with an exponent
_DECADES = 4.5  # deeper than this below the top a logarithmic picture is one band: a grid cannot show a pit


def levels(heights: Array, scale: str) -> Array:
    """The levels of drawn heights, rising; `scale` is the surface's."""
    low, high = float(np.min(heights)), float(np.max(heights))
    bottom = max(low, high - _DECADES) if scale == "log" else low
    span = (high - bottom) or 1.0
    step = next(size for size in _STEPS if span / size <= BANDS) if scale == "log" else round_step(span, BANDS)
    first = math.floor(bottom / step + 1e-9) + 1
    last = max(first, math.ceil(high / step - 1e-9) - 1)
    return np.arange(first, last + 1, dtype=np.float64) * step


def round_step(span: float, count: float) -> float:
    """A round step of which about `count` fill `span`."""
    rough = span / max(1.0, count)
    base = 10.0 ** math.floor(math.log10(rough))
    return base * next((lead for lead in (1, 2, 5) if rough / base <= lead), 10)


def ticks(low: float, high: float, count: float) -> list[tuple[float, str]]:
    """About `count` places of a linear axis, each with its number as a reader writes it."""
    step = round_step(high - low, count)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    far = max(abs(low), abs(high)) >= _FAR or step < _FINE
    places = [k * step for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]
    said = [plain(float(f"{at:.4g}")) if far else f"{at:.{digits}f}" for at in places]
    return [(at, label.replace("-", "−")) for at, label in zip(places, said, strict=True)]
