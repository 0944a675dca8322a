"""A plane through the weights of a network is exact, and its axes are what they say (exhibits G6 and G8)."""

import functools

import numpy as np
import pytest

from optim_core import Rule, Surface
from optim_core.batch import grid
from optim_core.gradcheck import check
from optim_core.networks.bends import BENT, TOLD
from optim_core.networks.datasets.digits import Digits
from optim_core.networks.datasets.plane import Moons, Spirals
from optim_core.networks.losses import LOSSES
from optim_core.networks.mlp import MLP
from optim_core.networks.normal import Running
from optim_core.networks.plane import Plane
from optim_core.networks.slices.settings import PLANE
from optim_core.networks.trips import drawn, flattened, held, rescaled, trips, upright
from optim_core.networks.units import UNITS

SLICE = Surface.registry["network-slice"]
SQUARE = np.array(grid((-1.0, 1.0, -1.0, 1.0), 21, 21))


def plane(sizes=(2, 6, 5, 3), seed=0, **build):
    """A plane in no special place, with points on it."""
    rng = np.random.default_rng(seed)
    network = MLP(sizes, **build)
    running = Running.begun(sizes, 1, np.float64)
    running.moments[:] = 0.5 + rng.random(running.moments.shape)
    origin = network.begin(rng) + 0.1 * rng.standard_normal(network.parameters)
    axes = 0.3 * rng.standard_normal((2, network.parameters))
    examples = Spirals(n=40).parts().training
    return Plane(network, origin, axes, examples, running.of(0) if network.batch_norm else None), rng.uniform(
        -1, 1, (2, 6)
    )


@pytest.mark.parametrize("sizes", [(2, 6, 5, 3), (2, 3)])
@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("unit", UNITS)
def test_value_and_gradient_are_those_of_the_network_and_the_hessian_follows(unit, loss, batch_norm, sizes):
    made, p = plane(sizes, unit=unit, loss=loss, batch_norm=batch_norm)
    training = made.network.on(made.examples, (), made.running)
    weights = made.weights(p)
    for k in range(p.shape[1]):
        w, at = weights[:, k], p[:, k]
        assert made.value(at) == pytest.approx(training.value(w), rel=1e-12)
        np.testing.assert_allclose(made.grad(at), made.axes @ training.grad(w), rtol=1e-9, atol=1e-12)
        assert made.right(at) == training.accuracy(w)
        for row in range(2):
            found = check(lambda q, row=row: made.grad(q)[row], lambda q, row=row: made.hess(q)[row], at, least=1e-3)
            assert found.worst < 1e-6 or found.kinks or found.verdict.name == "level", found


def test_every_unit_and_every_loss_has_its_bends():
    assert set(BENT) == set(UNITS) and set(TOLD) == set(LOSSES)


@pytest.mark.parametrize("plane", PLANE)
def test_a_slice_marks_the_trained_networks_and_the_way_to_the_first_of_them_and_calls_none_a_minimum(plane):
    surface = SLICE(plane=plane, epochs="30")
    trained, start, way = surface.landmarks()
    assert surface.minima() == () and len(trained.places) == (3 if plane == "three" else 1)
    assert way.way and len(way.places) == 31 and start.places == way.places[:1]
    assert way.places[-1] == pytest.approx(trained.places[0], abs=1e-9)
    told = surface.sliced
    assert told.plane.weights(np.array(trained.places[0])) == pytest.approx(told.trip.path[-1], abs=1e-9)


@pytest.mark.parametrize("precision", [np.float32, np.float64])
def test_a_point_has_the_same_bits_alone_in_a_row_of_a_grid_and_among_scattered_ones(precision):
    made, scattered = plane()
    row = np.stack([scattered[0], np.full_like(scattered[0], scattered[1, 2])])
    for ask in (made.value, made.grad, made.hess):
        alone = ask(scattered[:, 2:3].astype(precision))[..., 0]
        for several in (row, scattered):
            np.testing.assert_array_equal(ask(several.astype(precision))[..., 2], alone)


def test_in_single_precision_a_plane_says_the_same_in_fewer_digits():
    made, p = plane()
    for ask in (made.value, made.grad, made.hess):
        assert ask(p.astype(np.float32)).dtype == np.float32
        np.testing.assert_allclose(ask(p.astype(np.float32)), ask(p), rtol=1e-4, atol=1e-4)


def test_on_a_plane_full_of_kinks_nearly_every_place_has_the_stated_slope():
    surface = SLICE(unit="relu")
    p = np.random.default_rng(0).uniform(-1, 1, (2, 400))
    for ask, slope in ((surface.value, surface.grad), (lambda q: surface.grad(q)[0], lambda q: surface.hess(q)[0])):
        for axis in range(2):
            ahead, behind = p.copy(), p.copy()
            ahead[axis] += 1e-6
            behind[axis] -= 1e-6
            off = np.abs((ask(ahead) - ask(behind)) / 2e-6 - slope(p)[axis])
            assert np.median(off) < 1e-7 and np.mean(off > 1e-5) < 0.05


