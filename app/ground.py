"""The heights of a surface as they are drawn."""

from __future__ import annotations

import numpy as np

from optim_core import Surface
from optim_core.fields import Array


def drawn(surface: Surface, values: Array) -> tuple[Array, float]:
    """Values of a surface on the scale that it declares, and what was added before a logarithm was taken."""
    if surface.scale != "log":
        return values, 0.0
    above = values - (surface.floor() or 0.0)
    # The bottom of a logarithmic picture: six decades below the top, or it would be all abyss.
    shift = float(np.nanmax(np.where(np.isfinite(above), above, 0.0))) * 1e-6 or 1e-12
    return np.log10(np.maximum(above, 0.0) + shift), shift
