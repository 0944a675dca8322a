"""A traced run says what the walk says, whatever is registered; and what cannot be traced is walked."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from optim_core import Noise, Rule, Schedule, Surface
from optim_core.cost import Budget
from optim_core.cut import Cut
from optim_core.fields import Text, arrow
from optim_core.noises.none import NoNoise
from optim_core.rule import Step
from optim_core.single import WalkedRun, single
from optim_core.stretch import joined
from optim_core.trace.parts import Parts
from optim_core.trace.program import program
from optim_core.trace.run import TracedRun
from optim_core.trace.tape import Level, Untraceable
from optim_core.walk import Status, walk
from tests.own_surface import Own

RULES, SURFACES, SCHEDULES = (sorted(family.registry) for family in (Rule, Surface, Schedule))
STRAIGHT = [kind for kind in RULES if not Rule.registry[kind].branches]
MANY_EXAMPLES = ["tumours", "network-slice"]


def rule(kind, **settings):
    return Rule.registry[kind](**settings)


def surface(kind, **settings):
    return Surface.registry[kind](**settings)


def drained(run, sizes=(100_000,)):
    """A whole run, asked for in pieces of these sizes."""
    parts, size = [], itertools.cycle(sizes)
    while not run.over:
        parts.append(run.advance(most := next(size)))
        assert len(parts[-1].loss) <= most
    return joined(parts)


def walked(rule, surface, start, steps, **conditions):
    return drained(WalkedRun(walk(rule, surface, start, steps, **conditions), steps, rule.shows))


def traced(rule, surface, start, steps, sizes=(100_000,), **conditions):
    run = single(rule, surface, start, steps, shows=True, **conditions)
    assert isinstance(run, TracedRun), "it should not have been walked"
    return drained(run, sizes)


def columns(stretch):
    """Every array of a stretch by name, along its moments."""
    n = len(stretch.loss)
    found = {"x": stretch.x, "loss": stretch.loss, "grad": stretch.grad}
    found |= {f"setting {name}": np.broadcast_to(value, (n,)) for name, value in stretch.settings.items()}
    found |= {f"spent {what}": count for what, count in stretch.spent.items()}
    return found | {f"show {name}": value for name, value in stretch.show.items()}


def assert_the_same(one, other):
    """Bit for bit, every column."""
    assert (one.first, one.status, one.ended) == (other.first, other.status, other.ended)
    a, b = columns(one), columns(other)
    assert a.keys() >= b.keys()
    for name, column in b.items():
        assert a[name].shape == column.shape, name
        assert np.array_equal(a[name], column, equal_nan=True), name


@pytest.mark.parametrize("on", [kind for kind in SURFACES if kind not in MANY_EXAMPLES])
@pytest.mark.parametrize("kind", STRAIGHT)
def test_a_traced_run_says_what_the_walk_says(kind, on):
    """Every rule on every surface, without and with every schedule."""
    r, s = rule(kind), surface(on)
    assert_the_same(traced(r, s, s.begin(), 12), walked(r, s, s.begin(), 12))
    driven = next(iter(r.numbers()))
    for schedule in SCHEDULES:
        schedules = {driven: Schedule.registry[schedule]()}
        assert_the_same(
            traced(r, s, s.begin(), 8, schedules=schedules), walked(r, s, s.begin(), 8, schedules=schedules)
        )


@pytest.mark.parametrize("kind", STRAIGHT)
def test_long_runs_agree_however_they_are_cut_up(kind):
    s = surface("himmelblau")
    r = rule(kind).replace(**{"lr": 0.01} if "lr" in rule(kind).numbers() else {})
    whole = traced(r, s, (1.0, 1.0), 1200)
    assert len(whole.loss) == 1201
    assert_the_same(whole, walked(r, s, (1.0, 1.0), 1200))
    assert_the_same(traced(r, s, (1.0, 1.0), 1200, sizes=(1, 16, 700, 2)), whole)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("kind", ["momentum", "adam", "newton", "random-search"])
@pytest.mark.parametrize(
    "conditions",
    [{"budget": Budget("gradients", 17)}, {"budget": Budget("cost", 40)}, {"tolerance": 2.0}, {"seed": 5}],
    ids=["gradients", "cost", "tolerance", "seed"],
)
def test_budgets_tolerances_and_schedules_end_a_run_where_the_walk_ends_it(kind, schedule, conditions):
    s, r = surface("rosenbrock"), rule(kind)
    schedules = {name: Schedule.registry[schedule]() for name in list(r.numbers())[:2]}
    mine = traced(r, s, (-1.2, 1.0), 60, sizes=(5, 9), schedules=schedules, **conditions)
    assert_the_same(mine, walked(r, s, (-1.2, 1.0), 60, schedules=schedules, **conditions))


def test_a_budget_of_epochs_ends_a_run_on_data_where_the_walk_ends_it():
    s, noise = surface("diabetes-raw"), Noise.registry["mini-batch"](batch_size=32)
    for kind in ("momentum", "adam"):
        conditions = {"budget": Budget("epochs", 3), "noise": noise, "schedules": {"lr": Schedule.registry["cosine"]()}}
        mine = traced(rule(kind), s, s.begin(), 100, **conditions)
        assert mine.status is Status.SPENT
        assert_the_same(mine, walked(rule(kind), s, s.begin(), 100, **conditions))


@pytest.mark.parametrize("kind", STRAIGHT)
@pytest.mark.parametrize("on", ["rosenbrock", "diabetes-raw", "rare-push"])
def test_luck_is_the_same_traced_and_walked(kind, on):
    s = surface(on)
    noises = [Noise.registry["gaussian"](sigma=0.3)]
    noises += (
        [Noise.registry["mini-batch"](batch_size=b, sampling="with-replacement") for b in (1, 8)] if s.rows else []
    )
    for noise, seed in itertools.product(noises, (0, 7)):
        conditions = {"noise": noise, "seed": seed}
        mine = traced(rule(kind), s, s.begin(), 30, sizes=(16, 4), **conditions)
        assert_the_same(mine, walked(rule(kind), s, s.begin(), 30, **conditions))


@pytest.mark.parametrize("kind", STRAIGHT)
def test_a_run_that_blows_up_does_so_at_the_same_moment_with_the_same_reason(kind):
    r = rule(kind)
    for name in r.numbers().keys() & {"lr", "sigma"}:
        r = r.replace(**{name: min(r.numbers()[name].maximum, 1e4)})
    for on in ("rosenbrock", "goldstein-price", "saddle", "cliff", "chain"):
        s = surface(on)
        mine, theirs = traced(r, s, s.begin(), 120), walked(r, s, s.begin(), 120)
        assert (mine.status, mine.ended, mine.x.shape) == (theirs.status, theirs.ended, theirs.x.shape)


def test_a_slope_too_steep_to_be_squared_is_no_rest_and_nothing_is_said_of_it():
    polynomial = {"lr": Schedule.registry["polynomial"]()}
    s = surface("chain")
    for run in (traced, walked):  # a warning would be an error here, and a line in a server's log
        told = run(rule("nesterov"), s, (1.1333333333333333, 1.6), 120, schedules=polynomial, tolerance=1e-3)
        assert (told.status, np.abs(told.grad[:, -2]).max() > 1e155) == (Status.FAR_AWAY, True)


def test_where_pythons_floats_have_no_answer_numpys_stands():
    """exp overflows, a division by zero, a root of a negative number: infinities and NaN that do no harm."""

    class Rough(Surface):
        """Its gradient passes through all of them on the way to a harmless number."""

        registry = {}

        def value(self, p):
            return p[0] * p[0] + p[1] * p[1]

        def grad(self, p):
            none = 1.0 / (1.0 + np.exp(1000.0 * p[0] * p[0])) + 0.0 / np.where(p[1] > 0.5, 0.0, 1.0) * 0.0
            harmless = np.where(np.isnan(none), 0.0, none) + np.where(np.isnan(np.sqrt(p[0] - 1.0)), 0.0, 1e-3)
            return 2.0 * p + harmless

        def domain(self):
            return (-2.0, 2.0, -2.0, 2.0)

    r = rule("momentum", lr=0.05)
    mine, theirs = traced(r, Rough(), (1.5, 1.0), 60, sizes=(7,)), walked(r, Rough(), (1.5, 1.0), 60)
    assert np.isfinite(theirs.x).all()
    assert_the_same(mine, theirs)


def test_a_rule_written_here_is_traced_with_no_other_edit():
    class Restless(Rule):
        """Descent that remembers more after its first step, asks twice, and uses luck of its own."""

        registry = {}
        shows = {"gradient": arrow("g", Text("gradient", "기울기"))}
        lr: float = Rule.registry["momentum"].numbers()["lr"].low * 1e3

        def start(self, x):
            return ()

        def step(self, x, slots, f, t):
            g = f.grad(x + 0.01 * f.normal(2)) if not slots else 0.5 * (f.grad(x) + slots[0])
            push = np.where(f.uniform(1)[0] > 0.5, np.minimum(f.value(x), 1.0), 0.0)
            return Step(-0.001 * g * (1.0 + push / (t + 1.0)), (g, (None, push)), {"gradient": g})

    mine, theirs = (run(Restless(), Own(), (1.0, -0.7), 40, seed=3) for run in (traced, walked))
    assert_the_same(mine, theirs)
    assert mine.spent["grad"][-1] == 40


@pytest.mark.parametrize("kind", RULES)
def test_moments_one_by_one_are_those_of_the_walk_with_questions_and_answers(kind):
    s, schedules = surface("himmelblau"), {next(iter(rule(kind).numbers())): Schedule.registry["exponential"]()}
    conditions = {"noise": Noise.registry["gaussian"](), "schedules": schedules, "seed": 2}
    mine = list(single(rule(kind), s, (1.0, 2.0), 150, shows=True, **conditions).moments())
    theirs = list(walk(rule(kind), s, (1.0, 2.0), 150, **conditions))
    assert [m.t for m in mine] == [m.t for m in theirs]
    for a, b in zip(mine[:40], theirs[:40], strict=True):
        assert a.spent == {what: int(np.ravel(n)[0]) for what, n in b.spent.items()}
        assert a.settings.keys() == b.settings.keys() and set(b.show) <= set(a.show)
        for one, other in [(a.x, b.x), (a.loss, b.loss), (a.grad, b.grad), *((a.show[n], b.show[n]) for n in b.show)]:
            assert np.shape(one) == np.shape(other)
            assert np.array_equal(one, other)
        assert [q.what for q in a.asked] == [q.what for q in b.asked]
        for one, other in zip(a.asked, b.asked, strict=True):
            assert one.at.shape == other.at.shape and one.answer.shape == other.answer.shape
            assert np.array_equal(one.at, other.at) and np.array_equal(one.answer, other.answer)
    assert (mine[-1].status[0], mine[-1].ended[0]) == (theirs[-1].status[0], theirs[-1].ended[0])


@pytest.mark.parametrize("kind", sorted(set(RULES) - set(STRAIGHT)))
def test_what_decides_by_value_is_walked(kind):
    s = surface("rosenbrock")
    run = single(rule(kind), s, s.begin(), 10, shows=True)
    assert isinstance(run, WalkedRun)
    assert_the_same(drained(run, (3,)), walked(rule(kind), s, s.begin(), 10))


def test_what_cannot_be_traced_says_why():
    def why(rule, surface):
        parts = Parts.of(rule, surface, NoNoise(), {})
        with pytest.raises(Untraceable) as fault:
            program(parts, 2, parts.memory(np.zeros((2, 1))), ())
        return str(fault.value)

    class Undecided(Rule):
        registry = {}
        lr: float = 0.1

        def step(self, x, slots, f, t):
            g = f.grad(x)
            return Step(-self.lr * g if (g > 0).any() else g, slots, {})

    class Sorting(Undecided):
        def step(self, x, slots, f, t):
            return Step(-0.1 * np.sort(f.grad(x), axis=0), slots, {})

    class Rounding(Undecided):
        def step(self, x, slots, f, t):
            return Step(-0.1 * f.grad(x) * float(x[0, 0]), slots, {})

    bowl = surface("bowl")
    assert why(Undecided(), bowl) == "it decides by value"
    assert why(Rounding(), bowl) == "it needs a number's value"
    assert "value" in why(Sorting(), bowl)
    assert why(rule("line-search"), bowl) == "it decides by value how often to ask"
    assert "operations" in why(rule("adam"), surface("tumours"))


def test_a_power_cut_is_walked():
    s = surface("rosenbrock")
    run = single(rule("momentum"), s, s.begin(), 30, cut=Cut(10, "nothing"), shows=True)
    assert_the_same(drained(run), walked(rule("momentum"), s, s.begin(), 30, cut=Cut(10, "nothing")))


def test_other_numbers_are_the_same_program_and_other_choices_another():
    s = surface("ravine")

    def of(rule, surface=s):
        parts = Parts.of(rule, surface, NoNoise(), {})
        return program(parts, 2, parts.memory(np.ones((2, 1))), ())

    assert of(rule("momentum", lr=0.1)) is of(rule("momentum", lr=0.2, momentum=0.5), surface("ravine", kappa=7.0))
    assert of(rule("momentum", weight_decay=0.1)) is not of(rule("momentum"))
    assert of(rule("momentum", form="averaged")) is not of(rule("momentum"))


def test_numbers_of_a_surface_are_numbers_of_the_run():
    for kappa in (3.0, 40.0):
        s = surface("ravine", kappa=kappa, angle=33.0)
        assert_the_same(traced(rule("momentum"), s, (1, 1), 20), walked(rule("momentum"), s, (1, 1), 20))


def test_nothing_that_is_known_before_the_step_is_left_in_the_loop():
    s = surface("rosenbrock")
    parts = Parts.of(rule("adam"), s, NoNoise(), {"lr": Schedule.registry["cosine"]()})
    floats = program(parts, 2, parts.memory(np.ones((2, 1))), ()).path
    assert "pow" not in floats.source, "the bias corrections and the schedule are columns of the table"
    assert {node.level for node in floats.steps} == {Level.STEP}
    assert floats.source.count("sqrt") == 2, "a root for each coordinate"


def test_no_moments_asked_for_are_none_given_and_a_run_of_no_steps_is_its_start():
    s = surface("bowl")
    run = single(rule("momentum"), s, (1, 1), 0)
    assert run.advance(0) is None and not run.over
    stretch = run.advance(10)
    assert stretch.x.tolist() == [[1.0], [1.0]] and run.over and run.advance(1) is None
    for kind in ("momentum", "random-search"):
        run = single(rule(kind), surface("rosenbrock"), (1, 1), 0, noise=Noise.registry["gaussian"](), shows=True)
        assert run.advance(10).loss.tolist() == [0.0] and run.over


def test_a_schedule_of_no_number_of_the_rule_is_refused():
    with pytest.raises(ValueError, match=r"schedules\.beta1: momentum has no number of that name"):
        single(rule("momentum"), surface("bowl"), (1, 1), 5, schedules={"beta1": Schedule.registry["constant"]()})