def test_what_is_given_away_as_code_has_the_same_bits():
    for surface in (SLICE(), SLICE(plane="line", unit="relu", batch_norm=True)):
        other, p = surface.spelt(), surface.domain()[::2]
        for what in ("value", "grad", "hess"):
            assert np.array_equal(getattr(other, what)(np.array(p)), getattr(surface, what)(np.array(p)))


# Exhibit G6


@functools.cache
def moons(seed=0):
    """The network of the exhibit and its training."""
    network, examples = MLP((2, 16, 16, 2), unit="relu"), Moons().parts().training
    return network, examples, trips(network, Rule.registry["momentum"](lr=0.05), examples, [seed], 100)[0]


@pytest.mark.parametrize("seed", [1, 2])
def test_writing_a_network_otherwise_changes_the_raw_slice_and_not_the_normalised_one(seed):
    network, examples, trip = moons()
    w, other = trip.path[-1], rescaled(network, trip.path[-1], 10.0)
    np.testing.assert_allclose(network.scores(other, examples.inputs), network.scores(w, examples.inputs), rtol=1e-9)
    pictures = {
        fitted: [Plane(network, v, drawn(network, v, seed, fitted=fitted), examples).value(SQUARE) for v in (w, other)]
        for fitted in (True, False)
    }
    fitted, raw = ((np.abs(b - a).max(), a.mean(), b.mean()) for a, b in (pictures[True], pictures[False]))
    assert fitted[0] < 1e-13
    assert raw[0] > 5 and raw[2] > 10 * raw[1]


def test_the_middle_of_the_slice_is_the_trained_network_and_its_corners_are_high():
    network, examples, trip = moons()
    heights = Plane(network, trip.path[-1], drawn(network, trip.path[-1], 1), examples).value(SQUARE)
    assert heights[10, 10] == pytest.approx(0.0507, abs=1e-4) and network.on(examples).accuracy(trip.path[-1]) > 0.97
    assert heights[::20, ::20].min() > 1.5


def test_a_filter_is_as_long_as_that_of_the_network_and_biases_stay():
    network, _, trip = moons()
    for layer, along in zip(
        network.layers(trip.path[-1]), network.layers(drawn(network, trip.path[-1], 3)[0]), strict=True
    ):
        np.testing.assert_allclose(np.linalg.norm(along.weights, axis=0), np.linalg.norm(layer.weights, axis=0))
        assert not along.bias.any()


# Exhibit G8


def test_two_directions_of_2410_hold_99_percent_of_a_path_and_two_random_ones_next_to_nothing():
    network, examples = MLP((64, 32, 10), unit="relu"), Digits().parts().training
    (trip,) = trips(network, Rule.registry["gradient-descent"](lr=0.1), examples, [0], 30)
    flat = flattened(trip.path)
    assert network.parameters == 2410
    assert flat.held == pytest.approx([0.940, 0.051], abs=0.002) and flat.held.sum() == pytest.approx(0.991, abs=1e-3)
    assert held(trip.path, flat.axes) == pytest.approx(flat.held.sum())
    assert held(trip.path, upright(drawn(network, trip.path[-1], 1))) < 0.005
    np.testing.assert_allclose(flat.axes @ flat.axes.T, np.eye(2), atol=1e-12)


# The surface


@pytest.mark.parametrize("cut", SLICE.settings()["plane"].options)
def test_what_is_marked_on_a_slice_is_there(cut):
    made = SLICE(plane=cut).sliced
    x_min, x_max, y_min, y_max = made.window
    assert all(x_min < x < x_max and y_min < y < y_max for x, y in made.marks)
    trained = [made.plane.value(np.array(mark)) for mark in made.marks]
    assert max(trained) < 0.5 * made.plane.network.on(made.plane.examples).value(made.trip.path[0])
    assert made.beside[-1] == pytest.approx(0.0, abs=1e-9)
    place = made.plane.weights(made.path[:, -1])
    np.testing.assert_allclose(place, made.trip.path[-1], atol=1e-9)


def test_the_line_from_start_to_end_begins_and_ends_with_the_network_itself():
    made = SLICE(plane="line").sliced
    training = made.plane.network.on(made.plane.examples)
    for x, w in ((0.0, made.trip.path[0]), (1.0, made.trip.path[-1])):
        assert made.plane.value(np.array([x, 0.0])) == pytest.approx(training.value(w), rel=1e-12)


def test_a_slice_of_the_same_settings_is_trained_once():
    assert SLICE().sliced is SLICE().sliced is not SLICE(seed="1").sliced
