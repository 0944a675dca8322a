"""A luck of one's own: for a run of a race, and for each repeat of a run."""

from __future__ import annotations

import json

import numpy as np
import pytest

from app import crowds
from app.export.words import race_line, racers
from optim_core import Noise, Rule, Schedule, Surface
from optim_core.batch import starts
from optim_core.cost import Budget
from optim_core.cut import Cut
from optim_core.record import Trace
from optim_core.walk import walk
from tests.test_api import unpack
from tests.test_export_code import assert_same_path, race

SEEDS = range(7, 12)
RULES = sorted(Rule.registry)
DATA = [kind for kind, s in Surface.registry.items() if s.rows]
GAUSSIAN, BATCH = Noise.registry["gaussian"], Noise.registry["mini-batch"]


def usual_noises(surface):
    return [cls() for cls in Noise.registry.values() if surface.rows or not cls.needs_rows]


def assert_each_walks_as_alone(rule, surface, steps=90, **conditions):
    """Bit for bit, whatever the walk says of a run, to its end and then frozen."""
    together = Trace.of(walk(rule, surface, starts(surface.begin(), (len(SEEDS),)), steps, seed=SEEDS, **conditions))
    for k, seed in enumerate(SEEDS):
        alone = Trace.of(walk(rule, surface, surface.begin(), steps, seed=seed, **conditions))
        n = len(alone.x)
        for name in ("x", "loss", "grad_norm"):
            mine, single = getattr(together, name), getattr(alone, name)
            assert np.array_equal(mine[:n, ..., k], single[..., 0], equal_nan=True), (name, seed)
        assert (together.x[n:, :, k] == alone.x[-1, :, 0]).all(), "frozen"
        assert together.last.status[k] == alone.last.status[0]
        assert together.last.ended[k] == alone.last.ended[0]
        for what, spent in alone.last.spent.items():
            assert np.broadcast_to(together.last.spent[what], len(SEEDS))[k] == np.broadcast_to(spent, 1)[0]
    return together


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("on", ["rosenbrock", "diabetes-raw", "tumours"])
def test_every_rule_repeated_is_its_single_races(kind, on):
    surface = Surface.registry[on]()
    for noise in usual_noises(surface):
        assert_each_walks_as_alone(Rule.registry[kind](), surface, noise=noise)


@pytest.mark.parametrize("on", sorted(Surface.registry))
def test_any_surface_repeated_is_its_single_races(on):
    surface = Surface.registry[on]()
    for noise in usual_noises(surface):
        for kind in ("momentum", "line-search", "random-search"):
            assert_each_walks_as_alone(Rule.registry[kind](), surface, 25, noise=noise)


@pytest.mark.parametrize("form", Rule.registry["random-search"].settings()["form"].options)
def test_the_draws_of_a_rule_itself_are_those_of_the_single_races(form):
    together = assert_each_walks_as_alone(Rule.registry["random-search"](form=form), Surface.registry["himmelblau"]())
    assert len(set(together.x[-1, 0].tolist())) == len(SEEDS), "each has its own"


@pytest.mark.parametrize("on", DATA)
@pytest.mark.parametrize("sampling", ["epoch", "with-replacement"])
@pytest.mark.parametrize("size", [1, 3, 64, 100])
def test_mini_batches_of_any_size_repeated_are_those_of_the_single_races(on, sampling, size):
    surface = Surface.registry[on]()
    noise = BATCH(batch_size=min(size, surface.rows), sampling=sampling)
    assert_each_walks_as_alone(Rule.registry["adam"](lr=0.1), surface, noise=noise)


@pytest.mark.parametrize("kind", sorted(Schedule.registry))
def test_schedules_drive_each_repeat_as_they_drive_it_alone(kind):
    schedules = {"lr": Schedule.registry[kind]()}
    rule, surface = Rule.registry["gradient-descent"](lr=0.02), Surface.registry["ravine"]()
    assert_each_walks_as_alone(rule, surface, noise=GAUSSIAN(sigma=3.0), schedules=schedules)


def test_a_repeat_ends_when_it_would_end_alone():
    rule, surface = Rule.registry["line-search"](), Surface.registry["rosenbrock"]()
    spent = assert_each_walks_as_alone(rule, surface, noise=GAUSSIAN(sigma=5.0), budget=Budget("cost", 300))
    assert len(set(spent.last.ended.tolist())) > 1, "each spends in its own way"
    wild, bent = Rule.registry["gradient-descent"](lr=0.5), Surface.registry["double-well"]()
    assert_each_walks_as_alone(wild, bent, noise=GAUSSIAN(sigma=2.0))
    calm = Rule.registry["gradient-descent"](lr=0.5)
    assert_each_walks_as_alone(calm, Surface.registry["bowl"](), noise=GAUSSIAN(sigma=0.1), tolerance=0.05)


