"""The data sets: three parts that share nothing, the luck of a seed, and how far a line and a network get."""

import numpy as np
import pytest

from optim_core.catalog import whole
from optim_core.networks.dataset import Dataset
from optim_core.networks.datasets.digits import Digits
from optim_core.networks.datasets.plane import Blobs, Circles, Moons, Spirals, Xor
from optim_core.networks.examples import split_digits
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.momentum import Momentum
from optim_core.registry import load

load("optim_core.networks.datasets")
KINDS = sorted(Dataset.registry)


def read(data, hidden, epochs=200, rule=None, **build):
    """Right answers of a network with these hidden layers after training on everything at once, validated."""
    parts = data.parts()
    network = MLP((data.features, *hidden, data.classes), unit="relu", **build)
    trainer = Trainer(network, rule or Momentum(lr=0.1), Lessons.alike(parts.training, 1), [0], batch=2000)
    for _ in trainer.run(epochs):
        pass
    return float(trainer.judged(parts.validation)[1][0])


@pytest.mark.parametrize("kind", KINDS)
def test_the_parts_of_a_data_set_share_no_example_and_hold_every_class(kind):
    data = Dataset.registry[kind]()
    parts = data.parts()
    every = np.concatenate([part.inputs for part in parts])
    assert every.shape[1] == data.features
    assert len(np.unique(every, axis=0)) == len(every)
    assert np.isfinite(every).all()
    for part in parts:
        assert len(part.labels) == len(part.inputs)
        assert set(part.labels.tolist()) == set(range(data.classes))


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_is_one_data_set_and_another_seed_another(kind):
    of = Dataset.registry[kind]
    for one, other in zip(of(seed=3, label_noise=0.3).parts(), of(seed=3, label_noise=0.3).parts(), strict=True):
        np.testing.assert_array_equal(one.inputs, other.inputs)
        np.testing.assert_array_equal(one.labels, other.labels)
    one, other = of(seed=3, label_noise=0.3).parts().training, of(seed=4, label_noise=0.3).parts().training
    assert not (np.array_equal(one.inputs, other.inputs) and np.array_equal(one.labels, other.labels))


@pytest.mark.parametrize("kind", KINDS)
def test_careless_marking_is_for_those_who_learn_and_not_for_those_who_judge(kind):
    of = Dataset.registry[kind]
    clean, noisy = of(n=1000).parts(), of(n=1000, label_noise=0.5).parts()
    np.testing.assert_array_equal(clean.training.inputs, noisy.training.inputs)
    wrong = (clean.training.labels != noisy.training.labels).mean()
    assert wrong == pytest.approx(0.5 * (1 - 1 / of().classes), abs=0.03)
    for k in (1, 2):
        np.testing.assert_array_equal(clean[k].labels, noisy[k].labels)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if Dataset.registry[kind].plane])
def test_the_window_of_a_plane_is_square_and_shows_every_point(kind):
    data = Dataset.registry[kind](noise=0.5, n=150)
    x_min, x_max, y_min, y_max = data.window()
    assert x_max - x_min == pytest.approx(y_max - y_min)
    points = np.concatenate([part.inputs for part in data.parts()])
    assert ((points > (x_min, y_min)) & (points < (x_max, y_max))).all()
    assert len(data.parts().training.labels) == 150


def test_the_digits_are_those_of_the_course_in_three_parts_and_no_picture_of_the_plane():
    parts = Digits(n=200, standardised=False).parts()
    np.testing.assert_array_equal(parts.training.inputs, split_digits().training.inputs[:200])
    np.testing.assert_array_equal(parts.test.labels, split_digits().test.labels)
    assert Digits().window() is None


def test_a_line_gets_half_of_the_spirals_and_a_hidden_layer_nearly_all():
    """Exhibit G9: 54 % and 99 % of the points that were learnt from; these were not."""
    data, penalty = Spirals(), {"l2": 1e-3}
    assert 0.4 < read(data, [], 300, Momentum(lr=0.5), **penalty) < 0.62
    assert read(data, [100], 300, Momentum(lr=0.5), **penalty) > 0.95


def test_every_task_of_the_plane_is_as_hard_as_it_says():
    assert 0.8 < read(Moons(), []) < 0.93 < read(Moons(), [16, 16])
    assert read(Circles(), []) < 0.6 and read(Circles(), [8]) > 0.97
    assert read(Blobs(), []) > 0.97
    assert read(Xor(), []) < 0.65 and read(Xor(), [8]) > 0.97


def test_more_arms_and_clouds_are_more_classes():
    assert {data.classes for data in (Spirals(arms=5), Blobs(clouds=5))} == {5}
    assert set(Spirals(arms=5).parts().test.labels.tolist()) == set(range(5))


def test_the_catalogue_tells_which_data_can_be_drawn_as_regions():
    found = {entry["kind"]: entry for entry in whole()["data"]}
    assert list(found) == ["moons", "circles", "spirals", "blobs", "xor", "digits"]
    assert [entry["plane"] for entry in found.values()] == [True] * 5 + [False]
    assert found["digits"]["classes"] == 10 and found["digits"]["features"] == 64
