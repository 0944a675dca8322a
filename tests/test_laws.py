"""What the rules say of themselves on quadratics holds: against the update's own matrix, and against swept maps."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Noise, Rule, Schedule, Surface
from optim_core.algebra import curvatures
from optim_core.batch import product, starts
from optim_core.many import many
from optim_core.maps.axis import Axis
from optim_core.maps.measure import measured
from optim_core.maps.theory import curves
from optim_core.maps.verdict import verdict
from optim_core.noises.none import NoNoise
from optim_core.probe import Probe

FORMS = [
    (kind, form)
    for kind, declared in Rule.registry.items()
    if declared().laws()
    for form in (declared.settings()["form"].options if "form" in declared.settings() else [None])
]
NEAR = 1e-6


def rule(kind, form=None, **settings):
    return Rule.registry[kind](**settings, **({"form": form} if form else {}))


def ravine(kappa=25.0):
    return Surface.registry["ravine"](kappa=kappa, angle=30.0)


def shrinking(r, s):
    """The largest eigenvalue of the matrix that an update is, found by running the rule on every unit vector."""
    size = 2 * (1 + len(r.start(np.zeros((2, 1)))))
    unit = np.eye(size)
    x, *slots = (unit[k : k + 2] for k in range(0, size, 2))
    probe = Probe(s, NoNoise(), 0)
    probe.begin(x, s.grad(x))
    step = r.over((size,)).step(x, tuple(slots), probe, 0)
    return float(np.abs(np.linalg.eigvals(np.concatenate([x + step.move, *step.slots]))).max())


def law(r, s, kind, *of):
    """What a law says of a quadratic: the values of the settings that it fixes."""
    high, low = curvatures(s.hess(np.zeros((2, 1))))
    (found,) = [each for each in r.laws() if each.kind == kind and each.of == of]
    values = found.at(low, high)
    return {name: float(np.ravel(value)[0]) for name, value in zip(of, values, strict=True)}


def with_momentum(r, momentum):
    return r.replace(momentum=momentum) if "momentum" in r.numbers() else r


def test_plain_descent_and_both_momenta_have_their_laws():
    assert {kind for kind, _ in FORMS} >= {"gradient-descent", "momentum", "nesterov"}
    assert len(FORMS) >= 7


@pytest.mark.parametrize(("kind", "form"), FORMS)
@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9, 0.99])
def test_beyond_the_edge_of_stability_a_step_grows_and_before_it_shrinks(kind, form, momentum):
    r = with_momentum(rule(kind, form), momentum)
    edge = law(r, ravine(), "stability", "lr")["lr"]
    assert (
        shrinking(r.replace(lr=edge * (1 - NEAR)), ravine())
        < 1.0
        < shrinking(r.replace(lr=edge * (1 + NEAR)), ravine())
    )


@pytest.mark.parametrize(("kind", "form"), FORMS)
@pytest.mark.parametrize("momentum", [0.0, 0.3, 0.6, 0.9])
def test_no_other_rate_shrinks_faster_than_the_best(kind, form, momentum):
    r = with_momentum(rule(kind, form), momentum)
    lr = law(r, ravine(), "optimum", "lr")["lr"]
    best = shrinking(r.replace(lr=lr), ravine())
    assert best < 1.0
    assert min(shrinking(r.replace(lr=lr * k), ravine()) for k in np.geomspace(0.05, 5.0, 81)) >= best - NEAR


@pytest.mark.parametrize(("kind", "form"), [(k, f) for k, f in FORMS if "momentum" in Rule.registry[k].numbers()])
@pytest.mark.parametrize("lr", [0.004, 0.03, 0.05, 0.1, 0.3])
def test_no_other_momentum_shrinks_faster_than_the_best(kind, form, lr):
    r = rule(kind, form, lr=lr)
    for each in r.laws():
        if each.of == ("momentum",):
            value = law(r, ravine(), each.kind, "momentum")["momentum"]
            if each.kind == "optimum" and np.isfinite(value):
                best = shrinking(r.replace(momentum=value), ravine())
                assert min(shrinking(r.replace(momentum=m), ravine()) for m in np.linspace(0, 0.999, 81)) >= best - NEAR
            if each.kind == "stability" and np.isfinite(value):
                sizes = [shrinking(r.replace(momentum=value * k), ravine()) for k in (1 - NEAR, 1 + NEAR)]
                assert min(sizes) < 1.0 < max(sizes)


@pytest.mark.parametrize(("kind", "form"), [(k, f) for k, f in FORMS if "momentum" in Rule.registry[k].numbers()])
def test_no_other_pair_shrinks_faster_than_the_best(kind, form):
    r, s = rule(kind, form), ravine()
    pair = law(r, s, "optimum", "lr", "momentum")
    best = shrinking(r.replace(**pair), s)
    kappa = 25.0
    assert best == pytest.approx(
        1 - 2 / np.sqrt(3 * kappa + 1) if kind == "nesterov" else 1 - 2 / (np.sqrt(kappa) + 1), 1e-5
    )
    for lr in pair["lr"] * np.geomspace(0.2, 5.0, 41):
        for momentum in np.linspace(0.0, 0.98, 41):
            assert shrinking(r.replace(lr=lr, momentum=momentum), s) >= best - NEAR


@pytest.mark.parametrize("kind", sorted(Surface.registry))
def test_a_surface_says_it_is_quadratic_if_its_hessian_is_the_same_everywhere(kind):
    s = Surface.registry[kind]()
    x_min, x_max, y_min, y_max = s.domain()
    p = np.random.default_rng(1).uniform(-2.0, 2.0, (2, 50)) * [[x_max - x_min], [y_max - y_min]]
    hess = s.hess(np.concatenate([p, np.array([s.begin(), *s.minima()]).T], axis=1))
    assert s.quadratic == bool(np.ptp(hess, axis=-1).max() <= 1e-9 * np.abs(hess).max())


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_in_a_swept_map_runs_blow_up_beyond_the_curve_and_none_before_it(kind, form):
    s = Surface.registry["ravine"](kappa=10.0)
    r = rule(kind, form)
    lr = Axis.of(r.numbers()["lr"], 40, 0.05, 5.0)
    kappa = Axis.of(s.numbers()["kappa"], 8, 2.0, 50.0)
    (edge,) = [c for c in curves(r, s, [("lr", lr), ("surface.kappa", kappa)]) if c.kind == "stability"]
    rates, batch = product(r, lr=lr.values)
    batch = (len(kappa.values), *batch)
    on = s.replace(kappa=np.array(kappa.values)[:, None])
    ends = many(rates, on, starts((1.0, 1.0), batch), 6000)
    told = 0
    for row, value in enumerate(kappa.values):
        if edge.points[0, 1] <= value <= edge.points[-1, 1]:
            bound = np.interp(value, edge.points[:, 1], edge.points[:, 0])
            assert ends.diverged[row].tolist() == [rate > bound for rate in lr.values]
            told += 1
    assert told > 3


def test_the_fastest_rate_of_theory_is_the_fastest_of_a_sweep():
    """So far as it can be: theory speaks of the long run, a sweep of the steps down to a tolerance."""
    s = Surface.registry["ravine"](kappa=10.0)
    for kind, settings in (("gradient-descent", {}), ("nesterov", {"momentum": 0.3}), ("momentum", {"momentum": 0.1})):
        r = rule(kind, **settings)
        lr = Axis.of(r.numbers()["lr"], 201, 0.05, 0.25)
        (best,) = [c for c in curves(r, s, [("lr", lr)]) if c.kind == "optimum"]
        swept, batch = product(r, lr=lr.values)
        steps = measured("steps", many(swept, s, starts((1.0, 1.0), batch), 2000, tolerance=1e-9), s)
        found = verdict(steps, [lr])
        assert lr.values[found.cell] == pytest.approx(float(best.points[0, 0]), rel=0.03)


def test_curves_lie_within_their_map_and_a_pair_is_a_point():
    r, s = rule("momentum"), ravine()
    axes = [("lr", Axis.of(r.numbers()["lr"], 9, 1e-3, 1.0)), ("momentum", Axis.of(r.numbers()["momentum"], 9))]
    edge, best, pair = curves(r, s, axes)
    assert (edge.kind, best.kind, pair.kind) == ("stability", "optimum", "optimum")
    np.testing.assert_allclose(edge.points[:, 0], 2 * (1 + edge.points[:, 1]) / 25)
    assert len(edge.points) > 100 and pair.points.shape == (1, 2)
    narrow = [("lr", Axis.of(r.numbers()["lr"], 9, 1e-6, 1e-3)), axes[1]]
    assert [c.kind for c in curves(r, s, narrow)] == ["optimum"], "the others lie beyond it"
    (turned,) = [c for c in curves(r, s, axes[::-1]) if c.kind == "stability"]
    assert np.array_equal(turned.points, edge.points[:, ::-1])


def test_an_axis_of_the_surface_bends_the_curves_with_it():
    r, s = rule("gradient-descent"), ravine()
    axes = [("surface.kappa", Axis.of(s.numbers()["kappa"], 9, 1.0, 100.0)), ("lr", Axis.of(r.numbers()["lr"], 9))]
    edge, best = curves(r, s, axes)
    np.testing.assert_allclose(edge.points[:, 1], 2 / edge.points[:, 0])
    np.testing.assert_allclose(best.points[:, 1], 2 / (edge.points[:, 0] + 1))


def test_one_axis_has_marks():
    s = ravine()
    r = rule("gradient-descent")
    edge, best = curves(r, s, [("lr", Axis.of(r.numbers()["lr"], 9))])
    np.testing.assert_allclose([edge.points, best.points], [[[2 / 25]], [[2 / 26]]])


def test_where_theory_does_not_hold_it_is_silent():
    r, s = rule("gradient-descent"), ravine()
    axes = [("lr", Axis.of(r.numbers()["lr"], 9))]
    assert curves(r, s, axes, {}, NoNoise())
    assert curves(r, s, axes, {"lr": Schedule.registry["cosine"]()}) == []
    assert curves(r, s, axes, {}, Noise.registry["gaussian"]()) == []
    assert curves(r.replace(weight_decay=0.1), s, axes) == []
    assert curves(r, Surface.registry["rosenbrock"](), axes) == []
    assert curves(r, Surface.registry["saddle"](), axes) == []
    assert curves(rule("adam"), s, axes) == []
    decay = ("weight_decay", Axis.of(r.numbers()["weight_decay"], 5))
    assert curves(r, s, [*axes, decay]) == []