def test_two_strengths_of_noise_are_the_same_draws():
    surface = Surface.registry["bowl"]()
    x = np.zeros((2, 1))
    weak, strong = GAUSSIAN(sigma=0.5).draws(surface, 3), GAUSSIAN(sigma=2.0).draws(surface, 3)
    for _ in range(200):
        assert (strong(x).grad(x) == 4.0 * weak(x).grad(x)).all()


def test_shared_luck_fits_a_batch_of_any_shape():
    rule, surface = Rule.registry["random-search"](), Surface.registry["bowl"]()
    grid = np.array(np.meshgrid([1.0, 2.0, 3.0], [0.5, 1.5]))
    together = Trace.of(walk(rule, surface, grid, 20, seed=4))
    alone = Trace.of(walk(rule, surface, grid[:, 1, 2], 20, seed=4))
    assert (together.x[..., 1, 2] == alone.x[..., 0]).all()


def raced(client, *runs, **rest):
    """A race as JSON."""
    spec = {"surface": {"kind": "bowl"}, "start": [2, 1.5], "steps": 40, "runs": list(runs), **rest}
    answer = client.post("/api/race", json=spec, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return answer.json()["runs"]


GD = {"optimizer": {"kind": "gradient-descent", "lr": 0.1}}


def test_a_run_has_the_noise_of_the_race_unless_it_has_its_own(client):
    loud, soft, none = {"kind": "gaussian", "sigma": 2.0}, {"kind": "gaussian", "sigma": 0.5}, {"kind": "none"}
    as_race, own, calm = raced(client, GD, GD | {"noise": soft}, GD | {"noise": none}, noise=loud, seed=5)
    for run, noise in ((as_race, loud), (own, soft), (calm, none)):
        (alone,) = raced(client, GD, noise=noise, seed=5)
        assert run == alone
    excess = [[a - b for a, b in zip(run["x"], calm["x"], strict=True)] for run in (as_race, own)]
    np.testing.assert_allclose(excess[0], np.multiply(excess[1], 4.0), atol=1e-12)  # common random numbers


def test_a_noise_that_does_not_fit_is_refused_by_its_place(client):
    spec = {"surface": {"kind": "bowl"}, "runs": [GD, GD | {"noise": {"kind": "mini-batch"}}]}
    refused = client.post("/api/race", json=spec)
    assert refused.status_code == 422
    assert refused.json()["field"] == "runs[1].noise.kind"
    assert refused.json()["detail"].startswith("runs[1].noise.kind: mini-batches need a surface made of data")
    spec["runs"][1]["noise"] = {"kind": "gaussian", "sigma": -1}
    refused = client.post("/api/race?lang=ko", json=spec)
    assert refused.json()["field"] == "runs[1].noise.sigma"
    spec["runs"][1]["noise"] = {"kind": "thunder"}
    refused = client.post("/api/race", json=spec)
    assert refused.json()["field"] == "runs[1].noise" and "thunder" in refused.json()["detail"]


def test_a_run_is_looked_into_and_tuned_with_its_own_noise(client):
    noisy = GD | {"noise": {"kind": "gaussian", "sigma": 1.0}}
    spec = {"surface": {"kind": "bowl"}, "steps": 20, "runs": [GD, noisy]}
    seen = [client.post("/api/inspect", json={"race": spec, "run": i, "at": 3}).json()["window"] for i in (0, 1)]
    _, run = raced(client, *spec["runs"], steps=20, start=None)
    assert seen[1]["x"] == [list(place) for place in zip(run["x"], run["y"], strict=True)][:-1]
    assert seen[0]["x"][:1] == seen[1]["x"][:1] and seen[0]["x"][5] != seen[1]["x"][5]
    told = client.post("/api/tune", json=spec | {"trials": 4}).text
    after = [json.loads(line[5:])["before"] for line in told.splitlines() if '"before"' in line]
    assert after[0] != after[1]


def test_a_script_of_a_run_draws_its_own_noise():
    run = {"noise": {"kind": "gaussian", "sigma": 0.7}}
    assert_same_path(race("adam", run=run, noise={"kind": "gaussian", "sigma": 5.0}, seed=3))
    assert_same_path(race("adam", run={"noise": {"kind": "none"}}, noise={"kind": "gaussian"}, seed=3))
    assert_same_path(race("momentum", DATA[0], run={"noise": {"kind": "mini-batch", "batch_size": 5}}, seed=3))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_words_of_a_race_say_whose_noise_is_whose(language):
    noise, own = {"kind": "gaussian", "sigma": 0.3}, {"noise": {"kind": "gaussian", "sigma": 0.7}}
    mixed, lone = race("adam", run=own, noise=noise), race("adam", noise=noise)
    mixed = mixed.model_copy(update={"runs": [*mixed.runs, *lone.runs]})
    line = race_line(mixed, language)
    assert "0.3" in line and ("not for 1 of the runs" in line or "실행 1개는 기울기 오차를" in line)
    first, second = racers(mixed, language)
    assert "0.7" in first.driven[0] and not second.driven
    assert "0.3" not in race_line(race("adam", run=own, noise=noise), language), "no run has it"


NOISY = {"kind": "gaussian", "sigma": 1.0}
RANDOM = {"optimizer": {"kind": "random-search"}}
WILD = {"optimizer": {"kind": "gradient-descent", "lr": 0.45}}


def streamed(client, spec):
    """The events of a race by name, in lists."""
    found: dict[str, list] = {"start": [], "frame": [], "done": []}
    for block in client.post("/api/race", json=spec).text.strip().split("\n\n"):
        name, data = block.split("\n", 1)
        found[name.removeprefix("event: ")].append(json.loads(data.removeprefix("data: ")))
    return found


def joined(frames, part, run, column):
    """A column of one run, put together."""
    arrays = [unpack(one[column]) for frame in frames for one in frame.get(part, []) if one["run"] == run]
    return np.concatenate(arrays)


def race_of(*runs, **rest):
    return {"surface": {"kind": "double-well"}, "start": [1.3, 1.0], "steps": 300, "noise": NOISY, "seed": 4} | {
        "runs": list(runs),
        **rest,
    }


def test_repeats_come_with_the_frames_as_quantiles_of_the_single_races(client):
    spec = race_of(GD, RANDOM, repeats=15)
    told = streamed(client, spec)
    assert told["start"][0]["repeats"] == 15
    for run, asked in enumerate(spec["runs"]):
        single = [raced(client, asked, **race_of(seed=4 + k) | {"runs": [asked]})[0] for k in range(15)]
        losses = np.array([one["loss"] for one in single])
        for name, share in (("low", 0.1), ("median", 0.5), ("high", 0.9)):
            mine = joined(told["frame"], "repeats", run, name)
            np.testing.assert_allclose(mine, np.quantile(losses, share, axis=0), rtol=1e-12)
        np.testing.assert_allclose(joined(told["frame"], "repeats", run, "mean"), losses.mean(axis=0), rtol=1e-12)
        moments = joined(told["frame"], "repeats", run, "moments")
        assert moments.tolist() == [*range(0, 301, 3)]
        places = joined(told["frame"], "repeats", run, "places")
        expected = np.array([[one["x"], one["y"]] for one in single])[:, :, moments]
        assert (places == expected.transpose(2, 1, 0).astype("f4")).all()
        ends = told["done"][0]["runs"][run]["repeats"]
        assert ends["final"] == losses[:, -1].tolist() and ends["diverged"] == 0.0
        summary = [ends["p10"], ends["median"], ends["p90"]]
        np.testing.assert_allclose(summary, np.quantile(losses[:, -1], [0.1, 0.5, 0.9]), rtol=1e-12)
        np.testing.assert_allclose(ends["mean"], losses[:, -1].mean(), rtol=1e-12)


def test_the_first_repeat_is_the_run_as_it_was(client):
    with_, without = race_of(GD, RANDOM, repeats=10), race_of(GD, RANDOM)
    many, one = streamed(client, with_), streamed(client, without)
    for run in (0, 1):
        for column in ("x", "y", "loss", "evaluations", "cost"):
            assert (joined(many["frame"], "runs", run, column) == joined(one["frame"], "runs", run, column)).all()
    assert not any("repeats" in frame for frame in one["frame"])
    assert all("repeats" not in run for run in one["done"][0]["runs"])
    first, plain = raced(client, GD, **with_ | {"runs": [GD]})[0], raced(client, GD, **without | {"runs": [GD]})[0]
    assert first.pop("repeats") == many["done"][0]["runs"][0]["repeats"]
    assert first == plain
    table = [client.post("/api/race", json=spec, headers={"Accept": "text/csv"}).text for spec in (with_, without)]
    assert table[0] == table[1]


def test_a_repeat_that_diverges_is_infinitely_high(client):
    mixed = race_of(WILD, repeats=40, steps=60)
    (run,) = raced(client, *mixed.pop("runs"), **mixed)
    ends = run["repeats"]
    assert 0.0 < ends["diverged"] < 0.9, "some do"
    assert ends["final"].count(None) == round(40 * ends["diverged"])
    assert ends["mean"] is None and ends["p10"] is not None


def test_quantiles_between_infinities_are_infinite():
    ranked = np.array([[1.0, 2.0, np.inf, np.inf], [np.inf] * 4, [1.0, 2.0, 3.0, 4.0]])
    low, median, high, mean = crowds._summary(ranked)
    np.testing.assert_allclose(low, [1.3, np.inf, 1.3])
    assert median.tolist() == [np.inf, np.inf, 2.5] and mean.tolist() == [np.inf, np.inf, 2.5]
    assert high.tolist()[:2] == [np.inf, np.inf]


def test_the_places_of_a_long_race_are_told_now_and_then_and_at_its_end(client):
    told = streamed(client, race_of(GD, repeats=4, steps=1003))
    moments = joined(told["frame"], "repeats", 0, "moments").tolist()
    assert moments == [*range(0, 1003, 9), 1003] and len(moments) <= 125


REFUSED = {
    "none": ({"repeats": 0}, "repeats must be at least 1; it is 0."),
    "too many": ({"repeats": 201}, "repeats must be at most 200; it is 201."),
    "half": ({"repeats": 1.5}, "repeats must be a whole number."),
    "words": ({"repeats": "ten"}, "repeats must be a whole number."),
    "too much work": ({"repeats": 200, "steps": 60_000}, "repeats must be at most 166 for 60000 steps (runs: 1)."),
}


@pytest.mark.parametrize("what", REFUSED)
def test_repeats_beyond_reason_are_refused_in_a_sentence(client, what):
    given, sentence = REFUSED[what]
    refused = client.post("/api/race", json=race_of(GD) | given)
    assert refused.status_code == 422 and refused.json() == {"detail": sentence, "field": "repeats"}
    korean = client.post("/api/race?lang=ko", json=race_of(GD) | given)
    assert korean.status_code == 422 and korean.json()["detail"] != sentence


def test_other_questions_are_about_the_first_repeat(client):
    spec = race_of(GD, repeats=5)
    plain = race_of(GD)
    for path, more in (("inspect", {"run": 0, "at": 5}), ("export/numpy", {"run": 0})):
        answers = [client.post(f"/api/{path}", json={"race": one, **more}).text for one in (spec, plain)]
        assert answers[0] == answers[1]
    tuned = [client.post("/api/tune", json=one | {"trials": 3}).text for one in (spec, plain)]
    assert tuned[0] == tuned[1]


@pytest.mark.parametrize(("language", "words"), [("en", "seeds 4 to 13"), ("ko", "시드 4~13")])
def test_a_page_that_plays_offline_says_that_it_shows_one_of_many(client, language, words):
    order = {"race": race_of(GD, repeats=10), "run": 0}
    for what in ("html", "handout"):
        assert words in client.post(f"/api/export/{what}?lang={language}", json=order).text


def test_places_are_told_at_the_pace_of_each_run_where_a_budget_ends_it(client):
    small, large = ({"noise": {"kind": "mini-batch", "batch_size": size}} for size in (2, 128))
    spec = {"surface": {"kind": "tumours"}, "budget": {"of": "epochs", "most": 3}, "repeats": 3}
    told = streamed(client, spec | {"runs": [GD | small, GD | large]})
    slow, quick = (joined(told["frame"], "repeats", run, "moments").tolist() for run in (0, 1))
    assert quick == [*range(15)], "every step of a few"
    assert 100 < len(slow) <= 125 and slow[-1] == 854, "every few of many"
    newton = streamed(client, race_of({"optimizer": {"kind": "newton"}}, repeats=3, budget={"of": "cost", "most": 900}))
    assert joined(newton["frame"], "repeats", 0, "moments").tolist() == [*range(61)]


@pytest.mark.parametrize("saved", ["everything", "weights", "nothing"])
def test_a_power_cut_strikes_each_repeat_as_it_would_strike_it_alone(saved):
    rule, surface = Rule.registry["adam"](lr=0.1), Surface.registry["rosenbrock"]()
    together = assert_each_walks_as_alone(rule, surface, noise=GAUSSIAN(sigma=2.0), cut=Cut(40, saved))
    assert len(set(together.x[41, 0].tolist())) == len(SEEDS), "luck goes on"
