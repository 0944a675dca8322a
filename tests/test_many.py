"""Many runs end as the walk says, whatever is registered; whoever has ended is no longer computed."""

from __future__ import annotations

import itertools
import sys
import tracemalloc

import numpy as np
import pytest

from optim_core import Noise, Rule, Schedule, Surface
from optim_core.batch import grid, product, starts
from optim_core.cost import Budget
from optim_core.ends import Ends
from optim_core.graphs import ordered
from optim_core.many import block_by_block, many
from optim_core.noises.none import NoNoise
from optim_core.record import last
from optim_core.rule import Step
from optim_core.single import single
from optim_core.trace import rounds
from optim_core.trace.machine import native
from optim_core.trace.parts import Parts
from optim_core.trace.program import program
from optim_core.walk import Status, walk
from tests.own_surface import Own

RULES, SURFACES, SCHEDULES = (sorted(family.registry) for family in (Rule, Surface, Schedule))
STRAIGHT = [kind for kind in RULES if not Rule.registry[kind].branches]
ROUNDED = {"power", "exp", "expm1", "log", "log1p", "log2", "log10", "exp2", "sin", "cos", "tan", "tanh", "sinh"}
ROUNDED |= {"cosh", "arcsin", "arccos", "arctan", "arctan2", "hypot", "cbrt", "logaddexp"}


def rule(kind, **settings):
    return Rule.registry[kind](**settings)


def surface(kind, **settings):
    return Surface.registry[kind](**settings)


