"""One run by machine code says what the walk says, inner vectors included. Skipped without the extra `fast`."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Noise, Schedule
from optim_core.cost import Budget
from optim_core.noises.none import NoNoise
from optim_core.single import single
from optim_core.walk import Status
from tests.test_formula import TEXTS, formula
from tests.test_trace import STRAIGHT, assert_the_same, columns, drained, rule, surface, traced, walked

pytest.importorskip("llvmlite", reason='the extra "fast" is not installed')


def compared(rule, surface, start, steps, exactly=False, sizes=(100_000,), **conditions):
    """The run by machine code, once it is that of the walk, bit for bit or up to the rounding of exp and the like."""
    mine = traced(rule, surface, start, steps, sizes, fast=True, **conditions)
    theirs = walked(rule, surface, start, steps, **conditions)
    if exactly:
        assert_the_same(mine, theirs)
    assert (mine.first, mine.status, mine.ended) == (theirs.first, theirs.status, theirs.ended)
    a, b = columns(mine), columns(theirs)
    for name, column in b.items():
        size = np.max(np.abs(column), where=np.isfinite(column), initial=0.0)
        np.testing.assert_allclose(a[name], column, rtol=1e-9, atol=1e-9 * size, err_msg=name)
    return mine


@pytest.mark.parametrize("kind", STRAIGHT)
def test_every_rule_takes_the_path_of_the_walk(kind):
    for on in ("rosenbrock", "styblinski-tang"):
        compared(rule(kind), surface(on), surface(on).begin(), 60, sizes=(1, 16, 7))


@pytest.mark.parametrize("name", TEXTS)
def test_a_typed_formula_is_machine_code_as_well(name):
    s = formula(TEXTS[name])
    for kind in ("momentum", "adam"):
        compared(rule(kind, lr=0.02), s, s.begin(), 60)


@pytest.mark.parametrize("kind", ["momentum", "nesterov", "adam", "rmsprop"])
def test_paths_are_bit_for_bit_those_of_the_walk(kind):
    compared(rule(kind), surface("himmelblau"), (1.0, 2.0), 3000, exactly=True)


def test_schedules_noise_tolerance_and_budget_are_as_in_the_walk():
    s, schedules = surface("rosenbrock"), {"lr": Schedule.registry["cosine"]()}
    for noise in (NoNoise(), Noise.registry["gaussian"](sigma=0.2)):
        compared(rule("adam"), s, s.begin(), 90, schedules=schedules, noise=noise, budget=Budget("gradients", 50))
    compared(rule("momentum"), s, s.begin(), 90, schedules={"lr": Schedule.registry["plateau"](patience=2)})
    assert compared(rule("newton"), s, s.begin(), 90, tolerance=1e-3).status == Status.CONVERGED


@pytest.mark.parametrize("bug", ["sign", "factor", "missing-term", "chain-rule"])
def test_wrong_gradients_are_wrong_alike_bit_for_bit(bug):
    noises = Noise.registry["mistake"](bug=bug), Noise.registry["differences"](h=1e-4)
    for noise in noises:
        compared(rule("momentum", lr=1e-4), surface("rosenbrock"), (0.5, 0.3), 300, exactly=True, noise=noise)


def test_a_run_that_blows_up_ends_as_in_the_walk():
    s = surface("rosenbrock")
    for kind in ("gradient-descent", "momentum"):
        assert compared(rule(kind, lr=1.0), s, s.begin(), 200, exactly=True).status.diverged


def test_without_inner_vectors_the_points_are_the_same():
    s = surface("beale")
    plain = drained(single(rule("adam"), s, s.begin(), 100, fast=True))
    assert np.array_equal(plain.x, traced(rule("adam"), s, s.begin(), 100, fast=True).x)
