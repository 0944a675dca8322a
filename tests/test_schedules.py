"""Schedules against torch.optim.lr_scheduler and against their own definitions."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from optim_core import Rule, Schedule, Surface
from optim_core.record import Trace
from optim_core.walk import walk

CASES = json.loads((Path(__file__).parent / "data/torch_schedules.json").read_text())["cases"]


def build(spec):
    return Schedule.registry[spec["kind"]](**{k: v for k, v in spec.items() if k != "kind"})


def factors(schedule, steps, losses=None):
    schedule, memory, found = schedule.lasting(steps).over((1,)), None, []
    with np.errstate(invalid="ignore"):
        for t in range(steps):
            loss = np.array([1.0 if losses is None else losses[t]])
            factor, memory = schedule.step(t, loss, memory)
            found.append(float(np.asarray(factor).ravel()[0]))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["schedule"]["kind"])
def test_factors_are_those_of_torch(case):
    ours = factors(build(case["schedule"]), len(case["factors"]), case.get("losses"))
    np.testing.assert_allclose(ours, case["factors"], rtol=1e-10, atol=1e-14)


def test_every_schedule_that_torch_has_is_compared_with_it():
    assert {case["schedule"]["kind"] for case in CASES} == set(Schedule.registry) - {"convex-ramp"}


def test_the_convex_ramp_is_the_momentum_of_nesterovs_proof():
    ramp = factors(Schedule.registry["convex-ramp"](), 5)
    assert ramp == [0, 1 / 4, 2 / 5, 3 / 6, 4 / 7]
    rule, surface = Rule.registry["nesterov"](lr=0.01, momentum=1.0), Surface.registry["bowl"]()
    moments = walk(rule, surface, surface.begin(), 4, schedules={"momentum": Schedule.registry["convex-ramp"]()})
    assert [m.settings["momentum"][0] for m in moments] == ramp


@pytest.mark.parametrize(
    ("kind", "settings"),
    [("ravine", {}), ("ravine", {"angle": 45.0}), ("diabetes-raw", {}), ("diabetes-correlated", {})],
    ids=("ravine", "turned", "raw", "correlated"),
)
def test_no_curve_crosses_the_ceiling_that_is_proven_for_convex_losses(kind, settings):
    """With a rate of 1 / L: 2 d^2 / (lr (t + 1)^2) for Nesterov's ramp, d^2 / (2 lr t) for plain descent."""
    surface = Surface.registry[kind](**settings)
    start, (best, *_) = np.array(surface.begin()), surface.minima()
    lr = 1.0 / np.linalg.eigvalsh(surface.hess(start)).max()
    far, t = np.sum((start - best) ** 2), np.arange(1, 501)
    ceilings = {"nesterov": 2.0 * far / (lr * (t + 1) ** 2), "gradient-descent": far / (2.0 * lr * t)}
    ramp = {"momentum": Schedule.registry["convex-ramp"]()}
    reached = {}
    for name, ceiling in ceilings.items():
        ahead = name == "nesterov"
        rule = Rule.registry[name](lr=lr, **{"momentum": 1.0} if ahead else {})
        above = (
            Trace.of(walk(rule, surface, start, 500, schedules=ramp if ahead else None)).loss[1:, 0] - surface.floor()
        )
        reached[name] = (above / ceiling).max()
        assert reached[name] < 1.0
    if kind == "ravine":
        assert reached == pytest.approx({"nesterov": 0.268, "gradient-descent": 0.181}, abs=1e-3)


@pytest.mark.parametrize("kind", [k for k, s in Schedule.registry.items() if s.spans])
def test_a_length_of_zero_means_the_whole_race(kind):
    schedule = Schedule.registry[kind]
    assert factors(schedule(), 37) == factors(schedule(**{schedule.spans: 37}), 37)


@pytest.mark.parametrize("kind", Schedule.registry)
def test_a_schedule_with_an_end_holds_its_last_factor(kind):
    schedule = Schedule.registry[kind]
    if not schedule.spans:
        assert all(math.isfinite(f) for f in factors(schedule(), 300))
        return
    long = factors(schedule(**{schedule.spans: 20}), 60)
    assert len(set(long[20:])) == 1


@pytest.mark.parametrize("kind", Schedule.registry)
def test_a_batch_of_schedules_equals_its_single_ones(kind):
    schedule = Schedule.registry[kind]
    losses = np.abs(np.sin(np.arange(60.0)))
    for name, setting in schedule.numbers().items():
        values = np.linspace(setting.low, setting.high, 4)
        values = np.rint(values) if setting.whole else values
        many = schedule(**{name: values}).lasting(60).over((4,))
        memory, rows = None, []
        with np.errstate(invalid="ignore", divide="ignore"):
            for t in range(60):
                factor, memory = many.step(t, np.full(4, losses[t]), memory)
                rows.append(np.array(np.broadcast_to(factor, (4,))))
            for i, value in enumerate(values):
                alone = factors(schedule(**{name: value}), 60, losses)
                assert np.array_equal(np.array(rows)[:, i], alone, equal_nan=True), (name, value)


def test_plateau_watches_the_true_loss_and_cuts_where_it_stops_falling():
    rule, surface = Rule.registry["gradient-descent"](lr=1.0), Surface.registry["deep-hole"]()
    plateau = Schedule.registry["plateau"](factor=0.5, patience=5)
    moments = list(walk(rule, surface, surface.begin(), 400, schedules={"lr": plateau}))
    lr = [float(m.settings["lr"][0]) for m in moments]
    assert lr[0] == 1.0 and lr[-1] < 0.05
    constant = Trace.of(walk(rule, surface, surface.begin(), 400))
    assert moments[-1].loss[0] < 1e-3 < constant.loss[-1, 0]


def test_plateau_ends_on_a_negative_minimum_too():
    same = [-1.0] * 60
    assert factors(Schedule.registry["plateau"](factor=0.5, patience=4), 60, same)[-1] < 0.01


def test_a_schedule_on_a_name_that_is_no_number_is_refused():
    rule, surface = Rule.registry["momentum"](), Surface.registry["bowl"]()
    with pytest.raises(ValueError, match="form"):
        next(walk(rule, surface, (1, 1), 3, schedules={"form": Schedule.registry["constant"]()}))
