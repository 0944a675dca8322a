"""What holds for every optimizer, surface and noise, whatever is registered: the promises of the core."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from optim_core import Noise, Rule, Schedule, Surface
from optim_core.batch import grid, product, starts
from optim_core.many import many
from optim_core.probe import Probe
from optim_core.record import Trace, every, last
from optim_core.single import single
from optim_core.walk import FAR, Status, walk

RULES = sorted(Rule.registry)
SURFACES = sorted(Surface.registry)
LANDSCAPES = ("ravine", "rosenbrock", "himmelblau", "bounded-monkey-saddle")
CALM = Noise.registry["none"]()


def rule(kind, **settings):
    return Rule.registry[kind](**settings)


def surface(kind, **settings):
    return Surface.registry[kind](**settings)


def same(a, b):
    return np.array_equal(a, b, equal_nan=True)


def count(spent, index):
    return {what: int(np.broadcast_to(n, index.shape)[tuple(index.at)]) for what, n in spent.items()}


@dataclasses.dataclass
class Cell:
    """One run of a batch."""

    shape: tuple[int, ...]
    at: tuple[int, ...]


def assert_a_cell_equals_its_run(batch, cell, alone):
    """Bit for bit: path, loss, gradient norm, counts, status, inner vectors, as far as the single run goes."""
    n, index = len(alone.x), (..., *cell.at)
    assert same(batch.x[:n][index], alone.x[..., 0])
    assert same(batch.loss[:n][index], alone.loss[..., 0])
    assert same(batch.grad_norm[:n][index], alone.grad_norm[..., 0])
    assert same(batch.x[n:][index], np.broadcast_to(alone.x[-1, :, 0], batch.x[n:][index].shape)), "frozen"
    assert batch.last.status[cell.at] == alone.last.status[0]
    assert batch.last.ended[cell.at] == alone.last.ended[0]
    assert count(batch.last.spent, cell) == count(alone.last.spent, Cell((1,), (0,)))


@pytest.mark.parametrize("on", LANDSCAPES)
@pytest.mark.parametrize("kind", RULES)
def test_a_batch_equals_its_single_runs_exactly(kind, on):
    s = surface(on)
    points = np.array(grid(s.domain(), 4, 3))
    batch = Trace.of(walk(rule(kind), s, points, 25, seed=3))
    for at in np.ndindex(3, 4):
        alone = Trace.of(walk(rule(kind), s, points[(..., *at)], 25, seed=3))
        assert_a_cell_equals_its_run(batch, Cell((3, 4), at), alone)


@pytest.mark.parametrize("kind", SURFACES)
def test_a_batch_on_any_surface_equals_its_single_runs_exactly(kind):
    s = surface(kind)
    points = np.array(grid(s.domain(), 5, 4))
    for name in ("adam", "newton", "line-search"):
        batch = Trace.of(walk(rule(name), s, points, 15))
        for at in np.ndindex(4, 5):
            alone = Trace.of(walk(rule(name), s, points[(..., *at)], 15))
            assert_a_cell_equals_its_run(batch, Cell((4, 5), at), alone)


@pytest.mark.parametrize(("kind", "name"), [(k, n) for k in RULES for n in rule(k).numbers()])
def test_a_sweep_over_a_hyperparameter_equals_its_runs_exactly(kind, name):
    setting = rule(kind).numbers()[name]
    values = np.linspace(setting.low, setting.high, 5)
    values = np.rint(values) if setting.whole else values
    swept, shape = product(rule(kind), **{name: values})
    s = surface("rosenbrock")
    batch = Trace.of(walk(swept, s, starts(s.begin(), shape), 25, seed=1))
    for i, value in enumerate(values):
        alone = Trace.of(walk(rule(kind, **{name: float(value)}), s, s.begin(), 25, seed=1))
        assert_a_cell_equals_its_run(batch, Cell(shape, (i,)), alone)


def test_a_product_of_two_hyperparameters_equals_its_runs_exactly():
    s = surface("ravine")
    swept, shape = product(rule("momentum"), lr=[0.001, 0.01, 0.1], momentum=[0.0, 0.9])
    batch = Trace.of(walk(swept, s, starts(s.begin(), shape), 40))
    assert shape == (3, 2)
    for i, lr in enumerate((0.001, 0.01, 0.1)):
        for j, mu in enumerate((0.0, 0.9)):
            alone = Trace.of(walk(rule("momentum", lr=lr, momentum=mu), s, s.begin(), 40))
            assert_a_cell_equals_its_run(batch, Cell(shape, (i, j)), alone)


def test_a_product_over_something_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="form"):
        product(rule("momentum"), form=[1.0])


@pytest.mark.parametrize("kind", RULES)
def test_inputs_are_left_alone(kind):
    """Every array a rule is handed is read-only: writing into one would raise."""
    s = surface("himmelblau")
    start = np.array([1.0, 1.0])
    start.setflags(write=False)
    rehearsal = walk(Locked(rule(kind)), s, start, 12)
    assert len(list(rehearsal)) == 13
    assert start.tolist() == [1.0, 1.0]


class Locked(Rule):
    """A rule whose inputs are locked before every step; unregistered, it stands in for the one it wraps."""

    registry = {}

    def __init__(self, inner):
        object.__setattr__(self, "inner", inner)

    def over(self, shape):
        return Locked(self.inner.over(shape))

    def numbers(self):
        return {}

    def start(self, x):
        return self.inner.start(x)

    def step(self, x, slots, f, t):
        for array in (x, *(a for a in slots if isinstance(a, np.ndarray))):
            array.setflags(write=False)
        g = f.grad(x)
        g.setflags(write=False)
        return self.inner.step(x, slots, f, t)


@pytest.mark.parametrize("kind", RULES)
def test_what_a_rule_declares_to_show_is_shown(kind):
    s = surface("rosenbrock")
    batch = np.array(grid(s.domain(), 3, 2))
    shapes = {"arrow": (2, 2, 3), "point": (2, 2, 3), "axes": (2, 2, 3), "bar": (2, 3)}
    moments = list(walk(rule(kind), s, batch, 6))
    assert moments[0].show == {}
    assert rule(kind).shows, "a rule has something to show"
    for moment in moments[1:]:
        assert set(moment.show) == set(rule(kind).shows)
        for name, vector in rule(kind).shows.items():
            assert np.broadcast_shapes(np.shape(moment.show[name]), shapes[vector.shape]) == shapes[vector.shape], name
            assert (
                np.shape(moment.show[name])[: 0 if vector.shape == "bar" else 1]
                == shapes[vector.shape][: 0 if vector.shape == "bar" else 1]
            )


class Counted:
    """An objective that counts for itself what it is asked, run by run of a batch of one."""

    def __init__(self, inner):
        self.inner = inner
        self.counts = {"value": 0, "grad": 0, "hess": 0}

    def value(self, p):
        self.counts["value"] += 1
        return self.inner.value(p)

    def grad(self, p):
        self.counts["grad"] += 1
        return self.inner.grad(p)

    def hess(self, p):
        self.counts["hess"] += 1
        return self.inner.hess(p)


class Counting(Noise):
    """Noise that adds nothing but a count."""

    registry = {}

    def draws(self, surface, seed):
        self.seen.append(Counted(surface))
        return lambda x: self.seen[0]


@pytest.mark.parametrize("on", ("rosenbrock", "tumours"))
@pytest.mark.parametrize("kind", RULES)
def test_counts_of_evaluations_are_right(kind, on):
    s, noise = surface(on), Counting()
    object.__setattr__(noise, "seen", [])
    end = last(walk(rule(kind), s, s.begin(), 20, noise=noise))
    counts = noise.seen[0].counts
    assert {what: int(np.max(n)) for what, n in end.spent.items()} == counts | {
        "samples": s.rows * sum(counts.values())
    }
    assert sum(noise.seen[0].counts.values()) > 0


@pytest.mark.parametrize("kind", RULES)
def test_the_true_gradient_is_handed_on_only_where_it_is_the_answer(kind):
    """With and without the shortcut for the gradient at the current point the path is the same, bit for bit."""
    s, noise = surface("himmelblau"), Counting()
    object.__setattr__(noise, "seen", [])
    plain, counted = (Trace.of(walk(rule(kind), s, (1, 1), 20, noise=n)) for n in (CALM, noise))
    assert same(plain.x, counted.x)


@pytest.mark.parametrize("on", SURFACES)
@pytest.mark.parametrize("kind", RULES)
def test_every_rule_on_every_surface_stays_finite_or_says_why_not(kind, on):
    s = surface(on)
    trace = Trace.of(walk(rule(kind), s, s.begin(), 60))
    assert np.isfinite(trace.x).all() and (np.abs(trace.x) <= FAR).all()
    status = Status(int(trace.last.status[0]))
    assert (status == Status.RUNNING) == (len(trace.x) == 61 and trace.last.ended[0] == -1)


class Explodes(Rule):
    """Multiplies its distance by 100 each step: 2 * 100^6 > 1e12 > 2 * 100^5."""

    registry = {}

    def step(self, x, slots, f, t):
        from optim_core.rule import Step

        return Step(99.0 * x, slots, {})


class Breaks(Rule):
    """Steps to nowhere at update 3."""

    registry = {}

    def step(self, x, slots, f, t):
        from optim_core.rule import Step

        return Step(x * (np.nan if t == 3 else 0.1), slots, {})


@pytest.mark.parametrize(
    ("blown", "status", "ended"), [(Explodes(), Status.FAR_AWAY, 6), (Breaks(), Status.NOT_A_NUMBER, 4)]
)
def test_a_run_that_blows_up_is_frozen_with_step_and_reason(blown, status, ended):
    trace = Trace.of(walk(blown, surface("bowl"), (1.0, 2.0), 50))
    assert trace.last.status[0] == status and status.diverged
    assert trace.last.ended[0] == ended == trace.last.t
    assert same(trace.x[-1], trace.x[-2]), "the last finite point is kept"
    assert np.isfinite(trace.x).all()


def test_one_run_of_a_batch_blowing_up_leaves_the_others_alone():
    s = surface("bowl")
    swept, shape = product(rule("gradient-descent"), lr=[0.1, 3.0, 0.5])
    batch = Trace.of(walk(swept, s, starts((1.0, 1.0), shape), 80))
    assert batch.last.status.tolist() == [Status.RUNNING, Status.FAR_AWAY, Status.RUNNING]
    assert batch.last.ended[1] == 40  # 2^40 > 1e12 > 2^39
    assert [int(n) for n in batch.last.spent["grad"]] == [80, 40, 80]


def test_a_run_whose_gradient_vanishes_has_converged_and_stops():
    trace = Trace.of(walk(rule("gradient-descent", lr=0.5), surface("bowl"), (1.0, 0.0), 100, tolerance=1e-3))
    assert trace.last.status[0] == Status.CONVERGED
    assert len(trace.x) == 11 and trace.last.ended[0] == 10  # 2^-10 < 1e-3 < 2^-9
    assert int(trace.last.spent["grad"]) == 10


def test_without_a_tolerance_nothing_stops_early():
    assert len(list(walk(rule("newton"), surface("bowl"), (0.0, 0.0), 30))) == 31


@pytest.mark.parametrize(("kind", "name"), [(k, n) for k in RULES for n in rule(k).numbers()])
def test_a_schedule_may_drive_any_number_of_a_rule(kind, name):
    """Halved from the first step on equals a rule with half the value; left constant equals no schedule."""
    s = surface("rosenbrock")
    setting = rule(kind).numbers()[name]
    value = getattr(rule(kind), name)
    less = max(value * 0.5, setting.minimum)
    half, plain = (Schedule.registry["linear"](start_factor=f, end_factor=f) for f in (0.5, 1.0))
    halved = Trace.of(walk(rule(kind), s, s.begin(), 15, schedules={name: half}))
    direct = Trace.of(walk(rule(kind, **{name: less}), s, s.begin(), 15))
    assert same(halved.x, direct.x)
    assert halved.last.settings[name].tolist() == [less]
    unchanged = Trace.of(walk(rule(kind), s, s.begin(), 15, schedules={name: plain}))
    assert same(unchanged.x, Trace.of(walk(rule(kind), s, s.begin(), 15)).x)


@pytest.mark.parametrize("kind", sorted(Schedule.registry))
def test_every_schedule_drives_a_batch_as_it_drives_its_runs(kind):
    s = surface("ravine", kappa=10.0)
    points = np.array(grid(s.domain(), 3, 2))
    schedules = {"lr": Schedule.registry[kind](), "momentum": Schedule.registry[kind]()}
    batch = Trace.of(walk(rule("momentum", lr=0.05), s, points, 40, schedules=schedules))
    for at in np.ndindex(2, 3):
        alone = Trace.of(walk(rule("momentum", lr=0.05), s, points[(..., *at)], 40, schedules=schedules))
        assert_a_cell_equals_its_run(batch, Cell((2, 3), at), alone)


@pytest.mark.parametrize("kind", RULES)
def test_noise_without_strength_changes_nothing(kind):
    s = surface("rosenbrock")
    still = Noise.registry["gaussian"](sigma=0.0)
    a, b = (Trace.of(walk(rule(kind), s, s.begin(), 20, noise=n, seed=5)) for n in (CALM, still))
    np.testing.assert_allclose(a.x, b.x, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("kind", RULES)
def test_the_same_seed_gives_the_same_luck_and_another_seed_another(kind):
    s = surface("himmelblau")
    noise = Noise.registry["gaussian"](sigma=50.0)
    a, b, c = (Trace.of(walk(rule(kind), s, (1, 1), 20, noise=noise, seed=seed)).x for seed in (7, 7, 8))
    assert same(a, b) and not same(a, c)
    assert not np.shares_memory(a, b)


@pytest.mark.parametrize("kind", [k for k in RULES if not rule(k).branches])
def test_a_batch_with_noise_shares_its_luck_with_its_runs(kind):
    s = surface("diabetes-correlated")
    points = np.array(grid(s.domain(), 3, 2))
    for noise in (Noise.registry["gaussian"](sigma=0.3), Noise.registry["mini-batch"](batch_size=4)):
        batch = Trace.of(walk(rule(kind), s, points, 12, noise=noise, seed=11))
        for at in np.ndindex(2, 3):
            alone = Trace.of(walk(rule(kind), s, points[(..., *at)], 12, noise=noise, seed=11))
            assert_a_cell_equals_its_run(batch, Cell((2, 3), at), alone)


def noises():
    """Every noise as it is, and with each of its choices."""
    for kind, declared in sorted(Noise.registry.items()):
        yield pytest.param(declared(), id=kind)
        for name, setting in declared.settings().items():
            for option in getattr(setting, "options", ()):
                yield pytest.param(declared(**{name: option}), id=f"{kind}-{name}={option}")


@pytest.mark.parametrize("noise", noises())
def test_a_run_sees_the_same_noise_alone_in_a_batch_and_however_it_is_run(noise):
    s = surface("diabetes-correlated")
    points = np.array(grid(s.domain(), 3, 2))
    batch = Trace.of(walk(rule("momentum"), s, points, 12, noise=noise, seed=11))
    ends = many(rule("momentum"), s, points, 12, noise=noise, seed=11)
    for at in np.ndindex(2, 3):
        alone = Trace.of(walk(rule("momentum"), s, points[(..., *at)], 12, noise=noise, seed=11))
        assert_a_cell_equals_its_run(batch, Cell((2, 3), at), alone)
        quick = Trace.of(single(rule("momentum"), s, points[(..., *at)], 12, noise=noise, seed=11).moments())
        assert_a_cell_equals_its_run(batch, Cell((2, 3), at), quick)
        assert same(ends.x[(..., *at)], alone.x[-1, :, 0])


@pytest.mark.parametrize("noise", noises())
def test_a_noise_is_steady_if_the_seed_and_the_step_change_nothing(noise):
    s, x = surface("diabetes-correlated"), np.array([[0.3], [0.4]])
    one, other = noise.draws(s, 1), noise.draws(s, 2)
    seen = [draw(x).grad(x).tolist() for draw in (one, one, other)]
    assert noise.steady == (seen[0] == seen[1] == seen[2])


@pytest.mark.parametrize("noise", noises())
def test_every_evaluation_that_a_noise_is_asked_for_is_counted(noise):
    s, x = surface("diabetes-correlated"), np.array([[0.3], [0.4]])
    probe = Probe(s, noise, 0)
    probe.begin(x, s.grad(x))
    for ask in (probe.grad, probe.value, probe.hess):
        ask(x)
    asked = [noise.asks(what, 2) for what in ("grad", "value", "hess")]
    counts = {what: sum(times for named, times in asked if named == what) for what in ("value", "grad", "hess")}
    assert probe.counts == counts | {"samples": sum(counts.values()) * noise.examples(s)}


@pytest.mark.parametrize(
    ("kind", "name", "factor", "end"),
    [("adam", "beta2", 2.0, 0.999999), ("momentum", "momentum", 5.0, 1.0), ("adam", "weight_decay", 1e3, 0.0)],
)
def test_a_schedule_cannot_drive_a_number_past_its_bounds(kind, name, factor, end):
    s = surface("bowl")
    beyond = Schedule.registry["linear"](start_factor=1.0, end_factor=factor)
    moments = list(walk(rule(kind), s, s.begin(), 40, schedules={name: beyond}))
    assert moments[-1].settings[name].tolist() == [end]
    assert all(np.isfinite(m.x).all() for m in moments) and len(moments) == 41


def test_a_factor_that_overflows_leaves_zero_at_zero():
    s = surface("bowl")
    exploding = Schedule.registry["step"](gamma=10.0, step_size=1)
    end = last(walk(rule("adam"), s, s.begin(), 400, schedules={"weight_decay": exploding}))
    assert end.settings["weight_decay"].tolist() == [0.0] and end.status[0] == Status.RUNNING


def test_every_nth_moment_and_the_last_are_kept():
    def moments():
        return walk(rule("gradient-descent"), surface("bowl"), (1.0, 1.0), 25)

    assert [m.t for m in every(10, moments())] == [0, 10, 20, 25]
    assert [m.t for m in every(5, moments())] == [0, 5, 10, 15, 20, 25]
    assert last(moments()).t == 25
