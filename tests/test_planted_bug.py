"""Exhibit A9: what a gradient check says of a right backward pass and of one with a bug in it."""

import functools

import numpy as np
import pytest

from optim_core.gradcheck import BANDS, check, numerical, relative_length
from optim_core.networks.backward import Backward
from optim_core.networks.mlp import MLP
from optim_core.networks.units import COURSE
from optim_core.studies.planted_bug import BUGS, PlantedBug, place
from optim_core.study import Findings, Mark

SAYS = {band.name: band.says for band in BANDS}
PLANTED = [bug.kind for bug in BUGS if bug is not Backward]


@functools.cache
def found(**given):
    """What it finds at the h that was chosen; the curves over all h take longer."""
    findings = Findings.none(PlantedBug)
    for part in PlantedBug(**given).parts(None):
        if isinstance(part, Mark) and part.figure == "steps":
            break
        findings.add(part)
    return findings


def whole(seed, unit, bug=Backward.kind, h=1e-5):
    training, w = PlantedBug(seed=seed).task(unit, bug)
    return relative_length(numerical(training.value, w, h), training.grad(w))


@pytest.mark.parametrize("unit", COURSE)
def test_right_code_makes_the_checker_happy(unit):
    """Exhibit A9 measured 4e-11 to 5e-11 with the error by the sum of both lengths: twice that by one of them."""
    facts = found(unit=unit).facts
    assert facts["whole"] < 2.5e-10
    assert facts["verdict"] == SAYS["happy"]
    assert facts["beyond"] == 0


@pytest.mark.parametrize("unit", COURSE)
def test_right_code_is_right_whatever_the_weights(unit):
    assert max(whole(seed, unit) for seed in range(10)) < 3e-10


@pytest.mark.parametrize("kind", PLANTED)
def test_every_bug_is_a_million_times_worse_than_right_code(kind):
    for seed in range(10):
        assert whole(seed, "tanh", kind) > 2e-3
    facts = found(bug=kind).facts
    assert facts["verdict"] in (SAYS["wrong"], SAYS["suspicious"])
    assert facts["whole"] == facts[kind.replace("-", "_")] > 1e6 * facts["right"]


def test_the_size_of_each_error_is_that_of_the_exhibit():
    """Measured before, by the sum of both lengths, with other weights: 0.065, 0.66, 0.086, 0.24, 0.0018, 0.27."""
    facts = found().facts
    before = {
        "forgotten_decay": 0.065,
        "summed_bias": 0.66,
        "forgotten_slope": 0.086,
        "wrong_sign": 0.24,
        "wrong_scale": 0.0018,
        "wrong_entry": 0.27,
    }
    for name, error in before.items():
        assert 2 * error / 2.5 < facts[name] < 2 * error * 2.5, name


def test_a_gradient_one_percent_too_large_is_uncomfortable_and_no_more():
    facts = found(bug="wrong-scale").facts
    assert facts["verdict"] == SAYS["suspicious"]
    assert facts["worst"] == pytest.approx(0.01 / 1.01, rel=1e-3)


def test_the_errors_of_the_single_numbers_say_where_the_bug_is():
    errors = found(bug="wrong-entry").columns["numbers"]["error"]
    assert (errors > 1e-2).sum() == 1
    assert found(bug="wrong-entry").facts["where"].en == "layer 1, bias 1"
    layer = found(bug="forgotten-decay").columns["numbers"]["error"] > 1e-5
    assert layer[:24].all()
    assert not layer[24:].any()


def test_a_look_at_the_loss_hides_most_bugs_and_a_percent_altogether():
    ends = {kind: found(bug=kind).facts["trained"] for kind in PLANTED}
    right = found().facts["trained_right"]
    losses = found(bug="wrong-scale").columns["training"]["planted"]
    assert losses[0] > 2 * losses[-1] and np.all(np.diff(losses[:20]) < 0)
    assert ends["wrong-scale"] == pytest.approx(right, rel=1e-3)
    assert sum(end < 1.02 * right for end in ends.values()) == 4
    assert ends["wrong-sign"] > 1.2 * right < ends["forgotten-decay"]


def test_training_that_blows_up_is_no_fact():
    assert "trained" not in found(l2=1000).facts


def test_kinks_spoil_the_check_of_right_code_where_h_is_large():
    """Exhibit A9 measured 0.073, 0.02 and 4.8e-11 at h = 0.1, 0.01 and 1e-5, by the sum of both lengths."""
    assert whole(1, "relu", h=0.1) == pytest.approx(0.146, rel=0.3)
    assert whole(1, "relu", h=0.01) > 5e-3 > 50 * whole(1, "tanh", h=0.01)
    assert whole(1, "relu") < 2e-10
    assert found(unit="relu", h=0.1).facts["kinked"] > 10
    assert found(unit="tanh", h=0.1).facts["kinked"] == 0


def test_the_curve_of_a_bug_is_flat_and_that_of_right_code_has_a_valley():
    steps = Findings.of(PlantedBug(bug="wrong-scale")).columns["steps"]
    middle = (steps["h"] > 1e-8) & (steps["h"] < 1e-3)
    assert np.ptp(np.log10(steps["planted"][middle])) < 0.01
    best = steps["h"][steps["right"].argmin()]
    assert 1e-6 < best < 1e-4
    assert min(steps["right"][0], steps["right"][-1]) > 1e4 * steps["right"].min()


def test_a_place_in_a_network_has_a_name():
    network = MLP((4, 6, 5, 3))
    w = np.zeros(network.parameters)
    names = [place(network, w, index).en for index in (0, 23, 24, 30, 82)]
    assert names == [
        "layer 1, weight from 1 to 1",
        "layer 1, weight from 4 to 6",
        "layer 1, bias 1",
        "layer 2, weight from 1 to 1",
        "layer 3, bias 3",
    ]
    with pytest.raises(IndexError, match="83"):
        place(network, w, 83)


def test_the_study_and_the_checker_say_the_same():
    training, w = PlantedBug().task("tanh", "wrong-sign")
    report = check(training.value, training.grad, w)
    assert found(bug="wrong-sign").facts["worst"] == report.worst
