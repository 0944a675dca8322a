"""An update as NumPy calls that write in place into a few arrays, for a block of runs that fits the processor's cache.

What differs between runs is an array (k,), all else a number without axes, which NumPy takes quickest. Temporaries are
written where one that is no longer needed stood, so that few arrays are touched; the next point never stands where the
point is, so that the last finite one of a run that blows up is at hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from optim_core.graphs import ordered
from optim_core.trace.tape import OPERATIONS, Level, Node, Untraceable
from optim_core.trace.update import Update
from optim_core.walk import FAR

_NAMED = ("maximum", "minimum")  # NumPy wants their place for the result by name


class Inplace(NamedTuple):
    """The compiled loop over updates.

    Attributes:
        loop: takes rows, one for each update: its number, numbers and arrays; what looks at runs that may have blown
            up, and at runs that may have arrived; then point, memory, registers, masks and constants. Makes updates
            until there are no more rows or the first look says so, and returns point, memory and registers.
        numbers, arrays: nodes worked out once a run, those that are one number and those that differ between runs.
        steps: nodes worked out for each step that are one number; lanes: inputs that differ between runs, and
        spread: nodes worked out for each step that differ because settings do.
        registers, masks: how many arrays of numbers and of truth values it needs besides.
        source: the code, to be read.
    """

    loop: Callable[..., tuple[np.ndarray, ...]]
    numbers: tuple[Node, ...]
    arrays: tuple[Node, ...]
    steps: tuple[Node, ...]
    lanes: tuple[Node, ...]
    spread: tuple[Node, ...]
    registers: int
    masks: int
    source: str


def compiled(update: Update, differing: Collection[Node], slope: Node | None) -> Inplace:
    """The loop over an update in which those inputs differ between runs.

    `slope`, a node of the update, is the squared length of the true gradient where runs end by it.
    """
    code = _Code(update, differing, slope)
    if slope is not None:
        code.work_out([slope])
        before = code.all_of([*update.x, *update.memory])
        code.lines.append(f"arrived = not least({code.text(slope)}) > near and arrive(t, {code.text(slope)}, {before})")
    dimensions = len(update.x)
    after = code.moved([*update.next_x, *update.next_memory])
    there = after[:dimensions]
    square = " + ".join(f"dot({name}, {name})" for name in there)
    here = ", ".join(code.text(node) for node in update.x)
    code.lines.append(f"gone = not {square} <= {FAR * FAR!r} and go(t, ({here},), ({', '.join(after)},))")
    names = [*code.state, *code.registers]
    left = [name for name in names if name not in after]
    turned = [(name, value) for name, value in zip(names, [*after, *left], strict=True) if name != value]
    if turned:
        code.lines.append(f"{', '.join(n for n, _ in turned)} = {', '.join(v for _, v in turned)}")
    given = [*names, *code.masks, *(code.name[n] for n in (*code.numbers, *code.arrays))]
    alike, apart = (_listed(code.name[n] for n in nodes) for nodes in (code.steps, [*code.lanes, *code.spread]))
    row = f"t, ({alike}), ({apart})"
    source = "\n".join(
        [
            f"def loop(rows, go, near, arrive, {', '.join(given)}):",
            f"    for {row.replace('()', '_')} in rows:",
            *(f"        {line}" for line in code.lines),
            f"        if gone{' or arrived' * (slope is not None)}: break",
            f"    return ({_listed(names)})",
        ]
    )
    scope = {**OPERATIONS, **code.constants, "dot": np.dot, "least": np.minimum.reduce, "one": np.array(1.0)}
    exec(compile(source, "<traced update>", "exec"), scope)  # noqa: S102 - our own text: names of a graph
    return Inplace(
        scope["loop"],
        tuple(code.numbers),
        tuple(code.arrays),
        tuple(code.steps),
        tuple(code.lanes),
        tuple(code.spread),
        len(code.registers),
        len(code.masks),
        source,
    )


def _listed(names: Iterable[str]) -> str:
    return "".join(f"{name}, " for name in names)


class _Code:
    """Lines that work nodes out, and where each of them stands."""

    def __init__(self, update: Update, differing: Collection[Node], slope: Node | None) -> None:
        self.inputs = state = [*update.x, *update.memory]
        ends = [*update.next_x, *update.next_memory, *([slope] if slope is not None else [])]
        self.order = list(ordered(ends))
        self.state = [node.name for node in state]
        self.name = dict(zip(state, self.state, strict=True))
        self.lines: list[str] = []
        self.registers: list[str] = []
        self.masks: list[str] = []
        self.constants: dict[str, np.ndarray] = {}
        self._truth = _truths(self.order)
        self._differs: set[Node] = set()
        self._ahead: set[Node] = set()  # what differs from step to step, and between runs by their settings only
        for node in self.order:
            if node.level is Level.STATE or node in differing or any(arg in self._differs for arg in node.args):
                self._differs.add(node)
                restless = [arg for arg in node.args if arg.level is Level.STEP and arg in self._differs]
                if node.args and node.level is Level.STEP and self._ahead.issuperset(restless):
                    self._ahead.add(node)
        inside = [node for node in self.order if self._is_inside(node)]
        self._uses = Counter(arg for node in inside for arg in node.args)
        self._uses.update([*ends, *update.x])
        outside = [n for n in self.order if self._uses[n] and n not in inside and n not in self.name]
        run = [node for node in outside if node.level is Level.RUN]
        step = [node for node in outside if node.level is Level.STEP]
        self.numbers = self._called("c", [node for node in run if node not in self._differs])
        self.arrays = self._called("a", [node for node in run if node in self._differs])
        self.steps = self._called("k", [node for node in step if node not in self._differs])
        self.lanes = self._called("l", [node for node in step if node in differing])
        self.spread = self._called("s", [node for node in step if node in self._ahead])
        for node in (n for n in outside if n.level is Level.NEVER):
            self.name[node] = f"n{len(self.constants)}"
            self.constants[self.name[node]] = np.array(node.value)
        self._free: dict[bool, list[str]] = {True: [], False: []}

    def text(self, node: Node) -> str:
        """Where a node stands."""
        return self.name[node]

    def all_of(self, nodes: Sequence[Node]) -> str:
        """Where some stand, as a tuple."""
        return f"({_listed(self.name[node] for node in nodes)})"

    def work_out(self, wanted: Sequence[Node]) -> None:
        """Lines for everything that is wanted and does not stand anywhere yet."""
        for node in ordered(wanted, lambda node: () if node in self.name else node.args):
            if node not in self.name and self._is_inside(node):
                self._written(node)

    def moved(self, after: Sequence[Node]) -> list[str]:
        """Lines for the state after the update; where each number of it stands, nowhere twice."""
        self.work_out(after)
        found: list[str] = []
        for before, node in zip(self.inputs, after, strict=True):
            name = self.name[node]
            stays = node is before and node.name.startswith("m")
            made = self._is_inside(node) and name in (*self.registers, *self.state) and name not in found
            if not stays and not made:
                name = self._register(False)
                self.lines.append(f"multiply({self.name[node]}, one, {name})")
            found.append(name)
        return found

    def _is_inside(self, node: Node) -> bool:
        return bool(node.args) and node.level > Level.RUN and node in self._differs and node not in self._ahead

    def _called(self, letter: str, nodes: list[Node]) -> list[Node]:
        self.name |= {node: f"{letter}{i}" for i, node in enumerate(nodes)}
        return nodes

    def _written(self, node: Node) -> None:
        op, args = node.op, [self.name[arg] for arg in node.args]
        for arg in node.args:
            self._uses[arg] -= 1
        for arg in dict.fromkeys(node.args):
            if self._uses[arg] == 0 and self.name[arg] in (*self.registers, *self.masks, *self.state):
                self._free[self._truth[arg]].append(self.name[arg])
        if op == "where":  # NumPy's only one that cannot write in place
            self.name[node] = f"w{len(self.lines)}"
            self.lines.append(f"{self.name[node]} = where({', '.join(args)})")
            return
        self.name[node] = out = self._register(self._truth[node])
        self.lines.append(f"{op}({', '.join(args)}, {'out=' * (op in _NAMED)}{out})")

    def _register(self, truth: bool) -> str:
        if self._free[truth]:
            return self._free[truth].pop()
        made = self.masks if truth else self.registers
        made.append(f"{'b' if truth else 'r'}{len(made)}")
        return made[-1]


def _truths(order: Sequence[Node]) -> dict[Node, bool]:
    """Which nodes are truth values."""
    found: dict[Node, bool] = {}
    for node in order:
        if not node.args:
            found[node] = False
            continue
        with np.errstate(all="ignore"):
            try:
                kind = OPERATIONS[node.op](*[np.ones(1, bool if found[arg] else float) for arg in node.args]).dtype
            except TypeError as fault:
                raise Untraceable(str(fault)) from None
        found[node] = kind.kind == "b"
    return found
