"""Bayesian optimisation and TPE: what they ask for and believe, and that both leave chance behind."""

import subprocess
import sys

import numpy as np
import pytest

from app.search.tpe import TPE
from optim_core.fields import Text
from optim_core.registry import load
from optim_core.search.dimension import Options, Range
from optim_core.search.gaussian import Gaussian
from optim_core.search.room import Room
from optim_core.search.space import Space
from optim_core.search.strategies.bayes import Bayes
from optim_core.search.strategies.random import RandomTrials
from optim_core.search.strategy import Hunt, Strategy

load("optim_core.search.strategies")
LINE = Space({"lr": Range(1e-6, 10.0, "log")})
PLANE = Space({"x": Range(-5.0, 10.0), "y": Range(0.0, 15.0)})
MIXED = Space(
    {
        "lr": Range(1e-6, 10.0, "log"),
        "units": Range(1.0, 8.0, whole=True),
        "rule": Options({name: Text(name, name) for name in ("sgd", "momentum", "adam")}),
    }
)
GUIDED = pytest.mark.parametrize("kind", ["bayes", "tpe"])


def valley(settings):
    """Lowest, 0, at a rate of 0.01; too high rates blow up."""
    rate = settings["lr"]
    return np.where(rate > 1.0, np.inf, (np.log10(rate) + 2) ** 2)


def branin(settings):
    x, y = settings["x"], settings["y"]
    bent = y - 5.1 / (4 * np.pi**2) * x**2 + 5 / np.pi * x - 6
    return bent**2 + 10 * (1 - 1 / (8 * np.pi)) * np.cos(x) + 10 - 0.3978873577


def mixed(settings):
    return (np.log10(settings["lr"]) + 2) ** 2 + abs(settings["units"] - 5) / 3 + (settings["rule"] != "momentum")


def hunted(strategy, space, score, trials, seed=0, watched=False):
    """Scores, places (d, n) and beliefs of a search."""
    waves = strategy.waves(Hunt(space, 1, trials, np.random.default_rng(seed), watched))
    wave, scores, places, beliefs = next(waves), [], [], []
    while True:
        scores.append(score(space.settings(wave.places)))
        places.append(wave.places)
        if wave.belief:
            beliefs.append(wave.belief)
        try:
            wave = waves.send(scores[-1])
            while wave is None:
                wave = next(waves)
        except StopIteration:
            return np.concatenate(scores), np.concatenate(places, axis=1), beliefs


def reached(strategy, space, score, trials, repeats):
    """Best so far, on average over the repeats: (trials,)."""
    each = [hunted(strategy, space, score, trials, seed)[0] for seed in range(repeats)]
    return np.minimum.accumulate(each, axis=1).mean(axis=0)


@GUIDED
@pytest.mark.parametrize(("space", "score", "at_most"), [(PLANE, branin, 0.5), (MIXED, mixed, 0.75)])
def test_a_search_that_looks_at_its_scores_leaves_chance_behind(kind, space, score, at_most):
    guided = reached(Strategy.registry[kind](), space, score, 30, 8)[-1]
    by_chance = reached(RandomTrials(), space, score, 30, 60)[-1]
    assert guided < at_most * by_chance


@pytest.mark.parametrize(
    "settings", [{"kernel": "rbf"}, {"acquisition": "probability", "xi": 0.05}, {"acquisition": "confidence"}]
)
def test_it_finds_the_bottom_of_a_valley_however_it_is_set(settings):
    scores, _, _ = hunted(Bayes(**settings), LINE, valley, 15)
    assert scores.min() < 0.01


def test_the_weight_of_uncertainty_spreads_the_trials():
    def spread(confidence):
        _, places, _ = hunted(Bayes(acquisition="confidence", confidence=confidence), LINE, valley, 20)
        return places[0, 10:].std()

    assert spread(0.0) < 0.5 * spread(4.0)


@GUIDED
def test_a_trial_that_fails_everywhere_is_no_trouble(kind):
    scores, places, _ = hunted(Strategy.registry[kind](), PLANE, lambda tried: np.full(tried["x"].shape, np.inf), 14)
    assert len(scores) == 14
    assert ((places >= 0) & (places <= 1)).all()


@GUIDED
def test_the_same_seed_asks_for_the_same_trials_and_another_for_others(kind):
    def places(seed):
        return hunted(Strategy.registry[kind](), MIXED, mixed, 16, seed)[1].tolist()

    assert places(1) == places(1) != places(2)


