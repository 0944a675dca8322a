"""Every surface of the registry against differences, its own claims and figures made elsewhere.

`data/surfaces.json` holds formulas as text and figures computed independently of this code.
"""

from __future__ import annotations

import json
from pathlib import Path

import latex2mathml.converter
import numpy as np
import pytest

import optim_core  # noqa: F401  (registers the surfaces)
from optim_core.data import table
from optim_core.fields import Choice
from optim_core.surface import Surface

KNOWN = json.loads((Path(__file__).parent / "data" / "surfaces.json").read_text())["surfaces"]
KINDS = sorted(Surface.registry)
MADE_OF_DATA = [kind for kind in KINDS if Surface.registry[kind].rows]
EPS = np.finfo(float).eps

# The formulas of surfaces.json with their parameters as letters, written from that text, not from the code.
WITH_PARAMETERS = {
    "ravine": "((cos(t)*x + sin(t)*y)**2 + kappa*(cos(t)*y - sin(t)*x)**2)/2",
    "rosenbrock": "(a - x)**2 + b*(y - x**2)**2",
    "rastrigin": "2*amplitude + x**2 - amplitude*cos(2*pi*x) + y**2 - amplitude*cos(2*pi*y)",
    "cliff": "0.05*(x + 1)**2 + 0.05*y**2 + wall/12*log(1 + exp(12*(x - 1)))",
    "double-well": "x**4/4 - x**2/2 + tilt*x + y**2/2",
    "deep-hole": "0.05*(x**2 + y**2) + 1 - exp(-(x**2 + y**2)/(2*width**2))",
    "chain": "(y*x**depth - 1)**2/2",
}


def known_surface(entry):
    """The surface of an entry of surfaces.json."""
    settings = dict(entry["surface"])
    return Surface.registry[settings.pop("kind")](**settings)


def variants(extreme=False):
    """Every surface as it is, with each of its choices, each number at the ends of its slider or of what is allowed."""
    for kind in KINDS:
        surface = Surface.registry[kind]()
        yield pytest.param(surface, id=kind)
        for name, setting in surface.settings().items():
            for option in setting.options if isinstance(setting, Choice) else ():
                if option != getattr(surface, name):
                    yield pytest.param(surface.replace(**{name: option}), id=f"{kind}-{name}={option}")
        for name, number in surface.numbers().items():
            ends = (number.low, number.high) + ((number.minimum, number.maximum) if extreme else ())
            for value in sorted(set(ends)):
                value = int(value) if number.whole else float(value)
                yield pytest.param(surface.replace(**{name: value}), id=f"{kind}-{name}={value:g}")


def smooth(surface):
    """Whether a plane of it is not full of kinks, as that of a network of ReLUs is: test_plane.py judges those."""
    return getattr(surface, "unit", "") != "relu"


SMOOTH = [variant for variant in variants() if smooth(variant.values[0])]


def drawn(number, rng, count):
    """Values from a slider's range."""
    if number.whole:
        return rng.integers(number.low, number.high, count, endpoint=True)
    if number.log:
        return np.exp(rng.uniform(np.log(number.low), np.log(number.high), count))
    return rng.uniform(number.low, number.high, count)


def points(surface, count, seed=0):
    """Random points of the domain, (2, count)."""
    x_min, x_max, y_min, y_max = surface.domain()
    rng = np.random.default_rng(seed)
    return np.stack((rng.uniform(x_min, x_max, count), rng.uniform(y_min, y_max, count)))


def differences(f, p, axis, h):
    """Central difference of f along an axis."""
    ahead, behind = p.copy(), p.copy()
    ahead[axis] += h
    behind[axis] -= h
    return (f(ahead) - f(behind)) / (ahead[axis] - behind[axis])


def assert_is_derivative(f, derivative, p):
    """Compare with central differences, which may be off by their change from 2h to h and by rounding."""
    for axis in range(2):
        h = np.cbrt(EPS) * np.maximum(1.0, np.abs(p[axis]))
        fine, coarse = differences(f, p, axis, h), differences(f, p, axis, 2.0 * h)
        stated = derivative(p)
        allowed = np.abs(fine - coarse) + 100.0 * EPS * (1.0 + np.abs(f(p))) / h + 1e-9 * np.abs(stated[axis])
        assert np.all(np.abs(fine - stated[axis]) <= allowed)
        assert np.median(allowed) <= 1e-5 * np.abs(stated).max()  # sharp enough to judge by


