"""A graph in LLVM's assembly, on one number or on a vector with a number for each of some lanes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from optim_core.graphs import ordered
from optim_core.trace.machine.functions import TESTS, Width, definitions
from optim_core.trace.tape import Node

_ARITHMETIC = {"add": "fadd", "subtract": "fsub", "multiply": "fmul", "divide": "fdiv", "negative": "fneg"}
_COMPARED = {
    "less": "olt",
    "less_equal": "ole",
    "greater": "ogt",
    "greater_equal": "oge",
    "equal": "oeq",
    "not_equal": "une",
}
_LOGIC = {"logical_and": "and", "logical_or": "or", "logical_not": "xor"}
_INTRINSIC = {"sqrt": "sqrt", "absolute": "fabs", "floor": "floor", "ceil": "ceil"}


class Assembly:
    """Lines that work nodes out, where names are known for those that come from outside."""

    def __init__(self, width: Width, names: Mapping[Node, str], wanted: Iterable[Node]) -> None:
        self._width, self._names = width, dict(names)
        self._truths: set[Node] = set()
        self._called: dict[str, int] = {}
        self.lines: list[str] = []
        wanted = list(wanted)
        for node in ordered(wanted, lambda node: () if node in self._names else node.args):
            if node not in self._names and node.op != "constant":
                self._names[node] = self._line(self._spelt(node))
                if node.op in _COMPARED or node.op in _LOGIC or node.op in TESTS:
                    self._truths.add(node)
        self.results = [self._number(node) for node in wanted]

    @property
    def functions(self) -> str:
        """Definitions of the functions that the lines call."""
        return definitions(self._called, self._width)

    def _line(self, text: str) -> str:
        name = f"%v{len(self.lines)}"
        self.lines.append(f"{name} = {text}")
        return name

    def _number(self, node: Node) -> str:
        """A node where a number is wanted."""
        if node.op == "constant" and node not in self._names:
            return self._width.literal(node.value)
        if node in self._truths:
            return self._line(f"uitofp {self._width.truth} {self._names[node]} to {self._width.number}")
        return self._names[node]

    def _truth(self, node: Node) -> str:
        """A node where a truth value is wanted."""
        if node in self._truths:
            return self._names[node]
        return self._line(f"fcmp une {self._width.number} {self._number(node)}, {self._width.literal(0.0)}")

    def _spelt(self, node: Node) -> str:
        op, v, m = node.op, self._width.number, self._width.truth
        if op in _LOGIC:
            truths = [self._truth(arg) for arg in node.args] + [self._width.all("i1 true")]
            return f"{_LOGIC[op]} {m} {truths[0]}, {truths[1]}"
        if op == "where":
            return (
                f"select {m} {self._truth(node.args[0])}, {', '.join(f'{v} {self._number(a)}' for a in node.args[1:])}"
            )
        numbers = [self._number(arg) for arg in node.args]
        if op == "power" and node.args[1].op == "constant" and node.args[1].value == 2.0:
            op, numbers = "multiply", [numbers[0], numbers[0]]  # as NumPy has it for `**`
        if op in _ARITHMETIC:
            return f"{_ARITHMETIC[op]} {v} {', '.join(numbers)}"
        if op in _COMPARED:
            return f"fcmp {_COMPARED[op]} {v} {', '.join(numbers)}"
        given = ", ".join(f"{v} {number}" for number in numbers)
        if op in _INTRINSIC:
            return f"call {v} @llvm.{_INTRINSIC[op]}.{self._width.suffix}({given})"
        self._called[op] = len(numbers)
        return f"call {m if op in TESTS else v} @each.{op}({given})"
