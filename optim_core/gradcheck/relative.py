"""How far two gradients are apart, measured by their own size."""

from __future__ import annotations

from typing import Any

import numpy as np

from optim_core.fields import Array


def relative_error(a: Any, b: Any, least: float = 0.0) -> Array:
    """|a - b| / max(|a|, |b|) entry by entry, as in CS231n (neural networks 3, gradient checks).

    Two zeros agree: 0. One of them zero is 1, and two of opposite sign up to 2, whatever their size: where entries may
    be as good as zero `least` is the smallest size that counts. What is not finite agrees with nothing: infinity.
    """
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    with np.errstate(all="ignore"):
        size = np.maximum(np.maximum(np.abs(a), np.abs(b)), least)
        found = np.where(a == b, 0.0, np.abs(a - b) / np.where(size > 0, size, 1.0))
    return np.where(np.isfinite(a) & np.isfinite(b), found, np.inf)


def relative_length(found: Any, true: Any) -> float:
    """|found - true| / |true|, both taken as one long vector: how wrong the gradient is as a whole.

    Not bounded: one ten times too long is 9. Two zeros agree: 0; against a true zero all else is infinitely wrong.
    """
    found, true = np.asarray(found, dtype=np.float64), np.asarray(true, dtype=np.float64)
    with np.errstate(all="ignore"):
        apart, size = float(np.linalg.norm(found - true)), float(np.linalg.norm(true))
    if not np.isfinite(apart) or not np.isfinite(size):
        return np.inf
    return apart / size if size else np.inf if apart else 0.0
