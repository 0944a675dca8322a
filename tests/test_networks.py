"""Small networks: what they compute, that their slow and fast gradients agree, and that each bug is one."""

import dataclasses
import math

import numpy as np
import pytest

from optim_core.gradcheck import check, relative_length
from optim_core.networks.backward import Backward
from optim_core.networks.examples import Examples, digits
from optim_core.networks.inits import INITS
from optim_core.networks.losses import LOSSES
from optim_core.networks.mlp import MLP
from optim_core.networks.normal import EPS, Running
from optim_core.networks.shown import Dropout
from optim_core.networks.straight import Straight
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


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("unit", UNITS)
def test_backpropagation_is_the_slope_of_the_loss(unit, loss, batch_norm):
    training, w = task(unit=unit, loss=loss, batch_norm=batch_norm)
    assert check(training.value, training.grad, w).whole < 1e-9


@pytest.mark.parametrize("sizes", [(4, 3), (4, 2, 3), (4, 5, 5, 5, 3)])
def test_backpropagation_is_right_at_any_depth(sizes):
    training, w = task(sizes=sizes)
    assert check(training.value, training.grad, w).whole < 5e-10


@pytest.mark.parametrize("init", INITS)
def test_backpropagation_is_right_wherever_the_weights_begin(init):
    training, w = task(init=init, unit="gelu")
    assert check(training.value, training.grad, w).whole < 5e-9


def test_weights_begin_as_spread_as_their_init_says():
    """Of layers from 100 to 400 and from 400 to 50 units; He and LeCun go by what comes in, Xavier by both."""
    spreads = {
        "zero": (0, 0),
        "small": (0.02, 0.02),
        "normal": (1, 1),
        "xavier": ((2 / 500) ** 0.5, (2 / 450) ** 0.5),
        "he": (0.02**0.5, 0.005**0.5),
        "lecun": (0.1, 0.05),
        "fitting": (0.02**0.5, 0.005**0.5),
    }
    assert spreads.keys() == INITS.keys()
    for init, expected in spreads.items():
        network = MLP((100, 400, 50), unit="relu", init=init, sigma=0.02)
        layers = list(network.layers(network.begin(np.random.default_rng(0))))
        assert [layer.weights.std() for layer in layers] == pytest.approx(expected, rel=0.02)
        assert all((layer.bias == 0).all() for layer in layers)


def test_the_gelu_is_close_to_its_definition_by_the_error_function():
    z = np.linspace(-8, 8, 4001)
    exact = [0.5 * x * (1 + math.erf(x / math.sqrt(2))) for x in z.tolist()]
    np.testing.assert_allclose(UNITS["gelu"].of(z), exact, atol=5e-4)


