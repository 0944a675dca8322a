"""A formula as a graph of operations in which equal ones are the same one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from optim_core.graphs import ordered


class Term:
    """A number ("constant", named or not), an input, or an operation on others; compared by identity.

    Operations have the names of NumPy's functions, and a few of their own that are spelt out in the end (`lower`).
    """

    __slots__ = ("args", "graph", "name", "op", "value")

    def __init__(self, graph: Graph, op: str, args: tuple[Term, ...], name: str, value: float) -> None:
        self.graph, self.op, self.args, self.name, self.value = graph, op, args, name, value


class Graph:
    """Where terms are kept, so that the same question has the same answer."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Term] = {}
        self._place: dict[Term, int] = {}

    def constant(self, value: float, name: str = "") -> Term:
        """A number, which may have a name (pi)."""
        return self._kept("constant", (), name, float(value))

    def input(self, name: str) -> Term:
        """A variable or letter."""
        return self._kept("input", (), name, 0.0)

    def apply(self, op: str, *args: Term) -> Term:
        """An operation, as it stands."""
        return self._kept(op, args, "", 0.0)

    def place(self, term: Term) -> int:
        """Its number in the order in which terms were made."""
        return self._place[term]

    def _kept(self, op: str, args: tuple[Term, ...], name: str, value: float) -> Term:
        key = (op, args, name, repr(value))  # 0.0 == -0.0, yet they divide differently
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Term(self, op, args, name, value)
            self._place[found] = len(self._place)
        return found


def inputs(wanted: Iterable[Term]) -> frozenset[str]:
    """The names of the inputs that terms depend on."""
    return frozenset(term.name for term in ordered(wanted) if term.op == "input")
