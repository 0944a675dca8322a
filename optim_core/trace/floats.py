"""An update as straight-line Python on floats: for one run nothing that Python offers is faster.

Python's floats raise where NumPy answers with infinity or NaN; the code then stops before the update in question, and
whoever called it makes that one in NumPy.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from optim_core.trace.tape import Level, Node, ordered
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
}
_TWICE = {  # their arguments stand in them more than once, so these need names
    "maximum": "({0} if {0} >= {1} or {0} != {0} else {1})",
    "minimum": "({0} if {0} <= {1} or {0} != {0} else {1})",
    "sign": "(1.0 if {0} > 0.0 else -1.0 if {0} < 0.0 else 0.0 if {0} == 0.0 else {0})",
}
_CALLED = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "power": "pow"}


def _logaddexp(a: float, b: float) -> float:
    """ln(e^a + e^b), as NumPy has it."""
    if a == b:
        return a + math.log(2.0)
    apart = a - b
    return a + math.log1p(math.exp(-apart)) if apart > 0.0 else b + math.log1p(math.exp(apart))


_NAMES = {name: getattr(math, name) for name in dir(math) if not name.startswith("_")} | {
    "logaddexp": _logaddexp,
    "infinite": math.inf,
}


class Floats(NamedTuple):
    """The compiled loop over updates.

    Attributes:
        loop: takes the point and memory, the constants, a table with a row for each update, and a function that is
            handed the numbers to keep after each, one by one; returns the point and memory it got to.
        constants: nodes worked out once a run; steps: nodes worked out for each step, the columns of the table.
        numbers: the settings on which the table depends.
        source: the code, to be read.
    """

    loop: Callable[..., tuple[float, ...]]
    constants: tuple[Node, ...]
    steps: tuple[Node, ...]
    numbers: tuple[Node, ...]
    source: str


def compiled(update: Update, keep: Sequence[Node]) -> Floats:
    """The loop over an update which keeps the values of `keep`, nodes of the update, of each step."""
    state = [*update.x, *update.memory]
    after = [*update.next_x, *update.next_memory]
    code = _Code(state, [*after, *keep])
    results = [code.text(node) for node in after]
    kept = [f"keep({code.text(node)})" for node in keep]
    row = ", ".join(code.name[node] for node in code.steps)
    names = [code.name[node] for node in state]
    source = "\n".join(
        [
            f"def loop({', '.join([*names, *(code.name[n] for n in code.constants), 'table', 'keep'])}):",
            "    try:",
            f"        for {f'({row},)' if row else '_'} in table:",
            *(f"            {line}" for line in [*code.lines, *kept, *_assigned(names, results)]),
            "    except (ArithmeticError, ValueError):",
            "        pass",
            f"    return ({''.join(f'{name}, ' for name in names)})",
        ]
    )
    scope = dict(_NAMES)
    exec(compile(source, "<traced update>", "exec"), scope)  # noqa: S102 - our own text: names and numbers of a graph
    numbers = tuple(node for node in ordered(code.steps) if node.op == "input" and node.level is Level.RUN)
    return Floats(scope["loop"], tuple(code.constants), tuple(code.steps), numbers, source)


def _assigned(names: Sequence[str], values: Sequence[str]) -> Iterable[str]:
    """Every name its value; all at once if one of the values is another name of the state."""
    pairs = [(name, value) for name, value in zip(names, values, strict=True) if name != value]
    if any(value in names for _, value in pairs):
        return [f"{', '.join(name for name, _ in pairs)} = {', '.join(value for _, value in pairs)}"]
    return [f"{name} = {value}" for name, value in pairs]


class _Code:
    """Lines that work the state's nodes out, each from the ones before it."""

    def __init__(self, state: Sequence[Node], wanted: Sequence[Node]) -> None:
        order = list(ordered(wanted))
        uses = Counter(arg for node in order if node.level is Level.STATE for arg in node.args)
        uses.update(wanted)
        named = set(wanted) | {arg for node in order if node.op in _TWICE for arg in node.args}
        outside = [n for n in order if uses[n] and n.level in (Level.RUN, Level.STEP)]
        self.constants = [node for node in outside if node.level is Level.RUN]
        self.steps = [node for node in outside if node.level is Level.STEP]
        self.name = {node: node.name for node in state}
        self.name |= {node: f"c{i}" for i, node in enumerate(self.constants)}
        self.name |= {node: f"k{i}" for i, node in enumerate(self.steps)}
        self.lines: list[str] = []
        self._written: dict[Node, tuple[str, int]] = {}
        for node in order:
            if node.level is not Level.STATE or node in self.name:
                continue
            text, depth = self._spelt(node)
            if uses[node] > 1 or node in named or depth > DEEPEST:
                self.name[node] = f"v{len(self.lines)}"
                self.lines.append(f"{self.name[node]} = {text}")
            else:
                self._written[node] = text, depth

    def text(self, node: Node) -> str:
        """A node as it stands in an expression."""
        return self._part(node)[0]

    def _part(self, node: Node) -> tuple[str, int]:
        if node.op == "constant":
            return _literal(node.value), 0
        return (self.name[node], 0) if node in self.name else self._written[node]

    def _spelt(self, node: Node) -> tuple[str, int]:
        parts = [self._part(arg) for arg in node.args]
        form = _SPELT.get(node.op) or _TWICE.get(node.op)
        if form is None:
            form = f"{_CALLED.get(node.op, node.op)}({', '.join('{}' for _ in parts)})"
        return form.format(*(text for text, _ in parts)), 1 + max(depth for _, depth in parts)


def _literal(value: float) -> str:
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "infinite" if value > 0 else "(-infinite)"
    return repr(value) if value >= 0 else f"({value!r})"
