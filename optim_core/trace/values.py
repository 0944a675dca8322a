"""The values of nodes in NumPy: what is known before a step, and everything that can be worked out after it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.graphs import ordered
from optim_core.trace.tape import OPERATIONS, Node

Work = tuple[Node, Any, tuple[Node, ...]]


def values(wanted: Iterable[Node], inputs: Mapping[Node, Any]) -> list[Array]:
    """The value of each wanted node; the inputs that are given broadcast against each other."""
    wanted = tuple(wanted)
    constants, work = _plan(wanted)
    known = {**constants, **inputs}
    with np.errstate(all="ignore"):
        for node, operation, args in work:
            known[node] = operation(*[known[arg] for arg in args])
    return [known[node] for node in wanted]


def in_rows(columns: Sequence[Node], inputs: Mapping[Node, Any], rows: int) -> Array:
    """The values of nodes in each of some steps, (rows, columns)."""
    found = np.empty((rows, len(columns)))
    for k, column in enumerate(values(columns, inputs)):
        found[:, k] = column
    return found


@functools.lru_cache(maxsize=2048)
def _plan(wanted: tuple[Node, ...]) -> tuple[Mapping[Node, np.float64], list[Work]]:
    """The constants in wanted nodes, and what is to be done in which order."""
    order = list(ordered(wanted))
    constants = {node: np.float64(node.value) for node in order if node.op == "constant"}
    doing = OPERATIONS | {"power": _powers}
    return constants, [(node, doing[node.op], node.args) for node in order if node.args]


def _powers(base: Any, exponent: Any) -> Any:
    """As `**` has it, which takes a lone exponent of 2 for a product: here it may be one of many."""
    return np.where(np.equal(exponent, 2.0), np.multiply(base, base), np.power(base, exponent))
