"""An update as straight-line Python on floats: for one run nothing that Python offers is faster.

Python's floats raise where NumPy answers with infinity or NaN; the code then stops before the update in question, and
whoever called it makes that one in NumPy.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from optim_core.graphs import ordered
from optim_core.trace.tape import OPERATIONS, Level, Node
from optim_core.trace.update import Update

DEEPEST = 20  # brackets in one expression; what is deeper gets a name

_SPELT = {
    "add": "({} + {})",
    "subtract": "({} - {})",
    "multiply": "({} * {})",
    "divide": "({} / {})",
    "remainder": "({} % {})",
    "reciprocal": "(1.0 / {})",
    "negative": "(-{})",
    "absolute": "abs({})",
    "less": "({} < {})",
    "less_equal": "({} <= {})",
    "greater": "({} > {})",
    "greater_equal": "({} >= {})",
    "equal": "({} == {})",
    "not_equal": "({} != {})",
    "logical_and": "({} and {})",
    "logical_or": "({} or {})",
    "logical_not": "(not {})",
    "where": "({1} if {0} else {2})",
    "floor": "float(floor({}))",
    "ceil": "float(ceil({}))",
    "sqrt": "sqrt({})",
}
_TWICE = {  # their arguments stand in them more than once, so these need names
    "maximum": "({0} if {0} >= {1} or {0} != {0} else {1})",
    "minimum": "({0} if {0} <= {1} or {0} != {0} else {1})",
    "sign": "(1.0 if {0} > 0.0 else -1.0 if {0} < 0.0 else 0.0 if {0} == 0.0 else {0})",
}
_NAMES: dict[str, Any] = {
    "sqrt": math.sqrt,
    "floor": math.floor,
    "ceil": math.ceil,
    "nan": math.nan,
    "infinite": math.inf,
}
_NAMES |= {name: function for name, function in OPERATIONS.items() if name not in _NAMES}


class Floats(NamedTuple):
    """The compiled loop over updates.

    Attributes:
        loop: takes the point and memory, the constants, `rows` (the number of each update, what is known of its step)
            and a list to be filled for each number to keep; returns how many updates it made, and the point and memory
            after them, or nothing if it had to stop.
        constants: nodes worked out once a run; steps: nodes worked out for each step.
        numbers: the settings on which the steps depend.
        source: the code, to be read.
    """

    loop: Callable[..., tuple[int, tuple[float, ...]]]
    constants: tuple[Node, ...]
    steps: tuple[Node, ...]
    numbers: tuple[Node, ...]
    source: str


def compiled(update: Update, keep: Sequence[Node]) -> Floats:
    """The loop over an update which keeps the values of `keep`, nodes of the update, of each step."""
    code = _Code((*update.x, *update.memory), (*update.next_x, *update.next_memory), keep)
    names = [node.name for node in code.state]
    lists = [f"kept{k}" for k in range(len(keep))]
    row = ", ".join(["i", *(code.name[node] for node in code.steps)])
    source = "\n".join(
        [
            f"def loop({', '.join([*names, *(code.name[n] for n in code.constants), 'rows', *lists])}):",
            "    i = -1",
            "    try:",
            f"        for {row} in rows:",
            *(f"            {line}" for line in code.lines()),
            *(f"            {name}[i] = {code.text(node)}" for name, node in zip(lists, keep, strict=True)),
            *(f"            {line}" for line in code.last()),
            "    except (ArithmeticError, ValueError):",
            "        return i, ()",
            f"    return i + 1, ({''.join(f'{name}, ' for name in names)})",
        ]
    )
    scope = dict(_NAMES)
    exec(compile(source, "<traced update>", "exec"), scope)  # noqa: S102 - our own text: names and numbers of a graph
    numbers = tuple(node for node in ordered(code.steps) if node.op == "input" and node.level is Level.RUN)
    return Floats(scope["loop"], tuple(code.constants), tuple(code.steps), numbers, source)


class _Code:
    """Lines that work the state after an update out of the one before, and what is left to do at their end."""

    def __init__(self, state: Sequence[Node], after: Sequence[Node], keep: Sequence[Node]) -> None:
        self.state, self._after, self._keep = state, after, keep
        order = list(ordered((*after, *keep)))
        outside = Counter(arg for node in order if node.level is Level.STATE for arg in node.args)
        outside.update((*after, *keep))
        self.constants = [n for n in order if outside[n] and n.level is Level.RUN]
        self.steps = [n for n in order if outside[n] and n.level is Level.STEP]
        self.name = {node: node.name for node in state}
        self.name |= {node: f"c{k}" for k, node in enumerate(self.constants)}
        self.name |= {node: f"k{k}" for k, node in enumerate(self.steps)}
        self._lined = self._choose_lines([n for n in order if n.level is Level.STATE and n.op != "input"], outside)
        self.name |= {node: f"v{k}" for k, node in enumerate(self._lined)}
        self._take_over_names()

    def lines(self) -> Iterator[str]:
        """An assignment for each number that gets a name, after those it needs."""
        for node in self._lined:
            yield f"{self.name[node]} = {self._spelt(node)}"

    def last(self) -> Iterator[str]:
        """What gives the state its values for the next update, all at once."""
        pairs = [(before.name, self.text(node)) for before, node in zip(self.state, self._after, strict=True)]
        pairs = [(name, value) for name, value in pairs if name != value]
        if pairs:
            yield f"{', '.join(name for name, _ in pairs)} = {', '.join(value for _, value in pairs)}"

    def text(self, node: Node) -> str:
        """A number as it stands in an expression."""
        if node.op == "constant":
            return _literal(node.value)
        return self.name.get(node) or self._spelt(node)

    def _spelt(self, node: Node) -> str:
        parts = [self.text(arg) for arg in node.args]
        form = _SPELT.get(node.op) or _TWICE.get(node.op)
        # All other functions are NumPy's: those of Python differ in the last digit, and a run alone is to be its cell.
        return form.format(*parts) if form else f"float({node.op}({', '.join(parts)}))"

    def _choose_lines(self, order: Sequence[Node], uses: Counter[Node]) -> list[Node]:
        """The numbers that get a name: those needed more than once, wanted in the end, or deep in brackets."""
        named = {*self._after, *self._keep, *(arg for node in order if node.op in _TWICE for arg in node.args)}
        depth: dict[Node, int] = {}
        lined = []
        for node in order:
            depth[node] = 1 + max(depth.get(arg, 0) for arg in node.args)
            if uses[node] > 1 or node in named or depth[node] > DEEPEST:
                depth[node] = 0
                lined.append(node)
        return lined

    def _take_over_names(self) -> None:
        """Let a number of the next state have its name in the state at once where nobody reads the old one any more."""
        last_read = {leaf: k for k, node in enumerate(self._lined) for leaf in self._read(node.args)}
        last_read |= {leaf: len(self._lined) for leaf in self._read((*self._after, *self._keep)) if leaf.op == "input"}
        place = {node: k for k, node in enumerate(self._lined)}
        for before, node in zip(self.state, self._after, strict=True):
            if node in place and last_read.get(before, -1) <= place[node] and self.name[node].startswith("v"):
                self.name[node] = before.name

    def _read(self, nodes: Sequence[Node]) -> Iterator[Node]:
        """The names that stand in the expressions of nodes."""
        for node in nodes:
            if node in self.name:
                yield node
            else:
                yield from self._read(node.args)


def _literal(value: float) -> str:
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "infinite" if value > 0 else "(-infinite)"
    return repr(value) if value >= 0 else f"({value!r})"
