"""Which part of a surface to draw, as a request says it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app import limits
from app.declared import Coordinate, Strict


class Window(Strict):
    """A grid of a surface to draw: points per side and the corners; without corners, the surface's own window.

    With the coding "differences" every height is sent as its difference, modulo 2^16, to what its neighbours before
    it in row and column predict: smooth surfaces then compress to a third.
    """

    nx: int = Field(default=101, ge=2, le=limits.GRID)
    ny: int = Field(default=101, ge=2, le=limits.GRID)
    x0: Coordinate | None = None
    x1: Coordinate | None = None
    y0: Coordinate | None = None
    y1: Coordinate | None = None
    coding: Literal["plain", "differences"] = "plain"

    @model_validator(mode="after")
    def _has_an_inside(self) -> Window:
        for low, high in (("x0", "x1"), ("y0", "y1")):
            a, b = getattr(self, low), getattr(self, high)
            if (a is None) != (b is None):
                raise PydanticCustomError("half_a_window", "one edge only", {"field": low, "other": high})
            if a is not None and not b - a > 1e-9 * max(abs(a), abs(b)):
                raise PydanticCustomError("empty_window", "empty", {"field": high, "low": low})
        return self
