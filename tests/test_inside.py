"""What a look inside a network shows: the fading signal of exhibit G1, silent units, gradients and updates by layer."""

import numpy as np
import pytest

from optim_core.networks.examples import Examples, split_digits
from optim_core.networks.inside import Inside, lengths, ratios
from optim_core.networks.mlp import MLP

SEEDS = 10


def looked(depth, seeds=SEEDS, **build):
    """The exhibit's deep networks at their beginning: hidden layers of 32 units, 256 pictures."""
    network = MLP((64, *[32] * depth, 10), **build)
    w = np.stack([network.begin(np.random.default_rng(seed)) for seed in range(seeds)], axis=-1)
    return Inside(network.on(split_digits(standardised=True).training.first(256)), w)


@pytest.mark.parametrize(
    ("unit", "init", "depth", "arrives"),
    [
        ("sigmoid", "xavier", 10, 3.1e-7),
        ("sigmoid", "normal", 10, 0.016),
        ("sigmoid", "small", 10, 1.7e-19),
        ("tanh", "xavier", 10, 0.19),
        ("relu", "he", 10, 0.6),
        ("relu", "normal", 10, 6.6e5),
        ("sigmoid", "xavier", 2, 0.035),
        ("relu", "he", 20, 0.36),
    ],
)
def test_the_error_signal_fades_on_its_way_to_the_first_layer_as_in_the_exhibit(unit, init, depth, arrives):
    signal = looked(depth, unit=unit, init=init).signal
    assert signal.shape == (depth + 1, SEEDS)
    tenfolds = np.log10(signal[0] / signal[-1])
    assert tenfolds.mean() == pytest.approx(np.log10(arrives), abs=0.1)


def test_batch_normalisation_keeps_the_signal_alive_whatever_the_beginning():
    for init in ("small", "normal"):
        signal = looked(10, unit="relu", init=init, batch_norm=True).signal
        assert (signal[0] / signal[-1]).min() > 0.05
        assert (signal[0] / signal[-1]).max() < 50


def test_the_deltas_are_the_slope_of_the_loss_in_the_sums():
    """Of the last layer: moving its biases moves every score alike."""
    view = looked(2, seeds=1, unit="tanh")
    grad = view.training.grad(view.w)
    np.testing.assert_allclose(view.deltas[-1].sum(axis=-2), grad[-10:].T, rtol=1e-12)
    assert [each.shape for each in view.activations] == [(1, 256, 32)] * 2
    assert [each.shape for each in view.sums] == [(1, 256, 32)] * 2 + [(1, 256, 10)]
    np.testing.assert_allclose(view.activations[0], np.tanh(view.sums[0]))
    np.testing.assert_allclose(view.bends[0], 1 - view.activations[0] ** 2)


def test_units_pushed_below_zero_for_every_example_are_dead_and_others_are_not():
    network = MLP((3, 4, 5, 2), unit="relu")
    w = network.begin(np.random.default_rng(0))
    first = next(network.layers(w))
    first.bias[:3] = -1e3
    examples = Examples(np.random.default_rng(1).standard_normal((50, 3)), np.arange(50) % 2)
    both = Inside(network.on(examples), np.stack([w, network.begin(np.random.default_rng(0))], axis=-1))
    assert both.dead[:, 0].tolist() == [0.75, both.dead[1, 0]]
    assert both.dead[0, 1] == 0
    assert Inside(MLP((3, 2)).on(examples), np.zeros((8, 1))).dead.shape == (0, 1)


def test_lengths_and_ratios_are_those_of_the_weights_of_each_layer():
    network = MLP((2, 3, 2), batch_norm=True)
    w = np.arange(1.0, network.parameters + 1)
    first, second = w[:6], w[12:18]  # then three biases and three gammas
    expected = [np.linalg.norm(first), np.linalg.norm(second)]
    np.testing.assert_allclose(lengths(network, w), expected)
    np.testing.assert_allclose(lengths(network, np.stack([w, 2 * w], axis=-1)), np.outer(expected, [1, 2]))
    np.testing.assert_allclose(ratios(network, w, 1e-3 * w), 1e-3)


def test_the_gradient_of_a_layer_is_the_part_of_the_whole_that_belongs_to_it():
    view = looked(3, unit="tanh")
    np.testing.assert_array_equal(view.gradients, lengths(view.training.network, view.training.grad(view.w)))
    assert view.gradients.shape == (4, SEEDS)