def test_batch_normalisation_evens_the_sums_over_the_examples_whatever_the_spread_of_the_weights():
    training, w = task(batch_norm=True, l2=0.0)
    first, *_ = training.network.passed(w, training.examples.inputs)
    np.testing.assert_allclose(first.sums.mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(first.sums.std(axis=0), 1, rtol=1e-3)
    wide = w.copy()
    wide[:24] *= 1000  # the weights of layer 1
    assert training.value(wide) == pytest.approx(training.value(w), rel=1e-4)


def test_a_network_is_judged_by_its_running_averages_and_its_gradient_is_that_of_them():
    training, w = task(batch_norm=True)
    met = training.network.on(training.examples)
    met.value(w)
    running = Running.begun(training.network.sizes, 1, np.float64).of(np.array(0)).met(met.met)
    assert running.met(met.met, memory=0.0).moments.tolist() != running.moments.tolist()
    judged = dataclasses.replace(training, running=running)
    assert check(judged.value, judged.grad, w).whole < 1e-9
    assert judged.value(w) != training.value(w)
    own = dataclasses.replace(training, running=running.met(met.met, memory=0.0))
    assert own.value(w) == pytest.approx(training.value(w), rel=1e-12)
    alone = Examples(training.examples.inputs[:1], training.examples.labels[:1])
    np.testing.assert_allclose(
        training.network.scores(w, alone.inputs, running)[0],
        training.network.scores(w, training.examples.inputs, running)[0],
        rtol=1e-12,
        err_msg="an answer goes by the picture and not by what else is asked",
    )


def test_running_averages_forget_their_beginning_as_powers_of_their_memory():
    """Exhibit G10: after n batches the mean is 0.9^n off."""
    training, w = task(batch_norm=True)
    training.value(w)
    running = Running.begun(training.network.sizes, 1, np.float64).of(np.array(0))
    for _ in range(10):
        running = running.met(training.met)
    (first, _), (seen, _) = running.layers(training.network.sizes), training.met
    np.testing.assert_allclose(first.mean, (1 - 0.9**10) * seen.mean, rtol=1e-12)
    np.testing.assert_allclose(first.variance, seen.variance + 0.9**10 * (1 - seen.variance), rtol=1e-12)


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


@pytest.mark.parametrize("batch_norm", [False, True])
def test_a_batch_of_networks_is_each_of_them_alone(batch_norm):
    training, w = task(batch_norm=batch_norm)
    many = np.stack([w, 2 * w, -w], axis=-1)
    value, grad = training.both(many)
    assert grad.shape == many.shape
    for k in range(3):
        alone = np.ascontiguousarray(many[:, k])
        np.testing.assert_allclose(value[k], training.value(alone), rtol=1e-13)
        np.testing.assert_allclose(grad[:, k], training.grad(alone), rtol=1e-11, atol=1e-14)
        assert training.accuracy(many)[k] == training.accuracy(alone)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("unit", UNITS)
def test_a_network_computes_in_the_precision_of_its_weights(unit, loss):
    training, w = task(unit=unit, loss=loss, batch_norm=True)
    value, grad = training.both(w.astype(np.float32))
    assert value.dtype == grad.dtype == np.float32
    np.testing.assert_allclose(grad, training.grad(w), atol=1e-5)


def test_weights_of_another_network_are_refused():
    training, w = task()
    with pytest.raises(ValueError, match="83 parameters"):
        training.value(w[:-1])


def test_a_classifier_that_knows_nothing_pays_the_logarithm_of_ten_or_nine_margins():
    learnt = digits().training
    for loss, price in (("softmax", np.log(10)), ("hinge", 9.0), ("squared", 0.1)):
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


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("unit", UNITS)
def test_torch_agrees(unit, loss, batch_norm):
    torch = pytest.importorskip("torch")
    F = torch.nn.functional
    units = {
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
        "relu": torch.relu,
        "leaky-relu": F.leaky_relu,
        "gelu": lambda z: F.gelu(z, approximate="tanh"),
        "linear": lambda z: z,
    }
    losses = {
        "softmax": F.cross_entropy,
        "hinge": lambda scores, labels: 3 * F.multi_margin_loss(scores, labels),
        "squared": lambda scores, labels: F.mse_loss(scores, F.one_hot(labels, 3).to(scores)),
    }
    training, w = task(unit=unit, loss=loss, batch_norm=batch_norm)
    weights = torch.tensor(w, requires_grad=True)
    above, penalty, at = torch.tensor(training.examples.inputs), 0.0, 0
    for inputs, outputs in ((4, 6), (6, 5), (5, 3)):
        layer = weights[at : at + inputs * outputs].reshape(inputs, outputs)
        at += inputs * outputs
        penalty = penalty + 0.5 * 0.1 * (layer**2).sum()
        above, bias, at = above @ layer, weights[at : at + outputs], at + outputs
        if batch_norm and outputs != 3:
            scale, at = weights[at : at + outputs], at + outputs
            above = F.batch_norm(above, None, None, scale, bias, training=True, eps=EPS)
        else:
            above = above + bias
        above = above if outputs == 3 else units[unit](above)
    value = losses[loss](above, torch.tensor(training.examples.labels)) + penalty
    value.backward()
    assert training.value(w) == pytest.approx(value.item(), rel=1e-13)
    np.testing.assert_allclose(training.grad(w), weights.grad.numpy(), rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("sizes", [(4, 3), (4, 5, 3), (4, 5, 6, 3)])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("unit", UNITS)
def test_the_short_way_to_a_gradient_has_the_bits_of_layer_by_layer(unit, loss, sizes):
    rng = np.random.default_rng(0)
    inputs, labels = rng.standard_normal((40, 4)).astype(np.float32), rng.integers(0, 3, 40)
    for l2, chance in ((0.0, 0.0), (0.01, 0.3)):
        network = MLP(sizes, unit=unit, loss=loss, l2=np.array(l2))
        sheet = network.sheet(np.float32)
        assert isinstance(sheet, Straight)
        for n in (40, 7, 40):  # the last mini-batch of an epoch is smaller
            w = network.begin(rng).astype(np.float32)[:, None]
            some = Examples(inputs[:n], labels[:n])
            dropout = Dropout(np.array([chance], np.float32), sizes[1:-1], [n], 0)
            kept = dropout.kept(n)
            found = network.on(some, kept, None, sheet).grad(w)
            expected = network.on(some, kept).grad(w[:, 0])
            assert found.shape == w.shape and found.dtype == np.float32
            np.testing.assert_array_equal(found[:, 0], expected)


def test_what_is_more_than_sums_or_has_a_bug_goes_layer_by_layer():
    for network in (
        MLP((4, 5, 3), batch_norm=True),
        *(MLP((4, 5, 3), backward=Backward.registry[bug]()) for bug in BUGS),
    ):
        assert not isinstance(network.sheet(np.float32), Straight)
