"""The numerical gradient: the value a little further on, less the value here, over the way between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import numpy as np

from optim_core.fields import Array, Text

Kind = Literal["central", "forward", "backward"]
KINDS: dict[Kind, Text] = {
    "forward": Text("forward", "전진차분"),
    "central": Text("central", "중앙차분"),
    "backward": Text("backward", "후진차분"),
}
Function = Callable[[Any], Any]  # from an array of any shape to a number


def quotient(kind: Kind, behind: Any, here: Any, ahead: Any, h: Any) -> Any:
    """The slope that three values say, those not in use may be anything; h is the step to either side."""
    match kind:
        case "forward":
            return (ahead - here) / h
        case "backward":
            return (here - behind) / h
    return (ahead - behind) / (h + h)


def evaluations(kind: Kind, dimensions: int) -> int:
    """How many values a gradient in that many dimensions costs: D + 1, or 2 D for the central one."""
    return 2 * dimensions if kind == "central" else dimensions + 1


def partials(
    f: Function, x: Any, entries: Iterable[int], h: float = 1e-5, kind: Kind = "central", dtype: Any = np.float64
) -> Array:
    """The partial derivatives by some entries of x (counted as if it were flat), in their order; shape (k,).

    `f` sees x in `dtype`, with one entry moved by h; it must not keep or change what it sees. Raises ValueError where
    h is no positive number.
    """
    return np.array(list(one_by_one(f, x, entries, h, kind, dtype)), dtype=dtype)


def one_by_one(
    f: Function, x: Any, entries: Iterable[int], h: float = 1e-5, kind: Kind = "central", dtype: Any = np.float64
) -> Iterator[Any]:
    """The same as they are found, for whoever has something else to do in between."""
    if not 0 < h < np.inf:
        raise ValueError(f"h must be a positive number, not {h}")
    x = np.array(x, dtype=dtype)
    flat, step = x.reshape(-1), x.dtype.type(h)
    here = None if kind == "central" else value(f, x)
    for entry in entries:
        yield quotient(kind, *beside(f, x, flat, entry, step, kind, here), step)


def numerical(f: Function, x: Any, h: float = 1e-5, kind: Kind = "central", dtype: Any = np.float64) -> Array:
    """The gradient of f at x, of the shape of x, by differences of step h in every entry.

    In `dtype` float32 x, h and every answer of f are single precision: whether its inner arithmetic is depends on f.
    The differences are divided by h as it was asked for, as in the course's code.
    """
    return partials(f, x, range(np.size(x)), h, kind, dtype).reshape(np.shape(x))


def value(f: Function, x: Array) -> Any:
    """One value of f in the precision of x. Raises ValueError where it is not one number."""
    found = np.asarray(f(x), dtype=x.dtype)
    if found.size != 1:
        raise ValueError(f"f must answer with one number, not with an array of shape {found.shape}")
    return found.reshape(-1)[0]


def beside(
    f: Function, x: Array, flat: Array, entry: int, h: Any, kind: Kind | None, here: Any
) -> tuple[Any, Any, Any]:
    """The values behind, here and ahead in one entry, as far as the kind needs them; `flat` is a view of x."""
    kept = flat[entry]
    ahead = behind = None
    if kind != "backward":
        flat[entry] = kept + h
        ahead = value(f, x)
    if kind != "forward":
        flat[entry] = kept - h
        behind = value(f, x)
    flat[entry] = kept
    return behind, here, ahead
