"""Strategies: within their budget, within the space, the same by their seed and whoever searches beside them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from optim_core.fields import Text
from optim_core.many import many
from optim_core.noises.gaussian import Gaussian
from optim_core.registry import load
from optim_core.schedules.ramps import Cosine
from optim_core.search.compare import Believed, compare
from optim_core.search.dimension import Options, Range
from optim_core.search.hunting import Tried
from optim_core.search.space import Space
from optim_core.search.strategies.grid import Grid
from optim_core.search.strategies.random import RandomTrials
from optim_core.search.strategy import Strategy, Wave
from optim_core.search.target import Course, Measure, Seen, Target
from optim_core.search.targets.race import RaceTarget

load("optim_core.search.strategies")
EVERY = pytest.mark.parametrize("kind", list(Strategy.registry))
RACE = RaceTarget(steps=90, noise=Gaussian(sigma=0.05))
PLANE = RACE.space().only(["lr", "momentum"])


def tried(*strategies, target=RACE, space=PLANE, trials=9, **more):
    return [
        part
        for part in compare(target, space, strategies, budget=trials * target.epochs, **more)
        if isinstance(part, Tried)
    ]


def same(a, b):
    assert len(a) == len(b)
    for one, other in zip(a, b, strict=True):
        assert one.repeat == other.repeat
        for left, right in ((one.places, other.places), (one.score, other.score), (one.epochs, other.epochs)):
            assert np.array_equal(left, right)


@EVERY
@pytest.mark.parametrize("d", [1, 2, 3])
def test_no_strategy_spends_more_than_its_budget_or_leaves_the_space(kind, d):
    space = RACE.space().only(["lr", "momentum", "weight_decay"][:d])
    waves = tried(Strategy.registry[kind](), space=space, trials=12, repeats=2)
    for repeat in (0, 1):
        mine = [wave for wave in waves if wave.repeat == repeat]
        spent = np.concatenate([wave.spent for wave in mine])
        assert np.all(np.diff(spent) > 0) and 0 < spent[-1] <= 12 * RACE.epochs
        for wave in mine:
            assert wave.places.shape == (d, len(wave.score)) and 0 <= wave.places.min() <= wave.places.max() <= 1
            assert wave.epochs.max() <= RACE.epochs
            for name, of in space.dimensions.items():
                assert np.all((of.low <= wave.settings[name]) & (wave.settings[name] <= of.high))


@EVERY
def test_a_strategy_finds_the_same_alone_and_in_company_and_otherwise_with_another_seed(kind):
    strategy = Strategy.registry[kind]()
    alone = tried(strategy, repeats=2, seed=3)
    company = tried(RandomTrials(), Grid(), strategy, repeats=3, seed=3)
    same(alone, [part for part in company if part.strategy == 2 and part.repeat < 2])
    same(alone, tried(strategy, repeats=2, seed=3))
    other = tried(strategy, repeats=2, seed=4)
    assert not all(np.array_equal(a.score, b.score) for a, b in zip(alone, other, strict=False))


@EVERY
def test_a_strategy_can_choose_among_options_and_whole_numbers(kind):
    space = Space({"size": Range(1, 3, whole=True), "unit": Options({"a": Text("a", "a"), "b": Text("b", "b")})})
    for wave in tried(Strategy.registry[kind](), target=Toy(), space=space, trials=8):
        assert set(wave.settings["size"].tolist()) <= {1.0, 2.0, 3.0}
        assert set(wave.settings["unit"].tolist()) <= {"a", "b"}


def test_nine_trials_of_a_grid_test_three_values_of_each_setting_and_random_ones_nine():
    grid, drawn = tried(Grid(), RandomTrials())
    for name in PLANE.dimensions:
        assert len(set(grid.settings[name].tolist())) == 3 and len(set(drawn.settings[name].tolist())) == 9
    assert sorted(set(np.round(grid.places[0], 6))) == pytest.approx([1 / 6, 1 / 2, 5 / 6], abs=1e-6)
    (ends,) = tried(Grid(placing="ends"))
    assert sorted(set(ends.places[1])) == [0.0, 0.5, 1.0]


def test_what_does_not_fill_a_grid_stays_unspent():
    (grid,) = tried(Grid(), space=RACE.space().only(["lr", "momentum", "weight_decay"]), trials=9)
    assert len(grid.number) == 8 and grid.spent[-1] == 8 * RACE.epochs


def test_a_setting_of_few_values_leaves_a_grid_more_of_the_others():
    space = Space({"lr": Range(0.1, 1.0), "unit": Options({"a": Text("a", "a"), "b": Text("b", "b")})})
    (grid,) = tried(Grid(), target=Toy(), space=space, trials=12)
    assert len(set(grid.settings["lr"].tolist())) == 6 and len(grid.number) == 12


def test_the_score_of_a_trial_is_the_loss_of_that_race():
    target = dataclasses.replace(RACE, schedules={"lr": Cosine()})
    (wave,) = tried(RandomTrials(), target=target, trials=6, seed=5)
    for i in range(6):
        rule = target.rule.replace(**{name: values[i] for name, values in wave.settings.items()})
        ends = many(
            rule, target.surface, target.surface.begin(), 90, schedules=target.schedules, noise=target.noise, seed=5
        )
        assert wave.score[i] == (np.inf if ends.off_map[0] else ends.loss[0])


def test_a_race_that_stops_early_and_goes_on_ends_where_one_run_does():
    target = dataclasses.replace(RACE, schedules={"lr": Cosine()})
    settings = {"lr": [1e-4, 2e-4, 1e-3], "momentum": [0.9, 0.5, 0.0], "lr.end_factor": [0.0, 0.1, 0.2]}
    whole, parted = target.begin(settings, [1, 2, 1]), target.begin(settings, [1, 2, 1])
    *_, (seen, _) = filter(None, whole.advance([0, 1, 2], 9))
    list(parted.advance([0, 2], 2))
    assert parted.epochs.tolist() == [2, 0, 2]
    list(parted.advance([2, 0], 7))
    *_, (late, _) = filter(None, parted.advance([1], 9))
    again = target.resume({name: values[1] for name, values in settings.items()}, 2, parted.state(1))
    assert late == seen[1] and again.epochs.tolist() == [9]


def test_every_strategy_meets_the_same_luck_within_a_repeat_and_another_in_the_next():
    waves = tried(Grid(), Grid(placing="ends"), Grid(), repeats=2)
    by = {(wave.strategy, wave.repeat): wave for wave in waves}
    assert np.array_equal(by[0, 0].score, by[2, 0].score) and not np.array_equal(by[0, 0].score, by[0, 1].score)


def test_a_budget_without_a_whole_training_is_refused():
    with pytest.raises(ValueError, match="too few"):
        list(compare(RACE, PLANE, [Grid()], budget=8))


class Toy(Target):
    """Settings of any kind; the score is a number that grows better with every epoch."""

    epochs: int = 4

    @property
    def measure(self):
        return Measure(Text("toy", "장난감"))

    def begin(self, settings, seeds):
        return ToyCourse(len(seeds))


class ToyCourse(Course):
    def __init__(self, n):
        self.epochs = np.zeros(n, dtype=int)

    def advance(self, which, epochs):
        self.epochs[list(which)] += epochs
        yield None
        yield Seen(1.0 / self.epochs[list(which)], {})

    def state(self, i):
        return {}


@pytest.mark.parametrize(
    "wave",
    [Wave(np.zeros((2, 0))), Wave(np.zeros((2, 10)), epochs=4), Wave(np.zeros((2, 1)), epochs=5)],
    ids=["nothing", "too many", "too long"],
)
def test_a_strategy_that_cheats_is_caught(wave):
    class Cheat(Strategy):
        kind = "cheat"

        def waves(self, hunt):
            yield wave

    with pytest.raises(ValueError, match="wants"):
        tried(Cheat(), target=Toy(), trials=9)


def test_a_strategy_of_ones_own_is_one_class():
    class Twice(Strategy):
        kind = "twice"

        def waves(self, hunt):
            scores = yield Wave(np.full((2, 3), 0.5))
            assert scores.shape == (3,)
            yield Wave(np.zeros((2, 1)), on=(1,), epochs=2, stage=1)

    _, second = tried(Twice(), target=Toy())
    assert second.number.tolist() == [3, 1] and second.epochs.tolist() == [2, 3]
    assert second.spent.tolist() == [5, 7] and second.score.tolist() == [1 / 2, 1 / 3]
    assert not [part for part in compare(Toy(), PLANE, [Twice()], budget=36) if isinstance(part, Believed)]
