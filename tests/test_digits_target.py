"""The digits as a target: its space, its scores, and trainings that are the same however they are batched."""

import io

import numpy as np
import pytest

from optim_core.networks.door import trainable
from optim_core.search.compare import compare
from optim_core.search.hunting import Tried
from optim_core.search.strategies.random import RandomTrials
from optim_core.search.targets.digits import Digits

QUICK = Digits(examples=100, epochs=3)
MIXED = {
    "optimizer": ["momentum", "adam", "momentum", "gradient-descent", "momentum"],
    "lr": [0.03, 0.01, 0.1, 0.3, 1e-3],
    "momentum": [0.9, 0.5, 0.5, 0.9, 0.99],
    "l2": [0.0, 1e-3, 1e-2, 0.0, 0.0],
    "units": [32, 10, 32, 7, 32],
    "layers": [1, 2, 1, 0, 1],
    "batch": [32, 16, 32, 50, 32],
    "dropout": [0.0, 0.2, 0.5, 0.0, 0.1],
    "decay": [0.0, 0.0, 0.3, 0.0, 0.0],
    "label_noise": [0.0, 0.5, 0.2, 0.0, 0.0],
}
SEEDS = [0, 0, 1, 2, 3]


def seen(course, which, epochs):
    *rest, last = course.advance(which, epochs)
    assert set(rest) <= {None}
    return last


def one(i):
    return {name: values[i : i + 1] for name, values in MIXED.items()}


def test_trainings_of_any_builds_in_one_course_are_those_alone_bit_for_bit():
    together = seen(QUICK.begin(MIXED, SEEDS), range(5), 2)
    for i in range(5):
        alone = seen(QUICK.begin(one(i), SEEDS[i : i + 1]), [0], 2)
        assert together.score[i] == alone.score[0]
        assert {name: told[i] for name, told in together.told.items()} == {n: t[0] for n, t in alone.told.items()}


def test_a_training_goes_on_from_its_state_in_a_file_as_if_nothing_had_happened():
    course = QUICK.begin(MIXED, SEEDS)
    seen(course, [2, 0], 1)
    file = io.BytesIO()
    np.savez(file, **course.state(2))
    file.seek(0)
    resumed = QUICK.resume({name: values[2] for name, values in MIXED.items()}, SEEDS[2], np.load(file))
    assert resumed.epochs.tolist() == [1]
    later, undisturbed = seen(resumed, [0], 2), seen(QUICK.begin(one(2), [1]), [0], 3)
    assert later.score == undisturbed.score
    assert later.told == undisturbed.told
    assert course.epochs.tolist() == [1, 0, 1, 0, 0]


def test_the_score_is_the_validation_error_or_loss_and_the_rest_is_told():
    error, loss = (seen(QUICK.replace(objective=o).begin(MIXED, SEEDS), range(5), 1) for o in ("error", "loss"))
    np.testing.assert_allclose(error.score, 100 - error.told["validation_accuracy"], atol=1e-12)
    np.testing.assert_array_equal(loss.score, loss.told["validation_loss"])
    assert set(error.told) == set(Digits.tells)
    assert Digits(objective="loss").measure.log and not Digits().measure.log


def test_a_training_that_blows_up_has_failed_and_the_others_have_not():
    found = seen(QUICK.begin({"lr": [1e30, 0.3], "optimizer": ["gradient-descent"] * 2}, [0, 0]), [0, 1], 2)
    assert found.score[0] == np.inf and found.score[1] < 60
    assert all(np.isnan(told[0]) and np.isfinite(told[1]) for told in found.told.values())


def test_the_space_holds_what_the_course_tunes_each_on_its_scale():
    dimensions = Digits().space().dimensions
    scales = {name: getattr(of, "scale", "choice") for name, of in dimensions.items()}
    assert scales["lr"] == scales["l2"] == scales["batch"] == "log"
    assert scales["momentum"] == scales["beta1"] == scales["beta2"] == "mirror"
    assert scales["units"] == scales["layers"] == scales["dropout"] == "linear"
    assert scales["optimizer"] == scales["unit"] == "choice"
    assert not {"epochs", "objective", "examples", "label_noise"} & scales.keys()
    assert (dimensions["lr"].low, dimensions["lr"].high) == (1e-6, 10)
    assert Digits(lr=0.5).present()["lr"] == 0.5
    assert list(dimensions["optimizer"].options) == list(trainable())
    assert list(dimensions["unit"].options) == ["tanh", "sigmoid", "relu"], "one more, and every search draws others"


def test_a_search_on_the_digits_finds_a_network_that_reads_most_of_them():
    target = Digits(examples=300, epochs=4)
    parts = list(
        compare(target, target.space().only(["lr", "l2"]), [RandomTrials()], budget=12 * target.epochs, repeats=3)
    )
    best = [min(p.score.min() for p in parts if isinstance(p, Tried) and p.repeat == k) for k in range(3)]
    assert max(best) < 25, "by chance it is 90 %"


def test_label_noise_is_learnt_and_not_read():
    clean, noisy = (seen(Digits(label_noise=q, examples=300).begin({}, [0, 1]), [0, 1], 10) for q in (0.0, 0.4))
    assert (noisy.told["training_loss"] > 3 * clean.told["training_loss"]).all()
    assert (noisy.score > clean.score).all()


def test_the_price_goes_with_the_epochs_the_pictures_and_the_weights():
    assert Digits().passes(4) == pytest.approx(4 * Digits().passes(1))
    assert Digits(examples=1000).passes(1) > 1.9 * Digits(examples=500).passes(1)
    assert Digits(units=200).passes(1) > 2 * Digits().passes(1)
    assert Digits(batch=1).passes(1) > 10 * Digits().passes(1)
