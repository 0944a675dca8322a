"""Charts of lessons: what they may ask for, that each point is the race it stands for, and the course's own curves."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path as File

import numpy as np
import pytest
from pydantic import ValidationError

from app.courses import Course
from app.declared import build
from app.specs import race_model
from app.teaching.chart import Chart
from app.teaching.charting import job
from app.teaching.places import Mistake
from app.teaching.points import abreast, points
from app.teaching.shelf import read
from app.teaching.sweep import Sweep
from optim_core import Rule
from optim_core.claims.path import Path

LESSONS = File(__file__).parent / "data/lessons"
STEPS = {step.plan.id: step.plan for step in read(LESSONS / "900-charts").steps}
WORDS = {"en": "words", "ko": "말"}
MU = {"label": "mu", "optimizer": {"kind": "momentum", "lr": 0.01}}
GD = {"label": "gd", "optimizer": {"kind": "gradient-descent", "lr": 0.01}}
RACE = {"surface": {"kind": "ravine"}, "start": [-2.5, 0.25], "steps": 50, "runs": [MU, GD]}

MANY = {"from": 0, "to": 1, "count": 400}


def race(**changes):
    return race_model().model_validate_json(json.dumps(RACE | changes))


def chart(measure="final_loss(mu)", **changes):
    lines = [{"measure": measure, "name": WORDS}]
    asked = {"over": "mu.momentum", "values": [0, 0.5, 0.9], "title": WORDS, "across": WORDS, "lines": lines}
    return Chart.model_validate_json(json.dumps(asked | changes))


def measured(race, chart):
    """What each line measures, by cell, in the order of the grid."""

    found = {point.cell: point.measured for some in points(Sweep(race, chart)) for point in some or ()}
    return [found[cell] for cell in range(len(found))]


def returned(stops):
    """What work that may be stopped again and again comes to."""
    while True:
        try:
            next(stops)
        except StopIteration as end:
            return end.value


def of(step):
    return measured(STEPS[step].spec, STEPS[step].chart)


def first(rows):
    return [row[0] for row in rows]


# The figures of the course.


def test_the_loss_against_the_learning_rate_falls_and_rises_again():
    told = first(of("rate"))
    expected = [1.14, 8.30e-05, 2.47e-30, 0, 2.47e-30, 8.30e-05, 1.14, 3.125, 8.45, 4.31e04]
    assert told[:-1] == pytest.approx(expected, rel=5e-3, abs=0)
    assert told[-1] == "diverged"


def test_momentum_pays_for_the_root_of_the_condition_number():
    gd, mu = zip(*of("steepness"), strict=True)
    assert gd == (35, 346, 3454) and mu[:2] == (15, 56) and mu[2] == pytest.approx(198, rel=0.05)


def test_too_little_momentum_is_slow_and_too_much_never_arrives():
    told = first(of("inertia"))
    assert told == [745, 517, 364, 204, 108, 94, 87, 129, 211, 1081, 2149, 10564, "never"]


def test_a_monkey_saddle_ten_times_nearer_takes_ten_times_longer():
    gd, theory = zip(*of("monkey"), strict=True)
    assert gd == (66726, 6709, 691, 73) and theory == pytest.approx(gd, rel=0.1)


def test_the_best_betas_are_the_usual_ones():
    told = np.array(first(of("betas"))).reshape(4, 4)  # rows are beta2
    assert told.argmin() == 2 * 4 + 2 and told[2, 2] == pytest.approx(1.2e-5, rel=0.02)
    assert told[0] == pytest.approx([0.47, 0.0359, 0.0041, 0.5], rel=0.02)


def test_himmelblau_is_shared_among_four_valleys():
    told = first(of("valleys"))
    shares = Counter(told)
    assert len(told) == 61 * 61 and {round(100 * n / len(told)) for n in shares.values()} == {24, 25, 26}
    assert told[60 + 60 * 61] == 1 and told[0] == 3  # across first, rows upwards


def test_newton_is_drawn_to_the_saddle_from_more_than_a_quarter_of_the_line():
    newton, free, gd = zip(*of("saddle"), strict=True)
    assert newton.count(1) / len(newton) == pytest.approx(0.28, abs=0.02)
    assert free.count(1) == gd.count(1) == 1


def test_the_best_batch_lies_between():
    told = first(of("batches"))
    assert min(told) == told[2] < 1e-3 and told[0] > 5 * told[2] and told[3:] == sorted(told[3:])


def test_the_best_cooling_lies_between():
    told = first(of("cooling"))
    assert min(told) == told[4] == pytest.approx(0.0029, rel=0.1)
    assert told == pytest.approx([0.038, 0.03, 0.018, 0.0051, 0.0029, 0.0054, 0.056, 0.38, 1], rel=0.1)


# Each cell is the race that it stands for.


def alone(race, run):
    course = Course(race, race.runs[run])
    return Path.of(course.surface, course.single(build(Rule, race.runs[run].optimizer)))


def same(a, b):
    numbers = [(getattr(a, name), getattr(b, name)) for name in ("x", "y", "loss", "grad_norm", "lr")]
    equal = all(np.array_equal(left, right, equal_nan=True) for left, right in numbers)
    return equal and dict(a.spent) == dict(b.spent) and a.status == b.status


@pytest.mark.parametrize(
    ("changes", "over", "values"),
    [
        ({}, "mu.momentum", [0, 0.3, 0.9, 0.999]),
        ({"steps": 400}, "gd.lr", [0.001, 0.0199, 0.021, 0.05, 1]),
        ({"tolerance": 0.5, "steps": 300}, "start.x", [-2, -0.1, 0, 3]),
        ({"noise": {"kind": "gaussian", "sigma": 1}}, "start.y", [-2, 0.5, 1.5]),
        ({"budget": {"of": "cost", "most": 90}}, "mu.lr", [0.001, 0.01]),
        (
            {"runs": [GD | {"schedules": {"lr": {"kind": "exponential"}}}]},
            "gd.lr.k",
            [0.001, 0.01, 0.3],
        ),
        ({"runs": [{"label": "ls", "optimizer": {"kind": "bfgs"}}]}, "start.x", [-2, 0.5, 3]),
        ({"runs": [{"label": "adam", "optimizer": {"kind": "adam"}}]}, "adam.beta2", [0.5, 0.9, 0.999]),
    ],
)
def test_a_cell_of_a_batch_is_exactly_its_single_run(changes, over, values):
    spec = race(**changes)
    label = spec.runs[0].label
    sweep = Sweep(spec, chart(f"final_loss({label})", over=over, values=values))
    races = [sweep.race(cell) for cell in range(len(values))]
    run = 1 if over.startswith("gd") and len(spec.runs) > 1 else 0
    assert sweep.abreast
    for path, one in zip(returned(abreast(races, run)), races, strict=True):
        assert same(path, alone(one, run))


def test_what_is_swept_one_by_one_is_its_single_run_too():
    told = first(measured(race(), chart(over="surface.kappa", values=[2, 10, 100])))
    surfaces = [{"kind": "ravine", "kappa": kappa} for kappa in (2, 10, 100)]
    assert told == [alone(race(surface=surface), 0).loss[-1] for surface in surfaces]


def test_a_run_that_nothing_swept_concerns_is_walked_once():
    both = chart("final_loss(mu) - final_loss(gd)")
    assert len(measured(race(), both)) == 3
    sweep = Sweep(race(), both)
    assert [len(sweep.places_of(run)) for run in sweep.runs.values()] == [1, 0]


def test_a_run_with_its_own_start_is_not_moved():
    spec = race(runs=[MU, GD | {"start": [1.0, 1.0]}])
    told = measured(spec, chart("x_at(mu, 0) + 100 * x_at(gd, 0)", over="start.x", values=[2, 3]))
    assert first(told) == [102, 103]


def test_a_plain_number_is_seen_by_measures_only_and_others_may_follow_it():
    told = measured(race(), chart("lr_at(mu, 0) + n + v", over="n", values=[1, 2], tied={"mu.lr": "v / 1000"}))
    assert first(told) == pytest.approx([2.001, 4.002])


def test_seeds_are_combined_before_they_are_told():
    noise = {"kind": "gaussian", "sigma": 1}
    told = first(measured(race(noise=noise), chart(values=[0.5], seeds=4, aggregate="max")))
    singles = [
        alone(race(noise=noise, seed=seed, runs=[MU | {"optimizer": MU["optimizer"] | {"momentum": 0.5}}]), 0)
        for seed in range(4)
    ]
    assert told == [max(path.loss[-1] for path in singles)]


def test_a_chart_that_would_walk_too_long_one_by_one_is_refused():
    with pytest.raises(Mistake, match="4000000 steps, where one chart may have 3000000"):
        Sweep(race(steps=10_000), chart(over="surface.kappa", values={"from": 1, "to": 401, "count": 400}))


def test_what_never_happens_what_blows_up_and_what_is_no_number_are_told_apart():
    told = measured(race(), chart("steps_to_loss(mu, 1e-300)", values=[0.5])) + measured(
        race(steps=400), chart("final_loss(gd)", over="gd.lr", values=[10])
    )
    assert first(told + measured(race(), chart("log(v - 1)", over="n", values=[0.5, 2]))) == [
        "never",
        "diverged",
        None,
        0,
    ]


def test_a_curve_shows_its_shape_early():
    order = Sweep(race(), chart(values={"from": 0, "to": 0.9, "count": 9})).order()
    assert set(order[:2]) == {0, 8} and order[2] == 4 and set(order[3:5]) == {2, 6} and sorted(order) == list(range(9))
    corners = Sweep(
        race(),
        chart(
            over="start.x",
            values={"from": 0, "to": 8, "count": 9},
            **{"and": "start.y"},
            and_values=[1, 2, 3],
            up=WORDS,
        ),
    ).order()
    assert set(corners[:4]) == {0, 8, 18, 26}


# What cannot be charted is refused before anything runs.


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"over": "mu.speed"}, "momentum has no number called speed; it has lr, momentum"),
        ({"over": "nobody.lr"}, "nobody.lr is no number of the race"),
        ({"over": "gd.lr.k"}, "gradient-descent has no number called lr.k; it has lr"),
        ({"over": "surface.height"}, "ravine has no number called height"),
        ({"over": "noise.sigma"}, "none has no number called sigma; it has none"),
        ({"over": "start.z"}, "a start has x and y"),
        ({"values": [0, 2]}, "runs\\[0\\].optimizer.momentum"),
        ({"measure": "final_loss(nobody)"}, "none of gd, mu"),
        ({"measure": "fortune(mu)"}, "there is no fortune"),
        ({"measure": "final_loss(mu"}, "is no expression"),
        ({"tied": {"mu.lr": "final_loss(mu)"}}, "asked of a run"),
        ({"tied": {"mu.lr": "1 / v"}}, "division by zero|'1 / v' at"),
        ({"tied": {"t": "v"}}, "only settings of the race"),
        (
            {
                "measure": "final_loss(mu) - final_loss(gd)",
                "seeds": 1000,
                "aggregate": "mean",
                "over": "n",
                "values": MANY,
            },
            "one chart may have 20000000",
        ),
    ],
)
def test_a_chart_that_does_not_fit_its_race_is_refused_in_one_sentence(changes, complaint):
    with pytest.raises(Mistake, match=complaint):
        Sweep(race(), chart(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"values": []},
        {"values": [1, 1]},
        {"values": [1, 3, 2]},
        {"values": {"from": 0, "to": 1, "count": 5, "log": True}},
        {"values": {"from": 1, "to": 1, "count": 5}},
        {"values": [0, 1], "x": "log"},
        {"and": "start.x"},
        {"and": "mu.momentum", "and_values": [1, 2], "up": WORDS},
        {"and": "start.x", "and_values": [1, 2]},
        {"and": "start.x", "and_values": MANY, "values": MANY, "up": WORDS},
        {"seeds": 5},
        {"between": [1, 0]},
        {"colour": "red"},
        {"classes": {"one": WORDS}},
        {"lines": []},
    ],
)  # fmt: skip
def test_a_chart_that_makes_no_sense_is_refused(changes):
    with pytest.raises(ValidationError):
        chart(**changes)


def test_a_chart_may_be_stopped_again_and_again():
    sweep = Sweep(STEPS["valleys"].spec, STEPS["valleys"].chart)
    assert sum(some is None for some in points(sweep)) > 50


def test_a_chart_is_the_same_after_the_way_to_its_worker():
    for plan in STEPS.values():
        if plan.chart:
            race, chart = job(plan.spec, plan.chart)
            assert race_model().model_validate_json(race).model_dump() == plan.spec.model_dump()
            assert Chart.model_validate_json(chart) == plan.chart


# The route.


@pytest.fixture
def mounted(client, monkeypatch):
    monkeypatch.setenv("RAVINE_LESSONS", str(LESSONS))
    return client


def events(text):
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def test_a_chart_is_streamed_and_whole_as_json(mounted):
    answer = mounted.get("/api/lessons/900-charts/inertia/chart")
    assert answer.headers["content-type"].startswith("text/event-stream")
    (start, about), *more, (end, _) = events(answer.text)
    assert (start, end, {name for name, _ in more}) == ("start", "done", {"points"})
    assert about["x"]["path"] == ["runs", 0, "optimizer", "momentum"] and about["title"]["ko"].startswith("손실")
    assert about["lines"] == [{"name": {"en": "measured", "ko": "측정"}, "runs": [0]}] and about["y"] is None
    told = {cell: value for _, part in more for cell, value in zip(part["cells"], part["lines"][0], strict=True)}
    whole = mounted.get("/api/lessons/900-charts/inertia/chart", headers={"Accept": "application/json"}).json()
    assert whole["lines"][0]["values"] == [told[cell] for cell in range(13)]
    assert whole["lines"][0]["values"][0] == 745 and whole["lines"][0]["values"][-1] == "never"


def test_a_chart_tells_what_else_follows_the_swept_value(mounted):
    (_, about), (_, part), *_ = events(mounted.get("/api/lessons/900-charts/monkey/chart").text)
    assert about["x"]["path"] is None and about["tied"] == [["start", 0]]
    assert sorted(part["tied"][0]) == [-0.1, -0.01, -0.001, -0.0001]


@pytest.mark.parametrize("step", ["nothing", "../rate", "one-jump"])
def test_what_has_no_chart_is_not_found(mounted, step):
    assert mounted.get(f"/api/lessons/020-step-size/{step}/chart").status_code == 404
    assert mounted.get(f"/api/lessons/900-nobody/{step}/chart").status_code == 404
