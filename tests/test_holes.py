"""A run that is led where the loss has no value stays at its last point with one; every engine says the same."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Noise, Rule, Schedule, geometry
from optim_core.batch import grid, product, starts
from optim_core.claims.abreast import Abreast
from optim_core.claims.path import Path
from optim_core.claims.relation import holds
from optim_core.cost import Budget
from optim_core.cut import Cut
from optim_core.ends import Ends
from optim_core.many import many
from optim_core.maps.measure import State, measured
from optim_core.maps.places import LEFT, OUTSIDE, Places
from optim_core.record import last
from optim_core.search.tune import tune
from optim_core.single import single
from optim_core.stretch import joined
from optim_core.surfaces.formula import Formula
from optim_core.trace.parts import Parts
from optim_core.trace.program import program
from optim_core.walk import Status, walk
from tests.holed_surface import Pond, Shore
from tests.test_many import RULES, assert_the_same, rule

HOLED = [Shore, Pond]
HOLED_NAMES = [surface.__name__ for surface in HOLED]


def whole(run):
    parts = []
    while not run.over and (part := run.advance(7)):
        parts.append(part)
    return joined(parts)


def engines():
    """Ways to run: the straight-line floats or arrays, and machine code where it is installed."""
    try:
        import llvmlite  # noqa: F401
    except ImportError:
        return [{}]
    return [{}, {"fast": True}]


@pytest.fixture(params=HOLED, ids=HOLED_NAMES)
def holed(request):
    return request.param()


def test_a_run_that_leaves_the_domain_stays_at_its_last_point_inside_and_says_when():
    last_moment = last(walk(rule("gradient-descent", lr=0.5), Shore(), (1.0, 1.0), 30))
    assert Status(int(last_moment.status[0])) is Status.LEFT
    assert last_moment.t == last_moment.ended[0] == 2
    before = list(walk(rule("gradient-descent", lr=0.5), Shore(), (1.0, 1.0), 1))[-1]
    assert np.array_equal(last_moment.x, before.x)
    assert np.isfinite(last_moment.loss).all()


def test_a_run_that_begins_outside_has_ended_before_its_first_update():
    for moment in walk(rule("adam"), Shore(), (-1.0, 1.0), 30, tolerance=1e9):
        assert (moment.t, moment.status[0], moment.ended[0]) == (0, Status.LEFT, 0)
        assert moment.spent["grad"] == 0


def test_leaving_is_no_divergence():
    assert not Status.LEFT.diverged
    assert Status.LEFT.off_map


def hasty(kind):
    """A rule with its first number, a rate mostly, as large as its slider allows."""
    name, declared = next(iter(rule(kind).numbers().items()))
    return rule(kind, **{name: declared.high}), name, declared


@pytest.mark.parametrize("kind", RULES)
def test_one_run_is_what_the_walk_says(kind, holed):
    """From everywhere, starts outside included."""
    left = 0
    for start in grid(holed.domain(), 3, 2).reshape(2, -1).T:
        for r in (rule(kind), hasty(kind)[0]):
            theirs = list(walk(r, holed, start, 30))
            x = np.concatenate([m.x for m in theirs], axis=1)
            loss = np.concatenate([m.loss for m in theirs])
            for how in ({}, {"shows": True}, *engines()[1:]):
                mine = whole(single(r, holed, start, 30, **how))
                assert (mine.status, mine.ended) == (theirs[-1].status[0], theirs[-1].ended[0])
                within = 1e-9 if "fast" in how else 0.0
                np.testing.assert_allclose(mine.x, x, rtol=within, atol=within)
                np.testing.assert_allclose(mine.loss, loss, rtol=within, atol=within)
                left += mine.ended > 0 and mine.status is Status.LEFT
    assert left or kind not in ("gradient-descent", "momentum", "lion")


@pytest.mark.parametrize("kind", RULES)
def test_many_runs_end_as_the_walk_says(kind, holed):
    r, at = rule(kind), grid(holed.domain(), 10, 9)
    _, name, declared = hasty(kind)
    swept, batch = product(r, **{name: np.linspace(declared.low, declared.high, 40)})
    for what, where in ((r, at), (swept, starts(holed.begin(), batch))):
        for conditions in ({}, {"tolerance": 0.6, "budget": Budget("gradients", 11)}):
            theirs = Ends.of(last(walk(what, holed, where, 30, **conditions)))
            for how in engines():
                assert_the_same(many(what, holed, where, 30, **conditions, **how), theirs, within=1e-9)


def test_a_swept_surface_may_have_its_hole_elsewhere_for_every_run():
    class Moving(Shore):
        def inside(self, p):
            return p[0] > self.a

    r, at = rule("momentum"), np.full((2, 50), 1.5)
    for how in engines():
        surface = Moving(a=np.linspace(0.1, 4.0, 50))
        mine = many(r, surface, at, 60, **how)
        assert_the_same(mine, Ends.of(last(walk(r, surface, at, 60))), within=1e-9)
        assert np.array_equal(mine.ended == 0, surface.a >= 1.5)
        assert np.array_equal(mine.x[:, mine.ended == 0], at[:, mine.ended == 0])


def test_with_luck_schedules_and_power_cuts_the_engines_agree(holed):
    r, at = rule("adam", lr=0.3), grid(holed.domain(), 12, 10)
    noise, schedules = Noise.registry["gaussian"](sigma=0.3), {"lr": Schedule.registry["cosine"]()}
    for how in engines():
        for seed in (3, range(120)):
            at = at.reshape(2, -1)
            mine = many(r, holed, at, 50, noise=noise, seed=seed, schedules=schedules, **how)
            assert_the_same(
                mine, Ends.of(last(walk(r, holed, at, 50, noise=noise, seed=seed, schedules=schedules))), within=1e-9
            )
    cut = Cut(8, "nothing")
    mine = many(r, holed, at, 50, cut=cut)
    assert_the_same(mine, Ends.of(last(walk(r, holed, at, 50, cut=cut))))


@pytest.mark.parametrize("text", ["sqrt(x) + sqrt(y)", "sqrt(x*y)"])
@pytest.mark.parametrize("kind", ["nesterov", "nadam", "line-search", "bfgs"])
def test_who_asked_outside_or_stands_where_there_is_no_slope_is_told_alike_by_all(kind, text):
    r, surface, start = rule(kind), Formula(f=text), np.array((1.0, 1.0))
    end = last(walk(r, surface, start, 200))
    theirs = Ends.of(end)
    assert not theirs.diverged.any()
    for how in engines():
        mine = whole(single(r, surface, start, 200, **how))
        assert (mine.status, mine.ended) == (theirs.status[0], theirs.ended[0])
        assert_the_same(many(r, surface, start.reshape(2, 1), 200, **how), theirs, within=1e-9)


def test_who_ends_far_away_or_as_no_number_has_not_left():
    for start, lr, status in (((1.0, 1.0), 1e30, Status.FAR_AWAY), ((1.0, np.nan), 0.1, Status.NOT_A_NUMBER)):

        class Uphill(Shore):
            def grad(self, p):
                return -1.0 * super().grad(p)

        r = Rule.registry["gradient-descent"](lr=lr)
        assert last(walk(r, Uphill(), start, 5)).status[0] == status
        for how in engines():
            assert many(r, Uphill(), np.array(start), 5, **how).status[0] == status
            assert whole(single(r, Uphill(), start, 5, **how)).status == status


def test_a_line_search_shortens_its_step_until_it_is_back_inside():
    for kind in [kind for kind in RULES if Rule.registry[kind].branches]:
        end = last(walk(rule(kind), Pond(), (2.0, 1.5), 40))
        assert not Status(int(end.status[0])).diverged, kind


def test_a_surface_without_holes_is_compiled_as_if_there_were_none():
    class Whole(Shore):
        holes = False

    def operations(surface):
        parts = Parts.of(rule("momentum"), surface, Noise.registry["none"](), {})
        return program(parts, 2, parts.memory(np.zeros((2, 1))), ()).path.source

    assert "if" not in operations(Whole())
    assert operations(Shore()).count(" if ") == 2


def test_a_map_of_starts_tells_who_left_and_who_could_not_begin():
    at = grid((-1.0, 3.0, -2.0, 2.0), 30, 20).reshape(2, -1)
    ends = many(rule("gradient-descent", lr=0.3), Shore(), at, 100, tolerance=1e-3)
    labels, rest = Places(Shore()).label(ends)
    assert np.array_equal(labels == OUTSIDE, at[0] <= 0)
    assert np.array_equal(labels == LEFT, ends.left & (at[0] > 0))
    assert (labels == LEFT).any()
    assert not rest[labels == LEFT].any()


@pytest.mark.parametrize("what", ["loss", "steps", "evaluations"])
def test_a_cell_of_a_sweep_whose_run_left_has_that_and_no_number(what):
    at = grid((-1.0, 3.0, -2.0, 2.0), 30, 20).reshape(2, -1)
    found = measured(what, many(rule("gradient-descent", lr=0.3), Shore(), at, 100, tolerance=1e-3), Shore())
    assert np.array_equal(found.states == State.OUTSIDE, at[0] <= 0)
    assert (found.states == State.LEFT).any()
    assert np.isnan(found.values[found.states == State.LEFT]).all()


def test_who_left_is_the_worst_of_all_settings_tried():
    """On the way it was as low as nobody who stayed; it is no good setting all the same."""
    at = np.array((0.9, 1.0))

    def course(tried, batch):
        yield many(tried, Shore(), starts(at, batch), 30)

    tuned = None
    trials = tune(rule("gradient-descent", lr=0.5), course, 30)
    while tuned is None:
        try:
            next(trials)
        except StopIteration as end:
            tuned = end.value
    assert tuned.before == np.inf
    end = many(rule("gradient-descent", lr=tuned.settings["lr"]), Shore(), at, 30)
    assert np.isfinite(tuned.after) and not end.left[0]


def test_claims_can_say_that_a_run_left():
    runs = {}
    for name, lr, start in (("hasty", 0.5, (1.0, 1.0)), ("calm", 0.001, (2.0, 1.0)), ("lost", 0.1, (-1.0, 0.0))):
        runs[name] = Path.of(Shore(), single(rule("gradient-descent", lr=lr), Shore(), start, 20))
    assert holds("left(hasty) and not left(calm) and not diverged(hasty) and left(lost)", [runs])
    assert holds("final_loss(hasty) > 1e300 and steps(hasty) == 1 and steps(lost) == 0", [runs])
    noted = Abreast(20, 3)
    at, rates = np.array([[1.0, 2.0, -1.0], [1.0, 1.0, 0.0]]), np.array([0.5, 0.001, 0.1])
    for moment in walk(rule("gradient-descent", lr=rates), Shore(), at, 20):
        noted.note(moment)
    for run, path in enumerate(runs.values()):
        same = noted.path(run, Shore())
        assert np.array_equal(same.x, path.x) and np.array_equal(same.loss, path.loss, equal_nan=True)
        assert same.status is path.status


def test_outside_nothing_is_known_of_a_surface():
    seen = geometry.at(Shore(), (-1.0, 1.0))
    assert np.isnan(seen.value) and np.isnan(seen.grad).all() and np.isnan(seen.hess).all()
    assert seen.shape is None and seen.largest_lr is None
    assert geometry.at(Shore(), (1.0, 1.0)).shape is not None
