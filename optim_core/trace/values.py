"""The values of nodes in NumPy: what is known before a step, and everything that can be worked out after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.trace.tape import OPERATIONS, Node, ordered


def values(wanted: Iterable[Node], inputs: Mapping[Node, Any]) -> list[Array]:
    """The value of each wanted node; the inputs (or any other nodes) that are given broadcast against each other."""
    wanted = list(wanted)
    known = dict(inputs)
    with np.errstate(all="ignore"):
        for node in ordered(wanted, known):
            if node not in known:
                known[node] = (
                    np.float64(node.value)
                    if node.op == "constant"
                    else OPERATIONS[node.op](*[known[arg] for arg in node.args])
                )
    return [known[node] for node in wanted]
