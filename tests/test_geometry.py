"""The surface at a point: against NumPy's own eigenvalues, closed forms, and differences."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Surface
from optim_core.algebra import slopes
from optim_core.geometry import at
from optim_core.noises.none import NoNoise
from optim_core.probe import Probe


def places(surface, count=12):
    x_min, x_max, y_min, y_max = surface.domain()
    share = np.random.default_rng(5).random((count, 2))
    inside = zip(x_min + share[:, 0] * (x_max - x_min), y_min + share[:, 1] * (y_max - y_min), strict=True)
    return [surface.begin(), *inside]


@pytest.fixture(params=sorted(Surface.registry))
def surface(request):
    return Surface.registry[request.param]()


def test_it_is_the_surface_itself(surface):
    for place in places(surface):
        p = np.array(place).reshape(2, 1)
        here = at(surface, place)
        assert here.value == surface.value(p)[0]
        assert here.grad.tolist() == surface.grad(p)[:, 0].tolist()
        assert here.grad_norm == pytest.approx(np.linalg.norm(here.grad), rel=1e-14)
        assert here.hess.tolist() == surface.hess(p)[..., 0].tolist()


def test_curvatures_are_those_of_numpy(surface):
    for place in places(surface):
        here = at(surface, place)
        size = np.abs(here.hess).max()
        np.testing.assert_allclose(here.eigenvalues[::-1], np.linalg.eigvalsh(here.hess), rtol=1e-9, atol=1e-13 * size)
        for value, vector in zip(here.eigenvalues, here.eigenvectors, strict=True):
            assert np.linalg.norm(vector) == pytest.approx(1.0)
            np.testing.assert_allclose(here.hess @ vector, value * vector, rtol=1e-9, atol=1e-12 * size + 1e-300)
        assert here.eigenvectors[0] @ here.eigenvectors[1] == 0.0


def test_the_hessian_agrees_with_differences(surface):
    for place in places(surface, 4):
        p = np.array(place).reshape(2, 1)
        if np.isfinite(here := at(surface, place).hess).all():
            differences = slopes(surface.grad, p)[..., 0]
            np.testing.assert_allclose(here, differences, rtol=1e-4, atol=1e-5 * (1.0 + np.abs(here).max()))


class NoFormula(Surface):
    """A surface that leaves its Hessian out."""

    def value(self, p):
        return np.exp(p[0]) + p[0] * p[1] ** 2

    def grad(self, p):
        return np.stack((np.exp(p[0]) + p[1] ** 2, 2.0 * p[0] * p[1]))

    def domain(self):
        return (-1.0, 1.0, -1.0, 1.0)


def test_without_a_formula_the_hessian_is_by_the_differences_a_rule_would_see():
    p = np.array([[0.4], [1.5]])
    here = at(NoFormula(), (0.4, 1.5))
    probe = Probe(NoFormula(), NoNoise(), seed=0)
    probe.begin(p, NoFormula().grad(p))
    assert here.hess.tolist() == probe.hess(p)[..., 0].tolist() and probe.counts["grad"] == 4
    np.testing.assert_allclose(here.hess, [[np.exp(0.4), 3.0], [3.0, 0.8]], rtol=1e-8)


def test_a_quadratic_in_closed_form():
    ravine = Surface.registry["ravine"]()
    here = at(ravine, (1.0, 1.0))
    high, low = here.eigenvalues
    assert here.shape == "bowl" and here.condition == pytest.approx(ravine.kappa)
    assert here.largest_lr == 2.0 / high and here.condition == pytest.approx(high / low)
    assert at(ravine, (-2.0, 0.3)).eigenvalues.tolist() == here.eigenvalues.tolist(), "the same everywhere"


def test_the_minimum_of_rosenbrock_in_closed_form():
    here = at(Surface.registry["rosenbrock"](), (1.0, 1.0))
    assert here.hess.tolist() == [[802.0, -400.0], [-400.0, 200.0]] and here.grad_norm == 0.0
    high = 501.0 + np.sqrt(301.0**2 + 400.0**2)
    assert here.eigenvalues[0] == pytest.approx(high)
    assert here.condition == pytest.approx(high * high / 400.0, rel=1e-9)  # their product is 400


class Bent(Surface):
    """Half of a x^2 + b y^2."""

    def __init__(self, a, b):
        object.__setattr__(self, "bend", np.array([[a], [b]]))

    def value(self, p):
        return 0.5 * np.sum(self.bend * p * p, axis=0)

    def grad(self, p):
        return self.bend * p

    def hess(self, p):
        return np.diag(self.bend[:, 0])[..., None]


@pytest.mark.parametrize(
    ("a", "b", "shape", "condition", "largest_lr"),
    [
        (4.0, 1.0, "bowl", 4.0, 0.5),
        (1.0, 4.0, "bowl", 4.0, 0.5),
        (-4.0, 1.0, "saddle", 4.0, 2.0),
        (-4.0, -1.0, "peak", 4.0, None),
        (8.0, 0.0, "valley", np.inf, 0.25),
        (0.0, -8.0, "ridge", np.inf, None),
        (0.0, 0.0, "flat", np.nan, None),
        (1e6, 1e-5, "valley", np.inf, 2e-6),
        (1e-14, -1e-14, "flat", np.nan, None),
        (3.0, 3.0, "bowl", 1.0, 2.0 / 3.0),
    ],
)
def test_the_shape_is_told_by_the_signs(a, b, shape, condition, largest_lr):
    here = at(Bent(a, b), (0.5, -0.5))
    assert here.shape == shape and here.largest_lr == largest_lr
    assert here.condition == pytest.approx(condition, nan_ok=True)


@pytest.mark.parametrize("factor", [0.99, 1.01])
def test_descent_is_stable_below_the_largest_rate_and_not_above(factor):
    surface = Surface.registry["ravine"]()
    lr = factor * at(surface, surface.begin()).largest_lr
    x = np.array(surface.begin()).reshape(2, 1)
    before = surface.value(x)[0]
    for _ in range(2000):
        x = x - lr * surface.grad(x)
    assert (surface.value(x)[0] < before) == (factor < 1)


def test_where_a_surface_is_not_finite_it_has_no_shape():
    here = at(Bent(np.inf, 1.0), (1.0, 1.0))
    assert here.shape is None and np.isnan(here.condition) and here.largest_lr is None
