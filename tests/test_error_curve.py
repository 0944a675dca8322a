"""The study of the error of a difference by its step: Exhibit A7's figures, theory, kinks, bugs and precision."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Surface
from optim_core.gradcheck import BANDS, numerical
from optim_core.gradcheck.verdict import LEVEL, ON_KINK, TOO_LARGE
from optim_core.noise import Misfit
from optim_core.noises.mistake import BUGS
from optim_core.studies.error_curve import KINK, NO_KINK, STEPS, ErrorCurve
from optim_core.study import Findings, Ground
from tests.test_surfaces import points

AT = (-1.06, 1.1455)  # near (-1.06, 1.14), where an error of 610 % at h = 0.1 was measured


def found(kind="rosenbrock", at=AT, **chosen):
    surface = Surface.registry[kind]()
    return Findings.of(ErrorCurve(**chosen), Ground(surface, at or surface.begin()))


def at(findings, name, h):
    column = findings.columns["error"]
    return column[name][np.argmin(np.abs(np.log(column["h"] / h)))]


def test_the_curve_is_the_one_that_was_measured():
    """Forward: best 1.4e-7 at 3.2e-9; central: 5.5e-11 at 5.6e-7; forward 1.1 % at 1e-14 and 610 % at 0.1.

    Where rounding decides, a neighbouring point is another draw: factors of four are luck.
    """
    curve = found()
    facts = curve.facts
    assert 1.4e-7 / 4 < facts["forward_best_error"] < 4 * 1.4e-7 and 8e-10 < facts["forward_best_h"] < 1.3e-8
    assert 5.5e-11 / 4 < facts["central_best_error"] < 4 * 5.5e-11 and 1e-7 < facts["central_best_h"] < 2.3e-6
    assert 0.011 / 4 < at(curve, "forward", 1e-14) < 4 * 0.011
    assert at(curve, "forward", 0.1) == pytest.approx(6.1, rel=0.02)


def test_single_precision_leaves_five_digits_at_a_step_of_a_thousandth():
    """Measured: central, best 9.4e-6 at 1e-3."""
    facts = found(precision="float32").facts
    assert 9.4e-6 / 4 < facts["central_best_error"] < 4 * 9.4e-6 and 1e-4 < facts["central_best_h"] < 1e-2
    assert facts["central_expected_h"] == pytest.approx(7.5e-4, rel=0.02)


def test_the_best_steps_are_where_theory_has_them():
    facts = found().facts
    for kind in ("forward", "central"):
        assert 0.1 < facts[f"{kind}_best_h"] / facts[f"{kind}_expected_h"] < 10
    eps, bend = np.finfo(float).eps, np.hypot(2 + 1200 * AT[0] ** 2 - 400 * AT[1], 200)
    value = (1 - AT[0]) ** 2 + 100 * (AT[1] - AT[0] ** 2) ** 2
    assert facts["forward_expected_h"] == pytest.approx(np.sqrt(2 * eps * np.sqrt(2) * value / bend), rel=1e-5)


def test_long_steps_err_as_theory_says_and_short_ones_less_than_it_allows():
    curve = found().columns["error"]
    long = (curve["h"] > 1e-6) & (curve["h"] < 1e-2)
    np.testing.assert_allclose(curve["forward"][long], curve["forward_theory"][long], rtol=0.05)
    short = curve["h"] < 1e-10
    assert (curve["forward"][short] < 3 * curve["forward_theory"][short]).all()
    assert (curve["forward"][short] > 1e-3 * curve["forward_theory"][short]).all()


def test_what_is_told_at_the_step_is_what_a_check_would_find():
    surface, x = Surface.registry["rosenbrock"](), np.array(AT)
    facts = found(h=1e-3).facts
    for kind, values in (("forward", 3), ("central", 4)):
        slope = numerical(surface.value, x, 1e-3, kind)
        assert [facts[f"{kind}_x"], facts[f"{kind}_y"]] == slope.tolist()
        assert facts[f"{kind}_values"] == values
    assert [facts["analytic_x"], facts["analytic_y"]] == surface.grad(x).tolist()
    assert facts["verdict"] == TOO_LARGE.says and facts["kink"] == NO_KINK
    assert found(h=1e-6).facts["verdict"] == BANDS[-1].says


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_is_an_error_that_no_step_makes_small(bug):
    curve = found(bug=bug)
    assert np.nanmin(curve.columns["error"]["central"]) > 1e-2
    assert curve.facts["verdict"] == BANDS[0].says
    assert "central_best_h" not in curve.facts, "no step is any good"
    assert [mark.title.en for mark in curve.marks] == ["h"]


def test_a_bug_that_the_loss_has_no_room_for_is_refused_before_any_work():
    bowl = Ground(Surface.registry["bowl"](), (1.0, 1.0))
    with pytest.raises(Misfit) as caught:
        ErrorCurve(bug="chain-rule").passes(bowl)
    assert caught.value.field == "study.bug"


def test_a_kink_within_the_step_is_told():
    """The wall of the push begins at x = 1 with a jump of the curvature only, which is none."""
    assert found("rare-push", (1.0, 0.3)).facts["kink"] == NO_KINK

    class Bent(type(Surface.registry["bowl"]())):
        def value(self, p):
            return abs(p[0]) + p[1] * p[1]

        def grad(self, p):
            return np.stack((np.sign(p[0]), 2 * p[1]))

    for x, kink in ((0.0, KINK), (4e-6, KINK), (1e-3, NO_KINK)):
        assert Findings.of(ErrorCurve(), Ground(Bent(), (x, 1.0))).facts["kink"] == kink


@pytest.mark.parametrize("kind", sorted(Surface.registry))
def test_it_stands_on_every_surface(kind):
    where = tuple(points(Surface.registry[kind](), 1, seed=4)[:, 0].tolist())
    curve = found(kind, where)
    assert len(curve.columns["error"]["h"]) == len(STEPS)
    assert np.isfinite(curve.columns["error"]["central"]).all()
    assert curve.facts["central_best_error"] < 1e-5


def test_where_the_slope_vanishes_there_is_no_relative_error_and_nothing_breaks():
    for kind, where in (("bowl", (0.0, 0.0)), ("rosenbrock", (1.0, 1.0))):
        curve = found(kind, where)
        assert not any(
            np.isfinite(curve.columns["error"][name]).any() for name in ("forward", "central", "central_single")
        )
        assert curve.facts["verdict"] == LEVEL.says
        assert not any(name.endswith("best_h") for name in curve.facts), "no step is the best at finding nothing"


def test_on_a_kink_there_is_no_theory_and_the_verdict_says_so():
    curve = found("ackley", (0.0, 0.0))
    assert curve.facts["verdict"] == ON_KINK.says
    assert not any(name.endswith(("expected_h", "best_h")) for name in curve.facts)
    assert not np.isfinite(curve.columns["error"]["central_theory"]).any()
    assert "central_expected_h" in found("ackley", (0.7, 0.3)).facts