def evaluated(formula, x, y, **parameters):
    """A formula of surfaces.json, in NumPy."""

    def piecewise(*pieces):
        return np.select([np.broadcast_to(where, x.shape) for _, where in pieces], [what for what, _ in pieces])

    names = {"x": x, "y": y, "pi": np.pi, "E": np.e, "Piecewise": piecewise, **parameters}
    functions = {name: getattr(np, name) for name in ("exp", "sqrt", "cos", "sin", "log")}
    return eval(formula, {"__builtins__": {}}, {**names, **functions})


def views(p):
    """The points p, (2, 240), in other shapes and memory orders, each with a way to order results alike."""
    return {
        "contiguous": (p, lambda r: r),
        "fortran": (np.asfortranarray(p), lambda r: r),
        "reversed": (p[:, ::-1], lambda r: r[..., ::-1]),
        "strided": (np.repeat(p, 3, axis=1)[:, ::3], lambda r: r),
        "shifted": (p[:, 7:], lambda r: r[..., 7:]),
        "square": (p.reshape(2, 15, 16), lambda r: r.reshape(*r.shape[:-1], 15, 16)),
        "transposed": (
            p.reshape(2, 15, 16).transpose(0, 2, 1),
            lambda r: r.reshape(*r.shape[:-1], 15, 16).swapaxes(-1, -2),
        ),
    }


def assert_equal_alone_and_in_a_batch(objective, p):
    """Whatever the batch and its memory layout, each point gets the bits it gets alone."""
    for ask in (objective.value, objective.grad, objective.hess):
        alone = np.concatenate([ask(p[:, i : i + 1]) for i in range(p.shape[1])], axis=-1)
        for name, (view, order) in views(p).items():
            np.testing.assert_array_equal(ask(view), order(alone), err_msg=f"{ask.__name__}, {name}")


# Derivatives


@pytest.mark.parametrize("surface", SMOOTH)
def test_the_gradient_is_the_slope_of_the_value(surface):
    assert_is_derivative(surface.value, surface.grad, points(surface, 300))


@pytest.mark.parametrize("surface", SMOOTH)
def test_the_hessian_is_the_slope_of_the_gradient(surface):
    p = points(surface, 300, seed=1)
    for row in range(2):
        assert_is_derivative(lambda q, row=row: surface.grad(q)[row], lambda q, row=row: surface.hess(q)[row], p)


@pytest.mark.parametrize("kind", KINDS)
def test_every_surface_gives_its_hessian(kind):
    assert Surface.registry[kind].has_hessian()


# Minima and floor


@pytest.mark.parametrize("surface", variants(extreme=True))
def test_a_stated_minimum_is_one(surface):
    angles = np.linspace(0.0, 2.0 * np.pi, 64, endpoint=False)
    circle = np.stack((np.cos(angles), np.sin(angles)))
    for minimum in surface.minima():
        m = np.array(minimum).reshape(2, 1)
        hess = surface.hess(m)[..., 0]
        size = 1.0 + np.abs(hess).max()
        assert np.abs(surface.grad(m)).max() <= 1e-11 * size
        assert np.linalg.eigvalsh(hess).min() >= -1e-11 * size
        for radius in (1e-5, 1e-4):
            assert np.all(surface.value(m + radius * circle) >= surface.value(m) - 1e-13 * size)


@pytest.mark.parametrize("surface", variants(extreme=True))
def test_the_first_minimum_attains_the_floor_and_none_lies_below(surface):
    values = [float(surface.value(np.array(m).reshape(2, 1))[0]) for m in surface.minima()]
    if values:
        assert values[0] == pytest.approx(surface.floor(), rel=0.0, abs=1e-9)
        assert min(values) >= surface.floor() - 1e-12 * (1.0 + abs(surface.floor()))
        assert values[0] <= min(values) + 1e-12


@pytest.mark.parametrize("surface", variants(extreme=True))
def test_minima_lie_in_the_domain_and_apart(surface):
    x_min, x_max, y_min, y_max = surface.domain()
    minima = surface.minima()
    assert all(x_min <= x <= x_max and y_min <= y <= y_max for x, y in minima)
    assert all(np.hypot(a[0] - b[0], a[1] - b[1]) > 1e-3 for i, a in enumerate(minima) for b in minima[:i])


