"""Each cell of a map is its run alone, bit for bit: every optimizer, basins and sweeps, with schedules and noise."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Noise, Rule, Schedule, Surface
from optim_core.batch import grid, starts
from optim_core.ends import Ends
from optim_core.many import block_by_block
from optim_core.maps.axis import Axis
from optim_core.maps.order import levels
from optim_core.single import single

RULES = sorted(Rule.registry)
STEPS, CELLS = 30, 3  # of each run; looked at of each map
LUCK = np.random.default_rng(6)


def rule(kind, **settings):
    return Rule.registry[kind](**settings)


def surface(kind, **settings):
    return Surface.registry[kind](**settings)


def schedule(kind, **settings):
    return Schedule.registry[kind](**settings)


def drawn(columns, rows, run):
    """The ends of all cells, put together as a map is drawn: level by level, each a batch of its own."""
    whole = Ends.empty(2, columns * rows)
    for _, cells in levels(columns, rows):
        for some, ends in filter(None, run(cells)):
            whole.put(cells[some], ends)
    return whole


def assert_alone(ends, cell, r, s, start, **conditions):
    """A cell ends as its run alone."""
    alone = single(r, s, start, STEPS, **conditions)
    while (stretch := alone.advance(STEPS + 1)) is not None:
        end = stretch
    assert np.array_equal(ends.x[:, cell], end.x[:, -1])
    assert np.array_equal(ends.grad[:, cell], end.grad[:, -1], equal_nan=True)
    assert np.array_equal(ends.loss[cell], end.loss[-1], equal_nan=True)
    assert (ends.status[cell], ends.ended[cell]) == (end.status, end.ended)
    assert {what: count[cell] for what, count in ends.spent.items()} == {w: c[-1] for w, c in end.spent.items()}


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("told", ["calm", "driven"])
def test_a_cell_of_a_basin_is_its_run_alone(kind, told):
    r, s = rule(kind), surface("himmelblau")
    driven = {name: schedule("cosine") for name in ("lr",) if name in r.numbers()}
    luck = {"schedules": driven, "noise": Noise.registry["gaussian"](sigma=0.5), "seed": 3}
    conditions = {"tolerance": 1e-3} | (luck if told == "driven" else {})
    columns, rows = 34, 5  # two levels
    x = grid(s.domain(), columns, rows).reshape(2, -1)
    ends = drawn(columns, rows, lambda cells: block_by_block(r, s, x[:, cells], STEPS, **conditions))
    for cell in LUCK.choice(columns * rows, CELLS, replace=False).tolist():
        row, column = divmod(cell, columns)
        start = (np.linspace(-6.0, 6.0, columns)[column], np.linspace(-6.0, 6.0, rows)[row])
        assert_alone(ends, cell, r, s, start, **conditions)


def swept(r, s, axes, timed=None, **conditions):
    """A sweep over two numbers, of the rule, of its schedules ("lr.gamma") or of the surface, drawn cell by cell."""
    (a, across), (b, up) = axes
    columns, rows = len(across.values), len(up.values)

    def parts(values):
        on, by, under = s, r, dict(timed or {})
        for name, value in values.items():
            owner, _, number = name.rpartition(".")
            if owner == "surface":
                on = on.replace(**{number: value})
            elif owner:
                under[owner] = under[owner].replace(**{number: value})
            else:
                by = by.replace(**{name: value})
        return by, on, under

    def run(cells):
        row, column = np.divmod(cells, columns)
        by, on, under = parts({a: np.array(across.values)[column], b: np.array(up.values)[row]})
        return block_by_block(by, on, starts(s.begin(), cells.shape), STEPS, schedules=under, **conditions)

    ends = drawn(columns, rows, run)
    for cell in LUCK.choice(columns * rows, CELLS, replace=False).tolist():
        row, column = divmod(cell, columns)
        by, on, under = parts({a: across.values[column], b: up.values[row]})
        assert_alone(ends, cell, by, on, s.begin(), schedules=under, **conditions)


@pytest.mark.parametrize("kind", RULES)
def test_a_cell_of_a_sweep_over_the_numbers_of_an_optimizer_is_its_run_alone(kind):
    r, s = rule(kind), surface("rosenbrock")
    numbers = dict(r.numbers()) | {"surface.b": s.numbers()["b"]}
    first, *others = numbers
    second = others[len(others) // 2]
    swept(r, s, [(name, Axis.of(numbers[name], 7)) for name in (first, second)], tolerance=1e-3)


@pytest.mark.parametrize("kind", [kind for kind in RULES if "lr" in rule(kind).numbers()])
def test_a_cell_of_a_sweep_over_a_schedule_and_the_surface_is_its_run_alone(kind):
    s, halving = surface("ravine"), schedule("step", step_size=7)
    axes = [("surface.kappa", Axis.of(s.numbers()["kappa"], 7)), ("lr.gamma", Axis.of(halving.numbers()["gamma"], 7))]
    swept(rule(kind), s, axes, {"lr": halving})
