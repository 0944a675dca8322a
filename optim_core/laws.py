"""What theory says of a rule on a quadratic: from which rate on it blows up, and with which it is quickest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from optim_core.fields import Array, Text

Kind = Literal["stability", "optimum"]
# The settings in question, one array each, by the smallest and the largest curvature of the quadratic, both above 0.
Values = Callable[[Array, Array], tuple[Array, ...]]


class Law(NamedTuple):
    """A statement about settings of a rule, which are constant, on a quadratic without noise.

    Attributes:
        of: the numbers of the rule that it fixes, given the others: one, or several that are best together.
        kind: the edge of stability, or what shrinks the distance to the minimum fastest in the long run.
        name, formula: in words and as LaTeX.
        at: their values, NaN where the law says nothing.
    """

    of: tuple[str, ...]
    kind: Kind
    name: Text
    formula: str
    at: Values


def stable(of: str, formula: str, at: Values) -> Law:
    """The edge behind which a run blows up."""
    return Law((of,), "stability", Text("edge of stability", "안정 한계"), formula, at)


def best(of: tuple[str, ...], name: Text, formula: str, at: Values) -> Law:
    """What is quickest."""
    return Law(of, "optimum", name, formula, at)
