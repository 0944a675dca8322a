"""What a run asked for. T is the number of its last point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optim_core.claims.words import word
from optim_core.cost import passes

if TYPE_CHECKING:
    from optim_core.claims.path import Path


@word
def gradients(r: Path) -> float:
    """Gradients it asked for."""
    return float(r.spent["grad"])


@word
def values(r: Path) -> float:
    """Loss values it asked for."""
    return float(r.spent["value"])


@word
def hessians(r: Path) -> float:
    """Hessians it asked for."""
    return float(r.spent["hess"])


@word
def epochs(r: Path) -> float:
    """How often it has looked at all of the data; 0 on a surface that is a formula."""
    return r.spent["samples"] / r.surface.rows if r.surface.rows else 0.0


@word
def cost(r: Path) -> float:
    """All that it asked for, in forward passes."""
    return float(passes(r.spent))
