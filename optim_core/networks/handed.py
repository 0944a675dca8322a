"""A plane as a surface whose methods are code of their own, trained numbers and all, for whoever takes code away."""

from __future__ import annotations

import functools
import linecache
import weakref
from typing import Any

import numpy as np

from optim_core.fields import Array, Text
from optim_core.networks.bends import BENT, TOLD
from optim_core.networks.jets import Begun, means, scores
from optim_core.networks.plane import Plane
from optim_core.surface import Surface

SOURCE = '''class Handed(Surface):
    """The mean loss of a trained network at its weights w + x first + y second."""
    registry = {}
    title = called

    def value(self, p):
        return means(scores(p, arrays(numbers), unit, bent, 1), np.array(right), loss)[0]

    def grad(self, p):
        return np.array(means(scores(p, arrays(numbers), unit, bent, 3), np.array(right), loss)[1:])

    def hess(self, p):
        *_, xx, xy, yy = means(scores(p, arrays(numbers), unit, bent, 6), np.array(right), loss)
        return np.array([[xx, xy], [xy, yy]])
'''


def arrays(numbers: Any) -> Begun:
    """Lists of numbers as arrays."""
    first, layers = numbers
    return np.array(first), [[np.array(part) for part in layer] for layer in layers]


@functools.lru_cache(maxsize=8)
def _handed(plane: Plane, called: Text) -> type[Surface]:
    first, layers = plane.begun(np.float64)
    unit, bent = BENT[plane.network.unit]
    scope: dict[str, Any] = {
        "__name__": __name__,
        "Surface": Surface,
        "called": called,
        "np": np,
        "arrays": arrays,
        "means": means,
        "scores": scores,
        "unit": unit,
        "bent": bent,
        "loss": TOLD[plane.network.loss],
        "numbers": [_listed(first), [[_listed(part) for part in layer] for layer in layers]],
        "right": plane.marks(np.float64).tolist(),
    }
    name = f"<slice {id(plane)}>"
    exec(compile(SOURCE, name, "exec"), scope)  # noqa: S102 - our own text
    made: type[Surface] = scope["Handed"]
    linecache.cache[name] = (len(SOURCE), None, SOURCE.splitlines(keepends=True), name)
    weakref.finalize(made, linecache.cache.pop, name, None)
    return made


def _listed(part: Array) -> list[Any]:
    listed: list[Any] = part.tolist()
    return listed


def handed(plane: Plane, like: Surface) -> Surface:
    """A plane as such a surface, with the title of another."""
    return _handed(plane, like.title)()