@pytest.mark.parametrize("surface", variants(extreme=True))
def test_no_point_of_the_domain_lies_below_the_floor(surface):
    with np.errstate(over="ignore"):
        lowest = surface.value(points(surface, 5000, seed=2)).min()
    if surface.floor() is None:
        assert surface.minima() == ()
        assert surface.value(1e3 * points(surface, 100)).min() < -1e5
    else:
        assert lowest >= surface.floor()


@pytest.mark.parametrize("tilt", [*np.linspace(-0.6, 0.6, 25), 0.384, -0.384, 0.385, -0.385, 4.0])
def test_the_double_well_keeps_exactly_the_wells_that_its_tilt_leaves(tilt):
    roots = np.roots([1.0, 0.0, -1.0, tilt])
    real = roots[np.abs(roots.imag) < 1e-9].real
    wells = sorted(real[3.0 * real * real > 1.0])
    found = Surface.registry["double-well"](tilt=float(tilt)).minima()
    np.testing.assert_allclose(sorted(x for x, _ in found), wells, rtol=1e-7)


def test_the_six_minima_of_the_camel_are_all_there_are():
    camel = Surface.registry["six-hump-camel"]()
    axes = np.linspace(-2.0, 2.0, 41), np.linspace(-1.2, 1.2, 41)
    p = np.stack(np.meshgrid(*axes)).reshape(2, -1)
    for _ in range(4000):
        p = p - 0.01 * camel.grad(p)
    near = [np.hypot(p[0] - x, p[1] - y) < 1e-6 for x, y in camel.minima()]
    settled = np.abs(camel.grad(p)).max(axis=0) < 1e-9
    bent_down = np.linalg.eigvalsh(np.moveaxis(camel.hess(p), -1, 0)).min(axis=-1) < 0.0  # still on a saddle
    assert np.all(np.any(near, axis=0) | ~settled | bent_down)
    assert all(basin.sum() > 10 for basin in near)


# Figures and formulas made elsewhere


