"""Strategies: within their budget, within the space, the same by their seed and whoever searches beside them."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

import app.search.tpe  # noqa: F401 - a strategy of the app keeps the same contract
from optim_core import Rule
from optim_core.fields import Text
from optim_core.many import many
from optim_core.noises.gaussian import Gaussian
from optim_core.registry import load
from optim_core.schedules.ramps import Cosine
from optim_core.search.compare import Believed, compare
from optim_core.search.dimension import Options, Range
from optim_core.search.hunting import Tried
from optim_core.search.landscape import landscape
from optim_core.search.outcome import curve, outcomes
from optim_core.search.space import Space
from optim_core.search.strategies.coarse_to_fine import CoarseToFine
from optim_core.search.strategies.grid import Grid
from optim_core.search.strategies.halving import Hyperband, SuccessiveHalving
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
@pytest.mark.parametrize("trials", [1, 2, 5])
@pytest.mark.parametrize("epochs", [1, 2, 10])
def test_a_small_budget_is_no_trouble(kind, trials, epochs):
    waves = tried(Strategy.registry[kind](), target=Toy(epochs=epochs), trials=trials)
    assert 0 < waves[-1].spent[-1] <= trials * epochs
    assert max(wave.epochs.max() for wave in waves) == epochs, "a whole training is among them"


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


@pytest.mark.parametrize("placing", ["middles", "ends"])
@pytest.mark.parametrize("trials", [4, 9])
def test_a_grid_never_tries_a_whole_number_twice(placing, trials):
    (grid,) = tried(
        Grid(placing=placing), target=Toy(), space=Space({"batch": Range(1, 9, "log", whole=True)}), trials=trials
    )
    assert len(set(grid.settings["batch"].tolist())) == len(grid.number) == trials


@pytest.mark.parametrize("kind", list(Rule.registry))
def test_the_score_of_a_trial_is_that_of_the_run_alone_bit_for_bit(kind):
    target = RaceTarget(rule=Rule.registry[kind](), steps=40)
    (wave,) = tried(RandomTrials(), target=target, space=target.space(), trials=8)
    for i, score in enumerate(wave.score.tolist()):
        rule = target.rule.replace(**{name: values[i].item() for name, values in wave.settings.items()})
        ends = many(rule, target.surface, target.surface.begin(), 40)
        assert score == (np.inf if ends.off_map[0] else ends.loss[0])


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


def test_twenty_seven_trials_in_four_rounds_cost_what_three_whole_ones_do():
    target = Toy(epochs=27)
    waves = tried(SuccessiveHalving(), target=target, trials=3)
    assert [len(wave.number) for wave in waves] == [27, 9, 3, 1]
    assert [wave.epochs.tolist()[0] for wave in waves] == [1, 3, 9, 27]
    assert waves[-1].spent[-1] == 81 == 3 * 27


def test_the_best_of_every_round_go_on():
    first, second, third = tried(SuccessiveHalving(), target=RACE, trials=3)
    assert set(second.number) == set(np.argsort(first.score, kind="stable")[: len(first.number) // 3].tolist())
    assert third.number.tolist() == [second.number[np.argmin(second.score)]]


def test_hyperband_gives_equal_shares_to_fewer_and_fewer_cuts():
    waves = tried(Hyperband(), target=Toy(epochs=9), trials=12)
    begun = [wave for wave in waves if wave.epochs.min() in (1, 3, 9) and wave.number.max() - wave.number.min() > 0]
    assert [wave.stage for wave in waves] == list(range(6))
    ends = [wave.epochs.max() for wave in waves]
    assert ends == [1, 3, 9, 3, 9, 9] and begun[0].number.min() == 0
    shares = np.diff([0, *(waves[i].spent[-1] for i in (2, 4, 5))])
    assert shares == pytest.approx([36, 36, 36], abs=9)
    assert len(waves[3].number) == len(set(waves[3].number)) and waves[3].number.min() == len(waves[0].number)


def test_what_failed_does_not_go_on():
    hopeless = Space({"lr": Range(1e3, 1e5, "log"), "momentum": Range(0.5, 0.9)})
    for strategy in (SuccessiveHalving(), Hyperband(), CoarseToFine()):
        waves = tried(strategy, space=hopeless)
        assert all(np.isinf(wave.score).all() for wave in waves)
        assert [wave for wave in waves if wave.places.shape[1]] and not [w for w in waves if (w.epochs > 9).any()]
    assert len(tried(SuccessiveHalving(), space=hopeless)) == 1


@pytest.mark.parametrize("trials", [1, 2, 9, 25])
@pytest.mark.parametrize("stages", [2, 3, 4])
def test_coarse_to_fine_trains_longer_in_smaller_windows_and_spends_everything(trials, stages):
    waves = tried(CoarseToFine(stages=stages), trials=trials)
    assert waves[-1].spent[-1] == trials * RACE.epochs
    assert waves[-1].epochs.tolist() == [9] * len(waves[-1].number)
    for before, after in itertools.pairwise(waves):
        assert after.epochs[0] > before.epochs[0] and len(after.number) <= len(before.number)
        assert np.all(before.window[:, 0] <= after.window[:, 0]) and np.all(after.window[:, 1] <= before.window[:, 1])
        inside = (after.window[:, :1] <= after.places) & (after.places <= after.window[:, 1:])
        best = before.places[:, np.argmin(before.score)]
        assert inside.all() and np.all((after.window[:, 0] <= best) & (best <= after.window[:, 1]))


@pytest.mark.parametrize(("repeats", "ends"), [(7, (0.0, 1.0)), (10, (0.1, 0.9))])
def test_a_curve_tells_the_best_at_hand_after_what_was_spent_and_the_band_of_all_or_most(repeats, ends):
    waves = tried(RandomTrials(), repeats=repeats)
    told = curve(waves)
    so_far = np.stack([np.minimum.accumulate(wave.score) for wave in waves])
    assert told.spent.tolist() == list(range(9, 82, 9))
    finite = np.isfinite(so_far).all(axis=0)
    for share, line in zip((ends[0], 0.5, ends[1]), told[1:], strict=True):
        assert line[finite] == pytest.approx(np.quantile(so_far[:, finite], share, axis=0))
        assert not np.isnan(line).any() and np.all(np.diff(line[np.isfinite(line)]) <= 0)


class Turning(Toy):
    """Ends worse than it was after two of its four epochs."""

    def begin(self, settings, seeds):
        return TurningCourse(len(seeds))


class TurningCourse(ToyCourse):
    def advance(self, which, epochs):
        for seen in super().advance(which, epochs):
            yield seen and Seen(np.abs(self.epochs[list(which)] - 2.0), {})


@pytest.mark.parametrize("rule", [SuccessiveHalving(eta=2), Hyperband(eta=2), CoarseToFine()])
def test_only_whole_trainings_count(rule):
    """All are at 0 after two epochs, and at 2 in the end."""
    target = Turning()
    waves = tried(rule, target=target, trials=6)
    told = curve(waves)
    assert min(wave.score.min() for wave in waves) < 2
    first = min(
        wave.spent[wave.epochs == target.epochs].min() for wave in waves if (wave.epochs == target.epochs).any()
    )
    assert {*told.middle[told.spent < first]} <= {np.inf} and {*told.middle[told.spent >= first]} == {2.0}
    (found,) = outcomes(waves, PLANE)
    assert found.score == 2 and found.scores.tolist() == [2]
    ended = {number for wave in waves for number in wave.number[wave.epochs == target.epochs]}
    assert found.number in ended


def test_values_count_as_they_were_drawn_and_whole_ones_as_they_are():
    space = Space({"lr": Range(1e-3, 2e-3, "log"), "batch": Range(1, 4, "linear", whole=True)})
    waves = tried(RandomTrials(), target=Toy(), space=space, trials=300)
    assert len(np.unique(waves[0].settings["lr"])) < 300
    (found,) = outcomes(waves, space)
    assert found.distinct == {"lr": 300, "batch": 4}


def test_a_repeat_is_won_alone_or_shared_and_by_nobody_where_all_have_failed():
    same = outcomes(tried(Grid(), Grid(), RandomTrials(), repeats=6), PLANE)
    alone = [one.wins for one in same]
    assert alone[:2] == [0, 0] and same[0].ties == same[1].ties == 6 - alone[2] > 0 and same[2].ties == 0
    hopeless = Space({"lr": Range(1e3, 1e5, "log")})
    assert [(one.wins, one.ties) for one in outcomes(tried(Grid(), Grid(), space=hopeless), hopeless)] == [(0, 0)] * 2


def test_an_outcome_says_what_was_found_and_who_won():
    waves = tried(Grid(), RandomTrials(), repeats=5)
    grid, drawn = outcomes(waves, PLANE)
    assert grid.distinct == {"lr": 3, "momentum": 3} and drawn.distinct == {"lr": 9, "momentum": 9}
    assert grid.wins + drawn.wins == 5 and grid.spent == drawn.spent == 81
    assert drawn.wins == np.sum(drawn.scores < grid.scores)
    assert drawn.score == drawn.scores[0] and drawn.number >= 0
    rule = RACE.rule.replace(**drawn.settings)
    assert many(rule, RACE.surface, RACE.surface.begin(), 90, noise=RACE.noise, seed=0).loss[0] == drawn.score
    tight = Space({"lr": Range(1e-6, 1e-4, "log", minimum=0.0)})
    (edge,) = outcomes(tried(Grid(placing="ends"), space=tight), tight)
    assert edge.edges == {"lr": "high"}, "the best rate is larger than all of these"
    hopeless = Space({"lr": Range(1e3, 1e5, "log")})
    (none,) = outcomes(tried(RandomTrials(), space=hopeless), hopeless)
    assert none.number == -1 and none.edges == {} and none.score == np.inf


@pytest.mark.parametrize("names", [["lr"], ["lr", "momentum"]])
def test_a_landscape_grows_finer_and_tells_the_scores_of_its_places(names):
    space = PLANE.only(names)
    lands = [land for land in landscape(RACE, space, 17, seed=2) if land]
    assert [land.scores.shape for land in lands] == [(size,) * len(names) for size in (9, 17)]
    assert np.array_equal(lands[0].scores, lands[1].scores[(slice(None, None, 2),) * len(names)])
    assert not np.isnan(lands[1].scores).any()
    *rows, column = (5, 3)[-len(names) :]
    place = lands[1].shares[[column, *rows]]
    settings = {name: values[0] for name, values in space.settings(place[:, None]).items()}
    ends = many(RACE.rule.replace(**settings), RACE.surface, RACE.surface.begin(), 90, noise=RACE.noise, seed=2)
    assert lands[1].scores[(*rows, column)] == (np.inf if ends.off_map[0] else ends.loss[0])


def test_a_landscape_of_three_settings_is_refused():
    with pytest.raises(ValueError, match="one or two"):
        list(landscape(RACE, RACE.space()))
