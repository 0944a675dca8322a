"""Many runs by machine code end as the walk says, whatever is registered. Skipped without the extra `fast`."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Noise, Rule, Schedule, Surface
from optim_core.batch import grid, product, starts
from optim_core.cost import Budget
from optim_core.ends import Ends
from optim_core.many import many
from optim_core.noises.none import NoNoise
from optim_core.record import last
from optim_core.rule import Step
from optim_core.trace.machine import kernel
from optim_core.trace.parts import Parts
from optim_core.trace.program import program
from optim_core.trace.values import values
from optim_core.walk import FAR, Status, walk
from tests.test_many import RULES, SCHEDULES, STRAIGHT, SURFACES, around, assert_the_same, is_exact, rule, surface

pytest.importorskip("llvmlite", reason='the extra "fast" is not installed')


def compared(rule, surface, starts, steps, exactly=False, within=1e-12, **conditions):
    """How many say that the runs end by machine code, once it is what the walk says."""
    mine = many(rule, surface, starts, steps, fast=True, **conditions)
    assert_the_same(mine, Ends.of(last(walk(rule, surface, starts, steps, **conditions))), exactly, within)
    return mine


@pytest.mark.parametrize("kind", RULES)
def test_every_rule_ends_as_the_walk_says(kind):
    for on in ("rosenbrock", "himmelblau", "styblinski-tang"):
        r, s = rule(kind), surface(on)
        compared(r, s, around(s, 42), 40, exactly=not r.branches and is_exact(r, s), within=1e-9)


@pytest.mark.parametrize("on", SURFACES)
def test_on_every_surface_runs_end_as_the_walk_says(on):
    s = surface(on)
    for kind in ("momentum", "adam"):
        compared(rule(kind), s, around(s), 20, tolerance=1.0, within=1e-9)


@pytest.mark.parametrize("kind", STRAIGHT)
def test_a_sweep_over_every_hyperparameter_ends_as_the_walk_says(kind):
    s = surface("beale")
    for name, declared in rule(kind).numbers().items():
        swept, batch = product(rule(kind), **{name: np.linspace(declared.low, declared.high, 5)})
        compared(swept, s, starts(s.begin(), batch), 70, within=1e-9)


@pytest.mark.parametrize("kind", SCHEDULES)
def test_schedules_work_for_many_and_their_settings_may_differ(kind):
    s, schedule = surface("himmelblau"), Schedule.registry[kind]()
    for r in (rule("momentum", lr=0.005), rule("momentum", lr=np.linspace(0.0, 0.02, 24))):
        compared(r, s, around(s), 50, schedules={"lr": schedule}, budget=Budget("gradients", 37))
    name, declared = next(iter(schedule.numbers().items()), ("", None))
    if declared:
        spread = np.linspace(declared.low, declared.high, 24)
        each = schedule.replace(**{name: np.round(spread) if declared.whole else spread})
        compared(rule("momentum", lr=0.005), s, around(s), 30, schedules={"lr": each})


@pytest.mark.parametrize("kind", ["adam", "newton", "random-search"])
def test_luck_is_shared_or_each_runs_own(kind):
    for on, noise in [
        ("rosenbrock", Noise.registry["gaussian"](sigma=0.3)),
        ("rosenbrock", NoNoise()),
        ("rosenbrock", Noise.registry["differences"](form="forward", h=1e-4)),
        ("himmelblau", Noise.registry["mistake"](bug="chain-rule")),
        ("rare-push", Noise.registry["mini-batch"](batch_size=1)),
    ]:
        s = surface(on)
        for seed in (3, range(7, 31)):
            compared(rule(kind), s, around(s), 25, noise=noise, seed=seed, within=1e-9)


@pytest.mark.parametrize("kind", ["gradient-descent", "adam", "random-search"])
def test_tolerances_and_budgets_end_runs_where_the_walk_ends_them(kind):
    s = surface("himmelblau")
    for tolerance in (0.0, 1e-3, 3.0):
        for budget in (None, Budget("gradients", 31), Budget("cost", 1)):
            compared(rule(kind), s, around(s), 150, tolerance=tolerance, budget=budget)


def test_a_gradient_that_is_as_long_as_the_tolerance_is_short_enough():
    s = surface("himmelblau")
    gradients = last(walk(rule("gradient-descent"), s, around(s), 0)).grad
    for tolerance in np.sqrt(np.sum(gradients * gradients, axis=0)):
        for near in (np.nextafter(tolerance, 0.0), tolerance, np.nextafter(tolerance, np.inf)):
            compared(rule("gradient-descent", lr=1e-3), s, around(s), 3, tolerance=near)


def test_runs_that_blow_up_do_so_at_the_same_moment_with_the_same_reason():
    for kind in ("momentum", "newton"):
        for on in ("rosenbrock", "cliff"):
            s, most = surface(on), rule(kind).numbers()["lr"].maximum
            swept, batch = product(rule(kind), lr=np.minimum(np.geomspace(1e-4, 1e4, 200), most))
            mine = compared(swept, s, starts(s.begin(), batch), 120, tolerance=1e-6, within=1e-9)
            assert kind != "momentum" or {Status.RUNNING, Status.FAR_AWAY} <= set(mine.status)


def test_whole_maps_are_bit_for_bit_those_of_the_walk():
    s = surface("himmelblau")
    for kind in ("momentum", "adam", "nesterov"):
        compared(rule(kind, lr=0.01), s, grid(s.domain(), 40, 30), 600, exactly=True)


def test_long_runs_go_on_where_they_were_when_numbers_known_ahead_come_in_parts(monkeypatch):
    monkeypatch.setattr("optim_core.trace.columns.ROOM", 200)
    s = surface("rosenbrock")
    swept, batch = product(rule("adam"), beta1=np.linspace(0.0, 0.99, 40))
    schedules = {"lr": Schedule.registry["cosine"]()}
    compared(swept, s, starts(s.begin(), batch), 90, schedules=schedules)
    noise = Noise.registry["gaussian"](sigma=0.3)
    compared(swept, s, starts(s.begin(), batch), 90, schedules=schedules, noise=noise, seed=range(40), within=1e-9)


def test_a_rule_and_a_surface_written_here_are_compiled_with_no_other_edit():
    class Winding(Rule):
        """Asks for most operations there are, and remembers truth values."""

        registry = {}

        def start(self, x):
            return (x > 0.0,)

        def step(self, x, slots, f, t):
            (right,) = slots
            g = f.grad(x)
            a, b = x
            turn = np.stack((np.sign(a) * np.cbrt(b), np.remainder(a, 0.7) - np.remainder(b, -0.3)))
            rough = np.floor(a) + np.ceil(b) + np.isfinite(g[0]) * 1.0 + (np.isnan(a) | np.isinf(b)) * 1.0
            smooth = np.logaddexp(a, b) + np.log1p(np.abs(a)) + np.arctan2(b, a) + np.hypot(a, b)
            push = np.where(right & ~(g > 1.0), np.clip(g, -0.5, 0.5), np.maximum(-g, np.minimum(g, 0.1)))
            return Step(-0.01 * (push + 0.1 * turn) - 1e-4 * (rough + smooth), (x >= 0.0,), {})

    class Rippled(Surface):
        """A bowl with ripples."""

        registry = {}

        def value(self, p):
            return np.sum(p * p, axis=0) + np.sin(3.0 * p[0]) * np.exp(-np.abs(p[1]))

        def grad(self, p):
            x, y = p
            fading = np.exp(-np.abs(y))
            return np.stack((2.0 * x + 3.0 * np.cos(3.0 * x) * fading, 2.0 * y - np.sign(y) * np.sin(3.0 * x) * fading))

        def domain(self):
            return (-2.0, 2.0, -2.0, 2.0)

    for tolerance in (0.0, 1.5):
        compared(Winding(), Rippled(), around(Rippled(), 66), 60, tolerance=tolerance)


def test_code_is_compiled_once_for_all_numbers(monkeypatch):
    made = []
    compile_one = kernel.lanes
    monkeypatch.setattr(kernel, "lanes", lambda *asked: made.append(asked) or compile_one(*asked))
    s = surface("bowl")
    for lr in (0.01, 0.02):
        compared(rule("adagrad", lr=lr), s, around(s), 12, exactly=True)
    assert len(made) <= 1


def test_a_group_whose_runs_have_all_ended_makes_no_more_updates():
    """Nobody would live to see the end of this one otherwise."""
    update = program(*_asked(rule("momentum"), surface("rosenbrock"))).update
    code = kernel.lanes(update, (), None)
    numbers = {("rule", "lr"): 1.0, ("rule", "momentum"): 0.9, ("surface", "a"): 1.0, ("surface", "b"): 100.0}
    known = {node: np.float64(numbers[n]) for n, node in update.numbers.items()}
    shared = np.array(values(code.shared, known))
    state = np.full((4, kernel.LANES), 2.0)
    status, ended = np.zeros((2, kernel.LANES), dtype=np.int64)
    arrays = (state, shared, state, state, state, status, ended)
    code.run(kernel.LANES, 2**60, 0, FAR, 0.0, *(array.ctypes.data for array in arrays))
    assert set(status) == {Status.FAR_AWAY} and (ended > 0).all() and np.abs(state[:2]).max() <= FAR


def _asked(rule, surface):
    """What a program is asked for."""
    parts = Parts.of(rule, surface, NoNoise(), {})
    return parts, 2, parts.memory(np.zeros((2, 1))), ()