@pytest.mark.parametrize("entry", KNOWN, ids=lambda entry: "-".join(map(str, entry["surface"].values())))
def test_the_figures_agree(entry):
    surface = known_surface(entry)
    start = np.array(surface.begin()).reshape(2, 1)
    assert surface.begin() == tuple(entry["start"])
    assert surface.domain() == tuple(entry["domain"])
    assert surface.scale == entry["z_scale"]
    assert surface.value(start)[0] == pytest.approx(entry["f_start"], rel=1e-9)
    assert np.linalg.norm(surface.grad(start)) == pytest.approx(entry["grad_norm_start"], rel=1e-9)
    eigenvalues = np.linalg.eigvalsh(surface.hess(start)[..., 0])
    np.testing.assert_allclose(eigenvalues, entry["hessian_eig_start"], rtol=1e-9, atol=1e-12)
    if entry["f_star"] is None:
        assert surface.floor() is None
    else:
        assert surface.floor() == pytest.approx(entry["f_star"], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("entry", KNOWN, ids=lambda entry: "-".join(map(str, entry["surface"].values())))
def test_the_known_minima_are_among_the_stated(entry):
    surface = known_surface(entry)
    stated = surface.minima()
    assert bool(stated) == bool(entry["minima"])
    for place, known in enumerate(entry["minima"]):
        here = min(stated, key=lambda m, k=known: np.hypot(m[0] - k["x"], m[1] - k["y"]))
        assert place > 0 or here == stated[0]
        assert here == pytest.approx((known["x"], known["y"]), rel=1e-9, abs=1e-9)
        m = np.array(here).reshape(2, 1)
        assert surface.value(m)[0] == pytest.approx(known["f"], rel=1e-9, abs=1e-9)
        eigenvalues = np.linalg.eigvalsh(surface.hess(m)[..., 0])
        # Styblinski and Tang's are given to eight digits only.
        np.testing.assert_allclose(eigenvalues, known["hessian_eigenvalues"], rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("entry", [e for e in KNOWN if e["formula"]], ids=lambda e: e["surface"]["kind"])
def test_the_value_is_that_of_the_formula(entry):
    surface = known_surface(entry)
    p = points(surface, 1000, seed=3)
    np.testing.assert_allclose(surface.value(p), evaluated(entry["formula"], *p), rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("kind", WITH_PARAMETERS)
def test_the_value_follows_the_parameters(kind):
    rng = np.random.default_rng(4)
    for _ in range(20):
        surface = Surface.registry[kind]()
        chosen = {name: drawn(number, rng, 1)[0].item() for name, number in surface.numbers().items()}
        surface = surface.replace(**chosen)
        p = points(surface, 100, seed=5)
        expected = evaluated(WITH_PARAMETERS[kind], *p, **chosen, t=np.deg2rad(chosen.get("angle", 0.0)))
        np.testing.assert_allclose(surface.value(p), expected, rtol=1e-9, atol=1e-10)


def test_every_surface_with_parameters_has_its_formula_checked():
    typed = {"formula"}  # whose letters test_expression.py checks
    assert {kind for kind in KINDS if Surface.registry[kind].numbers()} == set(WITH_PARAMETERS) | typed
    assert {entry["surface"]["kind"] for entry in KNOWN} <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_formula_becomes_mathml_without_leftovers(kind):
    for line in Surface.registry[kind]().lines():
        assert "\\" not in latex2mathml.converter.convert(line)


# Shapes, batches and inputs


@pytest.mark.parametrize("kind", KINDS)
def test_a_point_gets_the_same_bits_alone_and_in_any_batch(kind):
    surface = Surface.registry[kind]()
    p = points(surface, 240, seed=6)
    p[:, 0], p[:, 1], p[:, 2] = 0.0, surface.begin(), (1.0, -1.0)
    assert_equal_alone_and_in_a_batch(surface, p)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if Surface.registry[kind].numbers()])
def test_a_batch_of_parameters_equals_its_single_surfaces(kind):
    surface = Surface.registry[kind]()
    rng = np.random.default_rng(7)
    chosen = {name: drawn(number, rng, 8).astype(float) for name, number in surface.numbers().items()}
    for name, number in surface.numbers().items():
        chosen[name][:3] = number.low, number.high, getattr(surface, name)
    singles = [surface.replace(**{name: v[i].item() for name, v in chosen.items()}) for i in range(8)]
    p = points(surface, 8, seed=8)
    sweep = surface.replace(**chosen)
    grid = surface.replace(**{name: values[:, None] for name, values in chosen.items()})
    tiled = np.broadcast_to(p[:, None, :], (2, 8, 8))
    for ask in ("value", "grad", "hess"):
        alone = np.concatenate([getattr(one, ask)(p[:, i : i + 1]) for i, one in enumerate(singles)], axis=-1)
        np.testing.assert_array_equal(getattr(sweep, ask)(p), alone)
        alone = np.stack([getattr(one, ask)(p) for one in singles], axis=-2)
        np.testing.assert_array_equal(getattr(grid, ask)(tiled), alone)


@pytest.mark.parametrize("shape", [(), (1,), (0,), (5,), (3, 4), (2, 1, 3)])
@pytest.mark.parametrize("kind", KINDS)
def test_shapes_follow_the_batch_and_inputs_are_left_alone(kind, shape):
    surface = Surface.registry[kind]()
    p = points(surface, int(np.prod(shape)), seed=9).reshape(2, *shape)
    before = p.copy()
    p.setflags(write=False)
    for ask, expected in (
        (surface.value, shape),
        (surface.grad, (2, *shape)),
        (surface.hess, (2, 2, *shape)),
    ):
        result = ask(p)
        assert result.shape == expected
        assert result.dtype == np.float64
        assert not np.shares_memory(result, p)
    np.testing.assert_array_equal(p, before)
    hess = surface.hess(p)
    np.testing.assert_array_equal(hess, np.swapaxes(hess, 0, 1))


@pytest.mark.parametrize("surface", variants())
def test_everything_in_the_window_is_finite(surface):
    x_min, x_max, y_min, y_max = surface.domain()
    p = np.stack(np.meshgrid([x_min, 0.0, 1.0, 2.0, x_max], [y_min, 0.0, 1.0, y_max]))
    assert x_min < x_max
    assert y_min < y_max
    for ask in (surface.value, surface.grad, surface.hess):
        assert np.isfinite(ask(p)).all()


@pytest.mark.parametrize("surface", variants(extreme=True))
def test_the_window_the_start_and_the_minima_are_plain_numbers(surface):
    x, y = surface.begin()
    x_min, x_max, y_min, y_max = surface.domain()
    assert x_min <= x <= x_max
    assert y_min <= y <= y_max
    plain = [*surface.domain(), *surface.begin(), *(part for m in surface.minima() for part in m)]
    assert {type(part) for part in plain} == {float}
    assert type(surface.floor()) in (float, type(None))
    assert {type(part) for part in surface.over((3,)).domain()} == {float}  # a sweep over parameters has a window too


# Single places that students meet


def test_the_tip_of_ackley_is_flat_and_raises_no_warning():
    ackley = Surface.registry["ackley"]()
    tip = np.zeros((2, 1))
    with np.errstate(all="raise"):
        assert ackley.value(tip)[0] == 0.0
        assert np.all(ackley.grad(tip) == 0.0)
        assert np.isfinite(ackley.hess(tip)).all()


@pytest.mark.parametrize("kink", [1.0, 2.0])
def test_the_slope_of_the_trap_is_continuous_where_its_curvature_jumps(kink):
    trap = Surface.registry["heavy-ball-trap"]()
    sides = np.array([[np.nextafter(kink, 0.0), kink], [0.5, 0.5]])
    for ask in (trap.value, trap.grad):
        before, after = np.moveaxis(ask(sides), -1, 0)
        np.testing.assert_allclose(before, after, rtol=1e-14)
    curvature = trap.hess(sides)[0, 0]
    assert sorted(curvature) == [1.0, 25.0]


@pytest.mark.parametrize("kind", ["cliff", "plateau", "deep-hole", "tumours", "ackley"])
def test_exponentials_do_not_overflow_far_away(kind):
    surface = Surface.registry[kind]()
    far = np.array([[1e6, -1e6, 1e6, 40.0], [-1e6, 1e6, 1e6, -40.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for ask in (surface.value, surface.grad, surface.hess):
            assert np.isfinite(ask(far)).all()


def test_a_run_exactly_on_the_ridge_of_the_saddle_feels_nothing_sideways():
    ridge = np.stack((np.linspace(-2.0, 2.0, 9), np.zeros(9)))
    assert np.all(Surface.registry["bounded-saddle"]().grad(ridge)[1] == 0.0)


def test_a_formula_has_no_mini_batches():
    with pytest.raises(ValueError, match="bowl is not made of data"):
        Surface.registry["bowl"]().sample(np.arange(3))


# Data


def recipe(kind):
    """Rows X, (n, 2), and targets of a surface, from the raw columns as surfaces.json words it."""

    def z(column):
        return (column - column.mean()) / column.std()

    patients, cells = table("diabetes"), table("tumours")
    one = np.ones(442)
    if kind == "diabetes-raw":
        return np.column_stack((patients["bmi"] / 25, one)), patients["target"] / 100
    if kind == "diabetes-standardised":
        return np.column_stack((z(patients["bmi"]), one)), patients["target"] / 100
    if kind == "diabetes-correlated":
        t = patients["target"] / 100
        return np.column_stack((z(patients["s1"]), z(patients["s2"]))), t - t.mean()
    if kind == "rare-word":
        rng = np.random.default_rng(759)
        X = np.column_stack((rng.standard_normal(2000), rng.random(2000) < 0.02))
        return X, X @ (2, 2) + 0.1 * rng.standard_normal(2000)
    if kind == "rare-push":
        return np.column_stack((np.eye(101)[0] * 1020 - 10, np.zeros(101))), np.zeros(101)
    return np.column_stack((z(cells["radius"]), z(cells["texture"]))), np.where(cells["malignant"], 1, -1)


def loss_by_recipe(kind, p, rows, loss="logistic"):
    X, t = recipe(kind)
    predicted = X[rows] @ p
    if kind == "rare-push":
        return predicted.mean(axis=0) + 50 * np.maximum(np.abs(p[0]) - 1, 0) ** 2 + p[1] ** 2 / 2
    if kind == "tumours" and loss == "squared":
        return np.mean((predicted - t[rows][:, None]) ** 2, axis=0) / 2 + 0.005 * np.sum(p**2, axis=0)
    if kind == "tumours":
        return np.mean(np.log(1 + np.exp(-t[rows][:, None] * predicted)), axis=0) + 0.005 * np.sum(p**2, axis=0)
    return np.mean((predicted - t[rows][:, None]) ** 2, axis=0) / 2


@pytest.mark.parametrize("kind", MADE_OF_DATA)
def test_a_loss_made_of_data_follows_its_recipe(kind):
    surface = Surface.registry[kind]()
    p = points(surface, 50, seed=10)
    everyone = np.arange(surface.rows)
    np.testing.assert_allclose(surface.value(p), loss_by_recipe(kind, p, everyone), rtol=1e-12, atol=1e-13)
    for rows in (np.array([3]), np.array([5, 5, 9]), np.arange(100, 0, -7)):
        np.testing.assert_allclose(surface.sample(rows).value(p), loss_by_recipe(kind, p, rows), rtol=1e-10, atol=1e-14)


def test_the_tumours_have_two_losses_with_a_bottom_each():
    """The loss decides where the bottom is."""
    logistic, squared = (Surface.registry["tumours"](loss=loss) for loss in ("logistic", "squared"))
    assert Surface.registry["tumours"]().loss == "logistic"
    assert logistic.minima()[0] == pytest.approx((2.6606, 0.7091), abs=1e-4)
    assert squared.minima()[0] == pytest.approx((0.6370, 0.1933), abs=1e-4)
    p, rows = points(squared, 50, seed=16), np.array([5, 5, 9, 500])
    for part, which in ((squared, np.arange(569)), (squared.sample(rows), rows)):
        np.testing.assert_allclose(part.value(p), loss_by_recipe("tumours", p, which, "squared"), rtol=1e-12)


@pytest.mark.parametrize("kind", MADE_OF_DATA)
def test_a_mini_batch_has_the_derivatives_of_its_own_value(kind):
    surface = Surface.registry[kind]()
    part = surface.sample(np.array([0, 21, 21, 50, 100]))  # text 21 holds the rare word
    p = points(surface, 100, seed=11)
    assert_is_derivative(part.value, part.grad, p)
    for row in range(2):
        assert_is_derivative(lambda q, row=row: part.grad(q)[row], lambda q, row=row: part.hess(q)[row], p)


@pytest.mark.parametrize("kind", MADE_OF_DATA)
def test_a_mini_batch_gives_a_point_the_same_bits_alone_and_in_any_batch(kind):
    surface = Surface.registry[kind]()
    for rows in (np.array([4]), np.arange(0, surface.rows, 3)):
        assert_equal_alone_and_in_a_batch(surface.sample(rows), points(surface, 240, seed=12))


@pytest.mark.parametrize("size", [1, 8, 100])
@pytest.mark.parametrize("kind", MADE_OF_DATA)
def test_the_mini_batches_of_an_epoch_average_to_the_whole(kind, size):
    surface = Surface.registry[kind]()
    p = points(surface, 20, seed=13)
    order = np.random.default_rng(14).permutation(surface.rows)
    batches = [order[first : first + size] for first in range(0, surface.rows, size)]
    for ask in ("value", "grad", "hess"):
        whole = getattr(surface, ask)(p)
        mean = sum(len(rows) * getattr(surface.sample(rows), ask)(p) for rows in batches) / surface.rows
        np.testing.assert_allclose(mean, whole, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("kind", MADE_OF_DATA)
def test_the_mini_batch_of_all_rows_is_the_surface(kind):
    surface = Surface.registry[kind]()
    p = points(surface, 20, seed=15)
    part = surface.sample(np.arange(surface.rows))
    for ask in ("value", "grad", "hess"):
        np.testing.assert_array_equal(getattr(part, ask)(p), getattr(surface, ask)(p))


def test_the_tables_hold_what_their_sources_report():
    patients, cells = table("diabetes"), table("tumours")
    assert {len(column) for column in patients.values()} == {442}
    assert {len(column) for column in cells.values()} == {569}
    assert cells["malignant"].sum() == 212
    assert (patients["bmi"][:3] == [32.1, 21.6, 30.5]).all()
    assert (patients["s1"][:3] == [157.0, 183.0, 156.0]).all()
    assert (patients["s2"][:3] == [93.2, 103.2, 93.6]).all()
    assert (patients["target"][:3] == [151.0, 75.0, 141.0]).all()
    assert (cells["radius"].min(), cells["radius"].max()) == (6.981, 28.11)
    assert (cells["texture"].min(), cells["texture"].max()) == (9.71, 39.28)
    assert np.corrcoef(patients["s1"], patients["s2"])[0, 1] == pytest.approx(0.90, abs=0.005)


def test_the_tables_cannot_be_changed_by_a_reader():
    with pytest.raises(ValueError, match="read-only"):
        table("diabetes")["bmi"][0] = 0.0


@pytest.mark.parametrize("kind", MADE_OF_DATA)
def test_a_loss_made_of_data_knows_how_many_rows_it_has(kind):
    assert Surface.registry[kind].rows == len(recipe(kind)[0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_surface_without_holes_has_a_value_at_every_point(kind):
    surface = Surface.registry[kind]()
    if not surface.holes:
        p = points(surface, 12).reshape(2, 3, 4)
        assert surface.inside(p).shape == (3, 4)
        assert surface.inside(p).all()