def around(s, runs=24):
    """Starts (2, runs) over the window of a surface."""
    return grid(s.domain(), 6, runs // 6).reshape(2, -1)


def assert_the_same(mine, theirs, exactly=False, within=1e-12):
    assert np.array_equal(mine.status, theirs.status)
    assert np.array_equal(mine.ended, theirs.ended)
    for what, count in theirs.spent.items():
        assert np.array_equal(mine.spent[what], count), what
    for name in ("x", "loss", "grad"):
        a, b = getattr(mine, name), getattr(theirs, name)
        assert a.shape == b.shape
        if exactly:
            assert np.array_equal(a, b, equal_nan=True), name
        else:
            np.testing.assert_allclose(a, b, rtol=within, atol=within * _size(b), err_msg=name)


def _size(column):
    return np.max(np.abs(column), where=np.isfinite(column), initial=0.0)


def compared(rule, surface, starts, steps, exactly=False, within=1e-12, **conditions):
    """How many say that the runs end, once it is what the walk says."""
    mine = many(rule, surface, starts, steps, **conditions)
    assert_the_same(mine, Ends.of(last(walk(rule, surface, starts, steps, **conditions))), exactly, within)
    return mine


def is_exact(rule, surface):
    """Whether an update only adds, subtracts, multiplies, divides, compares and takes roots."""
    parts = Parts.of(rule, surface, NoNoise(), {})
    update = program(parts, 2, parts.memory(np.zeros((2, 1))), ()).update
    return not {node.op for node in ordered([*update.next_x, *update.next_memory])} & ROUNDED


@pytest.mark.parametrize("kind", RULES)
def test_every_rule_ends_as_the_walk_says(kind):
    for on in ("rosenbrock", "himmelblau", "styblinski-tang", "rare-push"):
        r, s = rule(kind), surface(on)
        compared(r, s, around(s), 40, exactly=not r.branches and is_exact(r, s), within=1e-9)


@pytest.mark.parametrize("on", SURFACES)
def test_on_every_surface_runs_end_as_the_walk_says(on):
    s = surface(on)
    for kind in ("momentum", "adam", "random-search"):
        compared(rule(kind), s, around(s), 20, within=1e-9)
        compared(rule(kind), s, around(s), 20, tolerance=1.0, within=1e-9)


@pytest.mark.parametrize("kind", STRAIGHT)
def test_a_sweep_over_every_hyperparameter_ends_as_the_walk_says(kind):
    s = surface("beale")
    for name, declared in rule(kind).numbers().items():
        values = np.linspace(declared.low, declared.high, 5)
        swept, batch = product(rule(kind), **{name: values})
        compared(swept, s, starts(s.begin(), batch), 70, within=1e-9)
    both = list(rule(kind).numbers())[:2]
    swept, batch = product(
        rule(kind), **{name: rule(kind).numbers()[name].high * np.linspace(0, 1, 4) for name in both}
    )
    compared(swept, s, starts(s.begin(), batch), 70, within=1e-9)


@pytest.mark.parametrize("kind", ["adam", "amsgrad", "adamw", "nadam", "radam", "adamax"])
def test_a_cell_of_a_sweep_is_its_run_alone_bit_for_bit(kind):
    """Powers of the settings included: they are taken along the steps, as for a run alone."""
    s = surface("rosenbrock")
    values = {name: np.linspace(0.5, 0.99, 4) for name in ("beta1", "beta2")}
    swept, batch = product(rule(kind), **values)
    mine = many(swept, s, starts(s.begin(), batch), 200, schedules={"lr": Schedule.registry["cosine"]()})
    for at in np.ndindex(batch):
        own = rule(kind, **{name: float(each[k]) for k, (name, each) in zip(at, values.items(), strict=True)})
        alone = single(own, s, s.begin(), 200, schedules={"lr": Schedule.registry["cosine"]()}).advance(201)
        assert np.array_equal(mine.x[:, *at], alone.x[:, -1])


@pytest.mark.parametrize("kind", SCHEDULES)
def test_schedules_work_for_many_and_their_settings_may_differ(kind):
    s, schedule = surface("himmelblau"), Schedule.registry[kind]()
    for r in (rule("momentum", lr=0.005), rule("momentum", lr=np.linspace(0.0, 0.02, 24))):
        compared(r, s, around(s), 50, schedules={"lr": schedule})
        compared(r, s, around(s), 50, schedules={"lr": schedule, "momentum": Schedule.registry["convex-ramp"]()})
        compared(r, s, around(s), 50, schedules={"lr": schedule}, budget=Budget("gradients", 37))
    for name, declared in schedule.numbers().items():
        spread = np.linspace(declared.low, declared.high, 24)
        each = schedule.replace(**{name: np.round(spread) if declared.whole else spread})
        compared(rule("momentum", lr=0.005), s, around(s), 30, schedules={"lr": each})


@pytest.mark.parametrize("kind", ["momentum", "adam", "nadam", "newton", "random-search", "line-search", "lbfgs"])
def test_luck_is_shared_or_each_runs_own(kind):
    for on, noise in [
        ("rosenbrock", Noise.registry["gaussian"](sigma=0.3)),
        ("rosenbrock", NoNoise()),
        ("rosenbrock", Noise.registry["differences"](form="forward", h=1e-4)),
        ("himmelblau", Noise.registry["mistake"](bug="chain-rule")),
        ("diabetes-raw", Noise.registry["mini-batch"](batch_size=8)),
        ("tumours", Noise.registry["mini-batch"](batch_size=3, sampling="with-replacement")),
        ("rare-push", Noise.registry["mini-batch"](batch_size=1)),
    ]:
        s = surface(on)
        for seed in (3, range(7, 31)):
            compared(rule(kind), s, around(s), 25, noise=noise, seed=seed, within=1e-9)


def test_a_run_in_a_batch_with_seeds_of_their_own_is_that_run_alone():
    s, noise = surface("rosenbrock"), Noise.registry["gaussian"](sigma=2.0)
    mine = many(rule("adam"), s, around(s), 40, noise=noise, seed=range(24))
    alone = many(rule("adam"), s, around(s)[:, 5:6], 40, noise=noise, seed=[5])
    assert np.array_equal(mine.x[:, 5:6], alone.x)


@pytest.mark.parametrize("kind", ["gradient-descent", "momentum", "adam", "newton", "random-search"])
@pytest.mark.parametrize("tolerance", [0.0, 1e-3, 3.0])
@pytest.mark.parametrize("budget", [None, Budget("gradients", 31), Budget("cost", 200), Budget("cost", 1)])
def test_tolerances_and_budgets_end_runs_where_the_walk_ends_them(kind, tolerance, budget):
    s = surface("himmelblau")
    conditions = {"tolerance": tolerance, "budget": budget}
    compared(rule(kind), s, around(s), 150, **conditions)
    compared(rule(kind), s, around(s), 0, **conditions)


def test_a_budget_of_epochs_ends_runs_on_data():
    s, noise = surface("diabetes-raw"), Noise.registry["mini-batch"](batch_size=32)
    for schedule in ("cosine", "plateau"):
        conditions = {"budget": Budget("epochs", 3), "noise": noise, "schedules": {"lr": Schedule.registry[schedule]()}}
        assert (compared(rule("momentum"), s, around(s), 100, **conditions).status == Status.SPENT).any()


def test_runs_that_blow_up_do_so_at_the_same_moment_with_the_same_reason():
    rates = np.geomspace(1e-4, 1e4, 60)
    for kind, on in itertools.product(("momentum", "nesterov", "adagrad", "newton"), ("rosenbrock", "chain", "cliff")):
        s = surface(on)
        swept, batch = product(rule(kind), lr=np.minimum(rates, rule(kind).numbers()["lr"].maximum))
        mine = compared(swept, s, starts(s.begin(), batch), 120, tolerance=1e-6, within=1e-9)
        assert kind != "momentum" or mine.diverged.any()


def test_a_point_without_batch_and_batches_of_any_shape_are_as_in_the_walk():
    s, r = surface("himmelblau"), rule("momentum", lr=0.01)
    compared(r, s, (1.0, 2.0), 30, exactly=True)
    compared(r, s, around(s).reshape(2, 2, 3, 4), 30, exactly=True)
    swept = r.replace(lr=np.array([[0.01], [0.02]]), momentum=np.linspace(0.0, 0.9, 12))
    compared(swept, s, starts((1.0, 2.0), (2, 12)), 30, exactly=True)


def test_settings_of_the_surface_may_differ_between_runs():
    s = surface("rosenbrock", b=np.linspace(1.0, 100.0, 24))
    for kind in ("momentum", "newton", "line-search"):
        compared(rule(kind), s, around(surface("rosenbrock")), 40, tolerance=0.1)


def test_blocks_come_one_after_the_other_and_are_the_whole_together(monkeypatch):
    monkeypatch.setattr("optim_core.many.BLOCK", 10)
    s, r = surface("himmelblau"), rule("random-search")
    swept = r.replace(sigma=np.linspace(0.01, 1.0, 24).reshape(4, 6))
    places = around(s).reshape(2, 4, 6)
    compared(swept, s, places, 60, exactly=True)
    parts = list(filter(None, block_by_block(swept, s, places, 60)))
    assert [part for part, _ in parts] == [slice(0, 8), slice(8, 16), slice(16, 24)]
    whole = many(swept, s, places, 60)
    assert np.array_equal(np.concatenate([ends.x for _, ends in parts], axis=1), whole.x.reshape(2, -1))


def test_a_rule_and_a_surface_written_here_run_in_blocks_with_no_other_edit():
    class Restless(Rule):
        """Descent that remembers more after its first step, asks twice, keeps truth values and where it was."""

        registry = {}
        lr: float = Rule.registry["momentum"].numbers()["lr"].low * 1e3

        def step(self, x, slots, f, t):
            g = f.grad(x + 0.01 * f.normal(2)) if not slots else 0.5 * (f.grad(x) + slots[0])
            up = f.uniform(1)[0] > 0.5
            push = np.where(up, np.minimum(f.value(x), 1.0), 0.0)
            pull = slots[3] - x if slots else 0.0 * x
            return Step(-0.001 * g * (1.0 + push / (t + 1.0)) + 1e-3 * pull, (g, (None, push), g > 0.0, x, x), {})

    for conditions in ({"seed": 3}, {"seed": range(24)}, {"tolerance": 1.2}):
        compared(Restless(), Own(), around(Own()), 40, **conditions)


def test_traced_runs_that_have_ended_leave_their_places(monkeypatch):
    """The places that the updates of all rounds have worked on, for runs that end one after the other."""
    worked = []
    make = rounds.Rounds.make

    def counted(self, rows, updates):
        places, t = len(self.state[0]), self.t
        make(self, rows, updates)
        worked.append(places * (self.t - t))

    monkeypatch.setattr(rounds.Rounds, "make", counted)
    s, steps = surface("himmelblau"), 400
    places = grid(s.domain(), 30, 30)
    r = rule("gradient-descent", lr=0.01)
    ends = compared(r, s, places, steps, tolerance=1e-3)
    needed = np.where(ends.ended < 0, steps, ends.ended).sum()
    assert needed < 0.5 * steps * 900
    assert sum(worked) < 1.5 * needed + 900 * rounds.WORTH
    worked.clear()
    sweep, batch = product(rule("momentum"), lr=np.geomspace(1e-4, 10.0, 900))
    ends = compared(sweep, surface("rosenbrock"), starts((-1.2, 1.0), batch), steps)
    assert sum(worked) < 1.5 * np.where(ends.ended < 0, steps, ends.ended).sum()


def test_walked_blocks_stop_once_their_runs_have_ended(monkeypatch):
    monkeypatch.setattr("optim_core.many.BLOCK", 4)

    class Counting(Surface):
        """A bowl that decides by value, and counts the points it is asked about."""

        registry = {}
        asked = 0

        def value(self, p):
            return p[0] * p[0] + p[1] * p[1]

        def grad(self, p):
            Counting.asked += p[0].size
            return 2.0 * p if (p[0] < 1e6).all() else p

        def domain(self):
            return (-2.0, 2.0, -2.0, 2.0)

    places = np.zeros((2, 8))
    places[0, 4:] = 1.0
    ends = many(rule("gradient-descent", lr=0.01), Counting(), places, 50, tolerance=1e-3)
    assert list(ends.ended) == [0] * 4 + [-1] * 4
    assert Counting.asked <= 4 + 4 * 51 + 1


def test_memory_is_that_of_a_block_however_many_runs_and_steps_there_are():
    def peak(runs, steps=20, kind="momentum"):
        s = surface("himmelblau")
        places = np.broadcast_to(np.array(s.begin())[:, None], (2, runs))
        rates = np.linspace(1e-4, 1e-2, runs)
        tracemalloc.start()
        many(rule(kind, lr=rates), s, places, steps)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most - runs * 8 * 10  # ten numbers of the answer

    peak(20_000)
    assert peak(100_000) < 1.5 * peak(20_000)
    assert peak(10_000, steps=2000) < 1.5 * peak(10_000)


def test_mistakes_are_told_at_once():
    s = surface("bowl")
    with pytest.raises(ValueError, match="no number of that name"):
        block_by_block(rule("momentum"), s, (1.0, 1.0), 10, schedules={"form": Schedule.registry["cosine"]()})
    with pytest.raises(ValueError, match="mini-batches need a surface made of data"):
        many(rule("momentum"), s, (1.0, 1.0), 10, noise=Noise.registry["mini-batch"]())
    with pytest.raises(ValueError, match="24 runs need a seed each, or one for all, not 5"):
        many(rule("momentum"), s, around(s), 10, seed=range(5))


def test_without_its_extra_fast_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "llvmlite", None)
    native.binding.cache_clear()
    with pytest.raises(ValueError, match=r'pip install "ravine\[fast\]"'):
        many(rule("momentum"), surface("bowl"), (1.0, 1.0), 10, fast=True)


def test_a_batch_of_no_runs_is_refused():
    with pytest.raises(ValueError, match="a batch has one run at least"):
        many(Rule.registry["adam"](), Surface.registry["bowl"](), np.ones((2, 3, 0)), 5)
