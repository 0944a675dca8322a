"""What a study is: an exhibit that is computed but is no race; charts and facts that it declares and then fills."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, Literal, NamedTuple

import numpy as np

from optim_core.fields import Array, Text
from optim_core.registry import Declared, Formula
from optim_core.surface import Pair, Surface

Role = Literal["line", "theory", "spread", "spots", "bars", "steps", "dots", "tiles", "cells", "rings"]
LANES = ("dots", "tiles")
Tone = Literal["good", "fair", "poor", "bad"]
Value = float | str | Text


class Axis(NamedTuple):
    """An axis of a figure; `column` holds its values, and is empty of an axis that the series share: up, but of cells.

    ends: from where to where it goes whatever is found; None as far as what is found.
    each: of an axis across with few places: they are its ticks, and every line has a dot in each.
    titles: what it is by the option of the setting that its figure is `of`, where that changes it.
    names: places that are called otherwise than by their number, which are then its only ticks.
    """

    column: str
    title: Text
    symbol: str = ""
    log: bool = False
    ends: tuple[float, float] | None = None
    each: bool = False
    titles: Mapping[str, Text] = MappingProxyType({})
    names: tuple[tuple[float, str], ...] = ()


class Series(NamedTuple):
    """One column over the axis across, and how it is drawn: a `spread` fills from its column up to that named `to`.

    `theory` is what should come out, drawn apart from what did. What is NaN, in any column, is left out.
    `dots` and `tiles` have a lane of their own in place of a height: a dot wherever the column has a number, such as
    that of a draw; a tile that is coloured by it, which is a place in `names`. So may a cell be.
    by: of spots, and of rings, which are hollow, a column of such places: of each its class.
    like: the column of a series of the same study whose colour it has, for it is of the same thing; columns of one name
        are alike by themselves.
    slot: the number of its colour where that is the same in every study, as of a strategy; else a free one.
    ends, log: of the scale of the colours of cells; None from the least to the most that is found.
    """

    column: str
    title: Text
    role: Role
    to: str = ""
    like: str = ""
    names: tuple[Text, ...] = ()
    slot: int | None = None
    ends: tuple[float, float] | None = None
    log: bool = False
    by: str = ""


class Band(NamedTuple):
    """A strip of the axis up that has a name, such as errors that mean a bug. Either end may be infinite."""

    low: float
    high: float
    title: Text
    tone: Tone


class Figure(NamedTuple):
    """A chart: what it is about, its axes, what is drawn, and the strips behind it.

    Where one series has a lane all have, from the top down, and the axis up is no scale.
    of: the setting, one of choices, whose chosen option is said behind the title.
    equal: both axes of its cells have one unit and are drawn in one scale.
    """

    name: str
    title: Text
    across: Axis
    up: Axis
    series: tuple[Series, ...]
    bands: tuple[Band, ...] = ()
    of: str = ""
    equal: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Everything its rows have, the axes first."""
        each = [
            self.across.column,
            *filter(None, [self.up.column]),
            *(c for s in self.series for c in (s.column, s.to, s.by) if c),
        ]
        return tuple(dict.fromkeys(each))


class Fact(NamedTuple):
    """A figure or word that a study finds; `symbol` is LaTeX. Not shown where nothing was found."""

    title: Text
    symbol: str = ""
    unit: Text | None = None


class Ground(NamedTuple):
    """Where a grounded study stands."""

    surface: Surface
    at: Pair


class Rows(NamedTuple):
    """More rows of one figure: columns of one length, behind those that were there; a column left out is NaN."""

    figure: str
    columns: Mapping[str, Sequence[float] | Array]


class Facts(NamedTuple):
    """What was found; it replaces what was said before under the same name."""

    values: Mapping[str, Value]


class Mark(NamedTuple):
    """A line across a figure at one place of its axis across, such as the best h."""

    figure: str
    at: float
    title: Text


class Done(NamedTuple):
    """So much of the work that `Study.passes` tells of is behind us, besides what was said before."""

    passes: float


Part = Rows | Facts | Mark | Done


class Study(Declared):
    """An exhibit whose settings, figures and facts are declared once; page, API, files and claims are made of that.

    Class attributes:
        grounded: it is about a surface at a point; else it stands alone.
        surface: the kind of the surface that has its settings and shows the same, so that it can be raced on; or none.
        figures: its charts, in the order in which they are read.
        facts: what it finds, by name.
    """

    registry: ClassVar[dict[str, type[Study]]] = {}
    formula: ClassVar[Formula | Mapping[str, Formula]] = ()
    grounded: ClassVar[bool] = False
    surface: ClassVar[str] = ""
    figures: ClassVar[tuple[Figure, ...]]
    facts: ClassVar[Mapping[str, Fact]] = {}

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        """All that it finds, as it finds it; the same for the same settings.

        None is a moment at which it may be stopped: there is one, or a part, at least every 30 ms.
        """
        raise NotImplementedError

    def passes(self, ground: Ground | None) -> float:
        """Its work, in gradients of a formula: told without doing any."""
        raise NotImplementedError

    def holds(self) -> float:
        """The memory that it takes at once, in bytes: told before any work by those that may take much."""
        return 0.0


@dataclasses.dataclass
class Findings:
    """What a study has found: columns (n,) by figure and name, facts by name, marks in the order they came."""

    columns: dict[str, dict[str, Array]]
    facts: dict[str, Value]
    marks: list[Mark]

    @classmethod
    def none(cls, study: type[Study]) -> Findings:
        """What is there before it begins."""
        return cls({f.name: {name: np.empty(0) for name in f.columns} for f in study.figures}, {}, [])

    @classmethod
    def of(cls, study: Study, ground: Ground | None = None) -> Findings:
        """All of it at once."""
        found = cls.none(type(study))
        for part in study.parts(ground):
            found.add(part)
        return found

    def add(self, part: Part | None) -> None:
        """Put one more part to the rest.

        Raises KeyError for a figure or column that the study does not declare, ValueError for columns of two lengths.
        """
        match part:
            case Rows(figure, columns):
                self._extend(self.columns[figure], columns)
            case Facts(values):
                self.facts |= values
            case Mark():
                self.marks.append(part)

    def _extend(self, known: dict[str, Array], columns: Mapping[str, Sequence[float] | Array]) -> None:
        if unknown := columns.keys() - known.keys():
            raise KeyError(f"no column is called {', '.join(sorted(unknown))}; there are {', '.join(known)}")
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1:
            raise ValueError(f"the columns {', '.join(columns)} differ in length")
        missing = np.full(max(lengths, default=0), np.nan)
        for name, before in known.items():
            known[name] = np.concatenate([before, np.asarray(columns.get(name, missing), dtype=np.float64)])
