"""The loops around an update in LLVM's assembly: many runs in lanes, and one run that keeps its path."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from optim_core.graphs import ordered
from optim_core.trace.machine import loops
from optim_core.trace.machine.assembly import Assembly
from optim_core.trace.machine.fetched import Fetched
from optim_core.trace.machine.functions import Width
from optim_core.trace.machine.native import function
from optim_core.trace.tape import Level, Node
from optim_core.trace.update import Update

LANES = 32  # runs that go together: enough to fill the processor's vectors while results are waited for
_COUNT, _REAL, _ARRAY = ctypes.c_int64, ctypes.c_double, ctypes.c_void_p


class Lanes(NamedTuple):
    """Compiled code for many runs, of which those that differ in nothing share their numbers.

    Attributes:
        run: takes the number of runs n, a multiple of LANES; updates to be made and the number of the first; how far a
            coordinate may be; the square of a gradient's length that is short enough to stop; and addresses: of the
            state (width, n), of the values of `shared` (k), `own` (k, n), `steps` (updates, k) and `lanes` (updates, k,
            n), of status and moment of the end (n), 64-bit integers. State, status and end are changed in place; a run
            that has ended leaves its point where it ended, and nothing of use in its memory.
        shared, own: nodes worked out once a run, constants among them: one number, or one that differs between runs.
        steps, lanes: nodes worked out for each step, likewise.
        source: the assembly, to be read.
    """

    run: Callable[..., None]
    shared: Sequence[Node]
    own: Sequence[Node]
    steps: Sequence[Node]
    lanes: Sequence[Node]
    source: str


class Path(NamedTuple):
    """Compiled code for one run that keeps what it came by.

    Attributes:
        run: takes the number of updates, the length of a row of what is kept, and addresses: of the state (width),
            changed in place, of the values of `constants` (k) and `steps` (updates, k), and of what is kept, a row of
            updates for each number.
        constants, steps: nodes worked out once a run, and for each step.
        source: the assembly, to be read.
    """

    run: Callable[..., None]
    constants: Sequence[Node]
    steps: Sequence[Node]
    source: str


def lanes(update: Update, differing: Collection[Node], slope: Node | None) -> Lanes:
    """The loop over an update in which those inputs differ between runs.

    `slope`, a node of the update, is the squared length of the true gradient where runs end by it.
    """
    width = Width(LANES)
    before, after = [*update.x, *update.memory], [*update.next_x, *update.next_memory]
    wanted = [*after, *([slope] if slope is not None else [])]
    constants, steps = _outside(wanted)
    (shared, own), (steps, each) = (_parted(nodes, differing) for nodes in (constants, steps))
    shared = [*_literals(wanted), *shared]
    got = Fetched(width)
    once = got.numbers(shared, "c", "shared")
    start = [*got.vectors(before, "p", "state", suffix=".first"), *got.vectors(own, "a", "own")]
    row = [*got.numbers(steps, "k", "steps", "%t"), *got.vectors(each, "l", "lanes", "%t")]
    code = Assembly(width, got.names, wanted)
    results, short = code.results[: len(after)], code.results[-1] if slope is not None else None
    loop = loops.lanes(width, len(update.x), once, start, [*row, *code.lines], results, short)
    source = code.functions + loop
    takes = [*[_COUNT] * 3, _REAL, _REAL, *[_ARRAY] * 7]
    return Lanes(function(source, "lanes", takes), shared, own, steps, each, source)


def path(update: Update, keep: Sequence[Node]) -> Path:
    """The loop over an update which keeps the values of `keep`, nodes of the update, of each step."""
    width = Width(1)
    before, after = [*update.x, *update.memory], [*update.next_x, *update.next_memory]
    constants, steps = _outside([*after, *keep])
    got = Fetched(width)
    once, start = got.numbers(constants, "c", "shared"), got.numbers(before, "p", "state", suffix=".first")
    row = got.numbers(steps, "k", "steps", "%t")
    code = Assembly(width, got.names, [*after, *keep])
    results, kept = code.results[: len(after)], code.results[len(after) :]
    source = code.functions + loops.path(once, start, [*row, *code.lines], results, kept)
    return Path(function(source, "path", [_COUNT, _COUNT, *[_ARRAY] * 4]), constants, steps, source)


def _outside(wanted: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """What comes from outside, for the whole run and for each step."""
    order = list(ordered(wanted))
    used = {*wanted, *(arg for node in order if node.level is Level.STATE for arg in node.args)}
    outside = [node for node in order if node in used]
    return [n for n in outside if n.level is Level.RUN], [n for n in outside if n.level is Level.STEP]


def _literals(wanted: Sequence[Node]) -> list[Node]:
    """Constants of the loop, to be handed to it like settings, exponents apart.

    Written into the code they would lie in memory of their own. Where its address ends as that of a number put aside
    on the stack, the processor takes the two for one, and a step takes twice as long: by chance, in one run of five.
    """
    inside = (node for node in ordered(wanted) if node.level is Level.STATE and node.op != "power")
    return list(dict.fromkeys(arg for node in inside for arg in node.args if arg.level is Level.NEVER))


def _parted(nodes: Sequence[Node], differing: Collection[Node]) -> tuple[list[Node], list[Node]]:
    """Those that are one number, and those that depend on what differs between runs."""
    own = {node for node in nodes if not set(ordered([node])).isdisjoint(differing)}
    return [node for node in nodes if node not in own], [node for node in nodes if node in own]
