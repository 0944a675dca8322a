"""Small networks: what they compute, that their slow and fast gradients agree, and that each bug is one."""

import numpy as np
import pytest

from optim_core.gradcheck import check, relative_length
from optim_core.networks.backward import Backward
from optim_core.networks.examples import Examples, digits
from optim_core.networks.losses import LOSSES
from optim_core.networks.mlp import MLP
from optim_core.networks.units import UNITS
from optim_core.registry import load

load("optim_core.networks")
BUGS = sorted(set(Backward.registry) - {Backward.kind})


def task(seed=1, **build):
    """The exhibit's network and pictures: 4-6-5-3 units, 8 examples, an L2 penalty of 0.1."""
    network = MLP(**{"sizes": (4, 6, 5, 3), "l2": 0.1} | build)
    rng = np.random.default_rng(seed)
    w = network.begin(rng)
    return network.on(Examples(rng.standard_normal((8, 4)), rng.integers(0, 3, 8))), w


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("unit", UNITS)
def test_backpropagation_is_the_slope_of_the_loss(unit, loss):
    training, w = task(unit=unit, loss=loss)
    assert check(training.value, training.grad, w).whole < 5e-10


@pytest.mark.parametrize("sizes", [(4, 3), (4, 2, 3), (4, 5, 5, 5, 3)])
def test_backpropagation_is_right_at_any_depth(sizes):
    training, w = task(sizes=sizes)
    assert check(training.value, training.grad, w).whole < 5e-10


@pytest.mark.parametrize("kind", BUGS)
def test_a_bug_changes_the_gradient_and_not_the_loss(kind):
    training, w = task()
    broken, _ = task(backward=Backward.registry[kind]())
    assert broken.value(w) == training.value(w)
    assert relative_length(broken.grad(w), training.grad(w)) > 1e-3


@pytest.mark.parametrize("kind", BUGS)
def test_a_bug_is_in_one_layer_or_in_one_kind_of_number_and_the_rest_of_the_gradient_is_right(kind):
    training, w = task()
    wrong = task(backward=Backward.registry[kind]())[0].grad(w) != training.grad(w)
    assert 0 < wrong.sum() < len(w)


def test_a_batch_of_networks_is_each_of_them_alone():
    training, w = task()
    many = np.stack([w, 2 * w, -w], axis=-1)
    value, grad = training.both(many)
    assert grad.shape == many.shape
    for k in range(3):
        alone = np.ascontiguousarray(many[:, k])
        np.testing.assert_allclose(value[k], training.value(alone), rtol=1e-13)
        np.testing.assert_allclose(grad[:, k], training.grad(alone), rtol=1e-11, atol=1e-14)
        assert training.accuracy(many)[k] == training.accuracy(alone)


def test_a_network_computes_in_the_precision_of_its_weights():
    training, w = task()
    value, grad = training.both(w.astype(np.float32))
    assert value.dtype == grad.dtype == np.float32
    np.testing.assert_allclose(grad, training.grad(w), atol=1e-5)


def test_weights_of_another_network_are_refused():
    training, w = task()
    with pytest.raises(ValueError, match="83 parameters"):
        training.value(w[:-1])


def test_a_classifier_that_knows_nothing_pays_the_logarithm_of_ten_or_nine_margins():
    learnt = digits().training
    for loss, price in (("softmax", np.log(10)), ("hinge", 9.0)):
        network = MLP((64, 10), loss=loss)
        assert network.on(learnt).value(np.zeros(network.parameters)) == pytest.approx(price)


def test_large_scores_do_not_overflow():
    training, w = task(unit="sigmoid")
    value, grad = training.both(1e4 * w)
    assert np.isfinite(value)
    assert np.isfinite(grad).all()


def test_the_digits_are_a_thousand_to_learn_from_and_others_to_be_asked():
    learnt, asked = digits()
    assert learnt.inputs.shape == (1000, 64)
    assert asked.inputs.shape == (400, 64)
    assert set(learnt.labels) == set(range(10))
    assert np.bincount(learnt.labels).min() > 85
    np.testing.assert_allclose(learnt.inputs.mean(axis=0), 0, atol=1e-14)
    assert not learnt.inputs.flags.writeable
    assert len(learnt.first(100).labels) == 100


def test_more_digits_than_were_written_are_refused():
    with pytest.raises(ValueError, match="1797"):
        digits(1500, 400)


def test_a_picture_looks_like_its_label():
    """The nearest mean picture is the right one for nine in ten: labels and pictures go together."""
    learnt, asked = digits()
    means = np.stack([learnt.inputs[learnt.labels == k].mean(axis=0) for k in range(10)])
    nearest = ((asked.inputs[:, None] - means) ** 2).sum(axis=-1).argmin(axis=-1)
    assert (nearest == asked.labels).mean() > 0.85


def test_torch_agrees():
    torch = pytest.importorskip("torch")
    training, w = task(unit="relu")
    weights = torch.tensor(w, requires_grad=True)
    above, penalty, at = torch.tensor(training.examples.inputs), 0.0, 0
    for inputs, outputs in ((4, 6), (6, 5), (5, 3)):
        layer = weights[at : at + inputs * outputs].reshape(inputs, outputs)
        at += inputs * outputs
        above = above @ layer + weights[at : at + outputs]
        above = above if outputs == 3 else torch.relu(above)
        penalty = penalty + 0.5 * 0.1 * (layer**2).sum()
        at += outputs
    loss = torch.nn.functional.cross_entropy(above, torch.tensor(training.examples.labels)) + penalty
    loss.backward()
    assert training.value(w) == pytest.approx(loss.item(), rel=1e-13)
    np.testing.assert_allclose(training.grad(w), weights.grad.numpy(), rtol=1e-10, atol=1e-14)
