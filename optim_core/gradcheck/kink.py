"""Whether a function bends at once between two points: a kink spoils a difference across it, however right the code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

HALVINGS = 8
NOISE = 32  # machine epsilons of the values or places, below which a bend is rounding


def kinked(f: Callable[[Any], Any], at: Any, h: Any) -> bool:
    """Whether f, of one number, has a kink between at - h and at + h, as far as its values tell.

    Halving a stretch quarters how far a smooth f leaves its chord, and only halves it where there is a kink: so the
    half that bends most is followed (the middle half too, lest the kink is at its edge) and its last halvings judged.
    A bend that drowns in the rounding of the values, or of the places, is no kink.
    """
    middle, half = at, h
    behind, here, ahead = f(middle - half), f(middle), f(middle + half)
    largest = max(abs(behind), abs(here), abs(ahead))
    steepest = max(abs(ahead - here), abs(here - behind)) / h
    bends = []
    for _ in range(HALVINGS):
        half = half / 2
        left, right = f(middle - half), f(middle + half)
        largest = max(largest, abs(left), abs(right))
        parts = (
            (abs(here - left - (left - behind)), middle - half, (behind, left, here)),
            (abs(right - here - (here - left)), middle, (left, here, right)),
            (abs(ahead - right - (right - here)), middle + half, (here, right, ahead)),
        )
        bend, middle, (behind, here, ahead) = max(parts, key=lambda part: float(part[0]))
        bends.append(bend)
    level = NOISE * np.finfo(np.asarray(h).dtype).eps * (largest + steepest * abs(at))
    return bool(bends[-1] > max(level, bends[HALVINGS // 2 - 1] * 2.0 ** (-1.5 * HALVINGS / 2)))