@pytest.mark.parametrize(
    ("space", "score", "grid"), [(LINE, valley, (81,)), (PLANE, branin, (33, 33)), (MIXED, mixed, (33, 33))]
)
def test_a_belief_is_told_before_every_trial_that_it_leads_to(space, score, grid):
    d = len(space.dimensions)
    _, places, beliefs = hunted(Bayes(), space, score, 12, watched=True)
    assert [belief.after for belief in beliefs] == list(range(2 * d + 1, 12))
    for belief in beliefs:
        assert belief.dims == tuple(space.dimensions)[:2]
        assert belief.at.shape == (len(belief.dims), *grid)
        assert belief.mean.shape == belief.sd.shape == belief.gain.shape == grid
        assert (belief.sd >= 0).all() and (belief.gain >= 0).all()
        assert belief.next.tolist() == places[:, belief.after].tolist()
    assert not hunted(Bayes(), space, score, 12)[2], "nobody looks on"


def corner(settings):
    """The higher the rate the better, up to the end of the range."""
    return 1.0 - np.log10(settings["lr"])


@pytest.mark.parametrize("acquisition", ["improvement", "probability", "confidence"])
@pytest.mark.parametrize("score", [corner, valley, lambda tried: np.ones(len(tried["lr"]))])
def test_no_training_is_bought_twice(acquisition, score):
    _, places, _ = hunted(Bayes(acquisition=acquisition), LINE, score, 20)
    assert len(set(LINE.settings(places)["lr"].tolist())) == 20


def test_a_small_space_is_used_up_before_anything_is_tried_again():
    small = MIXED.only(["units", "rule"])
    _, places, _ = hunted(Bayes(), small, lambda tried: abs(tried["units"] - 5.0), 26)
    first = list(zip(*(of.tolist() for of in small.settings(places[:, :24]).values()), strict=True))
    assert len(set(first)) == 24


def test_nothing_is_promised_where_a_trial_was_however_rough_the_scores_are():
    """Neighbours that differ by a factor of ten are no reason for another look at the same place."""
    places = np.linspace(0.1, 0.9, 24)[None]
    rough = np.where(np.arange(24) % 2, 0.3, -0.3) + 4 * (places[0] - 0.5) ** 2
    process = Gaussian(places, rough - rough.mean())
    assert process.shape.noise > 0.01
    assert process.at(places)[1].min() > 5 * process.again(places)[1].max()
    assert process.again(places)[0].tolist() == process.at(places)[0].tolist()
    assert process.again(np.zeros((1, 1)))[1][0] > 10 * process.again(places)[1].max(), "away from all trials"


def test_what_is_believed_and_promised_fits_what_was_seen_and_is_tried():
    scores, places, beliefs = hunted(Bayes(), LINE, lambda tried: valley(tried) + 0.1, 12, watched=True)
    last = beliefs[-1]
    along, seen = last.at[0], np.isfinite(scores[:11])
    mean = np.interp(places[0, :11][seen], along, last.mean)
    told = np.log10(scores[:11][seen]) if last.log else scores[:11][seen]
    assert mean == pytest.approx(told, abs=0.2)
    assert along[last.gain.argmax()] == pytest.approx(last.next[0], abs=0.02)
    nearest = np.abs(along[:, None] - places[0, :11]).min(axis=1)
    assert last.sd[nearest.argmin()] < last.sd[nearest.argmax()], "it is least sure far from all trials"


def test_no_whole_number_and_no_option_is_nearer_than_it_is():
    room = Room(MIXED)
    places = room.snap(np.array([[0.2, 0.2, 0.3], [0.01, 0.12, 0.13], [0.1, 0.5, 0.99]]))
    assert places[0] == pytest.approx([0.2, 0.2, 0.3], abs=1e-3)
    assert places[0, 0] == places[0, 1], "told with three digits"
    assert places[1, 0] == places[1, 1] != places[1, 2]
    squares = room.apart(places, places)
    assert squares[1, 0, 1] == 0.0
    assert squares[2].tolist() == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]


def test_a_program_that_knows_of_tpe_has_not_loaded_optuna():
    program = "import sys, app.search.tpe; sys.exit('optuna' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_tpe_says_nothing_and_leaves_no_file(capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    hunted(TPE(), PLANE, branin, 12)
    assert capfd.readouterr() == ("", "")
    assert not list(tmp_path.iterdir())


def test_it_can_be_stopped_while_it_thinks():
    waves = Bayes().waves(Hunt(PLANE, 1, 12, np.random.default_rng(0), watched=True))
    wave, moments = next(waves), []
    while wave and len(moments) < 5:
        wave, thought = waves.send(branin(PLANE.settings(wave.places))), 0
        while wave is None:
            wave, thought = next(waves), thought + 1
        moments.append(thought)
    assert min(moments) > 15, "the fit, the search for a place and the picture each have some"
