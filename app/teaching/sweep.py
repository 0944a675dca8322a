"""The races of a chart: one a cell, in an order in which their shape is seen early."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.specs import Race
from app.teaching import places
from app.teaching.chart import Chart, named_in
from app.teaching.places import Mistake, Place
from optim_core.claims.relation import Unclear, check, measure

ALONE = 3_000_000  # steps of all cells together where each is walked by itself
ABREAST = 20_000_000  # steps of all runs together, which are walked in batches: lucks always are

Cell = tuple[float, ...]


class Sweep:
    """A chart laid over its race. Raises Mistake where the two do not fit or the work would be too much."""

    def __init__(self, race: Race, chart: Chart) -> None:
        self.chart = chart
        labels = [run.label for run in race.runs if run.label]
        _speaks_of(chart, labels)
        self.runs = {label: [r.label for r in race.runs].index(label) for label in chart.named(labels)}
        axes = [name for name in (chart.over, chart.and_) if name]
        self.axes = [places.place(name, race) for name in axes]
        self.tied = [_bound(name, race) for name in chart.tied]
        self.swept = list(dict.fromkeys(where for where in [*self.axes, *self.tied] if where))
        self._race = race
        self._text = places.document(race, self.swept)
        across, up = chart.across_values, chart.up_values
        self.shape = (len(across), len(up) if up else 1)
        self.cells: list[Cell] = [(v, u) for u in up for v in across] if up else [(v,) for v in across]
        self._afford()
        for index in range(len(self.cells)):  # an axis is tried along its first row and column
            if index < self.shape[0] or index % self.shape[0] == 0:
                self.race(index)

    def values(self, index: int) -> dict[Place, float]:
        """What is put where for one cell."""
        cell = self.cells[index]
        put = {where: value for where, value in zip(self.axes, cell, strict=True) if where}
        for where, said in zip(self.tied, self.chart.tied.values(), strict=True):
            try:
                value = float(measure(said, [], None, **self.chart.known(cell)))
            except (ArithmeticError, ValueError, TypeError) as error:
                raise Mistake(f"{said!r} at {cell}: {error}") from error
            put[where] = math.floor(value) if where.whole and math.isfinite(value) else value
        return put

    def race(self, index: int) -> Race:
        """The race of one cell. Raises Mistake where its values are not allowed."""
        return places.with_values(self._text, self.values(index)) if self.swept else self._race

    def places_of(self, run: int) -> list[Place]:
        """The swept places that a run sees: where there is none, it is the same in every cell."""
        return [where for where in self.swept if where.concerns(self._race, run)]

    @property
    def abreast(self) -> bool:
        """Whether all of its cells can be walked in batches."""
        return all(where.abreast for run in self.runs.values() for where in self.places_of(run))

    @property
    def runs_of_lines(self) -> list[list[int]]:
        """For each line the runs it speaks of; none of them where it is a formula."""
        return [[self.runs[label] for label in named_in(line.measure, self.runs)] for line in self.chart.lines]

    def length(self, index: int) -> int:
        """Steps of one cell: of all of its runs."""
        return self.race(index).longest * max(1, len(self.runs))

    def order(self) -> list[int]:
        """The cells from coarse to fine: both ends of an axis, its middle, its quarters ..."""
        across, up = self.shape

        def fineness(index: int) -> int:
            return max(_fineness(index % across, across), _fineness(index // across, up))

        return sorted(range(len(self.cells)), key=fineness)

    def _afford(self) -> None:
        cells = range(len(self.cells))
        uneven = any(where.path == ("steps",) for where in self.swept)
        walked = sum(map(self.length, cells)) if uneven else self.length(0) * len(cells)
        for work, most in ((0 if self.abreast else walked, ALONE), (walked * self.chart.seeds, ABREAST)):
            if work > most:
                raise Mistake(
                    f"{len(cells)} values x {self.chart.seeds} seeds x {len(self.runs)} runs x "
                    f"{self._race.longest} steps: {work} steps, where one chart may have {most}"
                )


def _fineness(index: int, count: int) -> int:
    """0 for both ends, 1 for what halves the axis, 2 for its quarters ..."""
    if index in (0, count - 1):
        return 0
    return math.ceil(math.log2(count)) - ((index & -index).bit_length() - 1)


def _speaks_of(chart: Chart, labels: Sequence[str]) -> None:
    """Every measure can be worked out for runs of these labels, and what is tied from the swept values alone."""
    said = [(line.measure, labels) for line in chart.lines] + [(tied, []) for tied in chart.tied.values()]
    for expression, runs in said:
        try:
            check(expression, runs, chart.names)
        except Unclear as unclear:
            raise Mistake(f"{expression!r}: {unclear}") from None


def _bound(name: str, race: Race) -> Place:
    where = places.place(name, race)
    if where is None:
        raise Mistake("only settings of the race can be tied to the swept value")
    return where
