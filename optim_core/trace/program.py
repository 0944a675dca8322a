"""Everything that is worked out once for an update, and kept for all runs that differ in their numbers only."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

from optim_core.registry import Declared
from optim_core.surface import Surface
from optim_core.trace import floats, inplace, nested
from optim_core.trace.floats import Floats
from optim_core.trace.inplace import Inplace
from optim_core.trace.machine import kernel
from optim_core.trace.machine.kernel import Lanes, Path
from optim_core.trace.parts import Parts
from optim_core.trace.tape import Node, Untraceable
from optim_core.trace.update import Update, slope, written

KEPT = 512  # programs in memory, each some tens of kilobytes


class Program:
    """An update and its compiled forms, each made when it is first asked for.

    Attributes:
        settled: what it remembers afterwards is nested as what it remembered before, so that it is the next one, too.
    """

    def __init__(self, update: Update, memory: Any) -> None:
        self.update = update
        self.settled = nested.shape(memory) == nested.shape(update.left)
        self._blocks: dict[tuple[frozenset[Node], Node | None], Inplace] = {}
        self._lanes: dict[tuple[frozenset[Node], Node | None], Lanes] = {}
        self._paths: dict[bool, Path] = {}
        self._slope: Node | None = None

    @functools.cached_property
    def path(self) -> Floats:
        """Floats that keep the point only."""
        return floats.compiled(self.update, self.update.next_x)

    @functools.cached_property
    def whole(self) -> Floats:
        """Floats that keep the point and the memory, from which all else can be worked out."""
        return floats.compiled(self.update, (*self.update.next_x, *self.update.next_memory))

    def machine(self, whole: bool) -> Path:
        """Machine code that keeps the point and the memory, or the point only."""
        found = self._paths.get(whole)
        if found is None:
            keep = (*self.update.next_x, *(self.update.next_memory if whole else ()))
            found = self._paths[whole] = kernel.path(self.update, keep)
        return found

    def slope(self, surface: Surface) -> Node:
        """The squared length of the true gradient at the point, for whatever numbers of that surface.

        Raises Untraceable where there is no graph of it.
        """
        if self._slope is None:
            self._slope = slope(self.update, surface)
        return self._slope

    def blocks(self, differing: frozenset[Node], slope: Node | None) -> Inplace:
        """NumPy in place, where those inputs differ between runs, which may end by that slope."""
        found = self._blocks.get((differing, slope))
        if found is None:
            found = self._blocks[differing, slope] = inplace.compiled(self.update, differing, slope)
        return found

    def lanes(self, differing: frozenset[Node], slope: Node | None) -> Lanes:
        """The same as machine code."""
        found = self._lanes.get((differing, slope))
        if found is None:
            found = self._lanes[differing, slope] = kernel.lanes(self.update, differing, slope)
        return found


@dataclasses.dataclass(frozen=True)
class _Question:
    """Two questions are the same if their keys are."""

    key: tuple[Any, ...]
    parts: Parts = dataclasses.field(compare=False)
    dimensions: int = dataclasses.field(compare=False)
    memory: Any = dataclasses.field(compare=False)


def program(parts: Parts, dimensions: int, memory: Any, luck: tuple[Any, ...]) -> Program:
    """The program for what walks, where `luck` are the shapes of the numbers that its noise draws.

    Raises Untraceable, saying why, from then on without another try.
    """
    watching = tuple((name, *_choices(schedule)) for name, schedule in parts.watching.items())
    key = (
        *(_choices(part) for part in (parts.rule, parts.surface, parts.noise)),
        *(tuple(parts.timed), watching, parts.zeros, dimensions, nested.shape(memory), luck),
    )
    found = _program(_Question(key, parts, dimensions, memory))
    if isinstance(found, str):
        raise Untraceable(found)
    return found


@functools.lru_cache(maxsize=KEPT)
def _program(question: _Question) -> Program | str:
    """A program, or why there is none."""
    try:
        return Program(written(question.parts, question.dimensions, question.memory), question.memory)
    except Exception as fault:
        return str(fault)


def _choices(declared: Declared) -> tuple[Any, ...]:
    """What of a rule, surface, noise or schedule is no number: its class and the choices made."""
    return (type(declared), *[getattr(declared, name) for name in _names_of_choices(type(declared))])  # type: ignore[arg-type]


@functools.cache
def _names_of_choices(declared: type[Declared]) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(declared) if f.name not in declared.numbers())  # type: ignore[arg-type]
