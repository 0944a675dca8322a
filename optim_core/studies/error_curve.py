"""The error of a numerical gradient by its step: a long one misses the slope, a short one drowns in rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from optim_core.fields import Array, Text, choice
from optim_core.gradcheck import (
    BANDS,
    Kind,
    Theory,
    band_of,
    check,
    errors,
    evaluations,
    numerical,
    relative_error,
    theory,
)
from optim_core.gradcheck.report import LEAST
from optim_core.gradcheck.verdict import LEVEL, ON_KINK
from optim_core.noise import Misfit
from optim_core.noises import differences, mistake
from optim_core.studies.strips import STRIPS
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study, Value
from optim_core.surface import Surface
from optim_core.trace.effort import passes

STEPS = np.logspace(-15, 0, 61)
ASKED = 2 * len(STEPS) * 7 + 200  # values of the loss, one by one: for both precisions, and for what is told at h
AT_ONCE = 6  # steps that are tried before one may stop it
NONE = 1e-17  # what is drawn of an error of 0, on an axis that has no 0
ALONE = 1000  # passes of a value that is asked for alone
PRECISIONS: dict[str, type[Any]] = {"float64": np.float64, "float32": np.float32}

Gradient = Callable[[Array], Array]
WAYS: tuple[Kind, ...] = ("forward", "central")
BEST = {"forward": Text("best forward", "전진차분 최적"), "central": Text("best central", "중앙차분 최적")}
NO_KINK, KINK = Text("none within h", "h 안에 없음"), Text("within h", "h 안에 있음")


def _ways(name: str, en: str, ko: str, symbol: str = "") -> dict[str, Fact]:
    """A fact of each kind of difference."""
    forward = Fact(Text(f"{en}, forward", f"전진차분의 {ko}"), symbol)
    return {f"forward{name}": forward, f"central{name}": Fact(Text(f"{en}, central", f"중앙차분의 {ko}"), symbol)}


def _parts(name: str, en: str, ko: str) -> dict[str, Fact]:
    """A fact of each coordinate."""
    return {f"{name}_{axis}": Fact(Text(f"slope by {axis}, {en}", f"{axis} 방향 기울기, {ko}")) for axis in "xy"}


class ErrorCurve(Study, kind="error-curve"):
    """Why h = 1e-5: the error of a difference falls with its step until rounding takes over (CS231n)."""

    order = 30
    grounded = True
    title = Text("How wrong a difference is", "차분은 얼마나 틀리나")
    summary = Text(
        "The gradient as written against differences of every step size: theory, rounding, and a bug if you like.",
        "작성한 기울기를 여러 보폭의 전진차분, 중앙차분과 비교합니다. 이론, 반올림, 그리고 버그까지 봅니다.",
    )
    formula = (
        r"\frac{f(x + h) - f(x)}{h} - f'(x) \approx \frac{h}{2} f'' + \frac{\epsilon f}{h}",
        r"\frac{f(x + h) - f(x - h)}{2 h} - f'(x) \approx \frac{h^2}{6} f''' + \frac{\epsilon f}{2 h}",
    )
    source = "Karpathy, CS231n: Neural Networks 3, gradient checks, 2015"
    figures = (
        Figure(
            "error",
            Text("The error of a difference by its step size", "보폭에 따른 차분의 오차"),
            Axis("h", differences.STEP_SIZE, "h", log=True),
            Axis("", Text("error, relative to the gradient as written", "작성한 기울기에 대한 상대오차"), log=True),
            (
                Series("forward", Text("forward", "전진차분"), "line"),
                Series("central", Text("central", "중앙차분"), "line"),
                Series("forward_single", Text("forward, single precision", "전진차분, 단정밀도"), "spots"),
                Series("central_single", Text("central, single precision", "중앙차분, 단정밀도"), "spots"),
                Series("forward_theory", Text("forward, in theory", "전진차분의 이론값"), "theory"),
                Series("central_theory", Text("central, in theory", "중앙차분의 이론값"), "theory"),
            ),
            STRIPS,
        ),
    )
    facts = {
        **_parts("analytic", "as written", "작성한 식"),
        **_parts("forward", "forward difference", "전진차분"),
        **_parts("central", "central difference", "중앙차분"),
        **_ways("_error", "relative error at h", "상대오차(h에서)"),
        "verdict": Fact(Text("what the check of the central one comes to", "중앙차분으로 검사한 결과")),
        "kink": Fact(Text("kink of the loss", "손실의 꺾인 곳")),
        **_ways("_best_h", "best step size", "가장 좋은 보폭", "h"),
        **_ways("_best_error", "error at the best step size", "가장 좋은 보폭의 오차"),
        **_ways("_expected_h", "best step size in theory", "이론상 가장 좋은 보폭"),
        **_ways("_values", "values of the loss asked for", "손실 계산 횟수"),
    }

    h: float = differences.step_size()
    bug: str = choice(
        "none",
        {"none": Text("none", "없음"), **mistake.BUGS},
        help=Text("bug in the gradient as it is written", "작성한 기울기에 심을 버그"),
    )
    factor: float = mistake.factor()
    precision: str = differences.precision()

    def passes(self, ground: Ground | None) -> float:
        self._written(_needed(ground).surface)  # says at once whether the bug fits
        return ALONE * ASKED * passes(_needed(ground).surface)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        surface, at = _needed(ground)
        x = np.array(at, dtype=np.float64)
        with np.errstate(all="ignore"):
            written = self._written(surface)
            at_h = self._at_h(surface, x, written)
            yield Facts(at_h)
            expected = _expected(surface, x, written, PRECISIONS[self.precision])
            yield Facts(_told("expected_h", expected.best_forward(), expected.best_central()))
        yield Mark("error", self.h, Text("h", "h"))
        columns: dict[str, list[Array]] = {}
        for some in np.split(STEPS, range(AT_ONCE, len(STEPS), AT_ONCE)):
            with np.errstate(all="ignore"):
                rows = _rows(surface, x, written, some, expected)
            for name, column in rows.items():
                columns.setdefault(name, []).append(column)
            yield Rows("error", rows)
        if at_h["verdict"] not in (LEVEL.says, ON_KINK.says):  # else there is no slope that a step could find best
            yield from self._best({name: np.concatenate(column) for name, column in columns.items()})

    def _written(self, surface: Surface) -> Gradient:
        """The gradient as somebody wrote it, of points (2,). Raises Misfit where the bug does not fit."""
        if self.bug == "none":
            return surface.grad
        try:
            draw = mistake.Mistake(bug=self.bug, factor=self.factor).draws(surface, 0)
        except Misfit as misfit:
            raise Misfit("study.bug", misfit.text) from misfit
        return lambda x: draw(x).grad(x)

    def _at_h(self, surface: Surface, x: Array, written: Gradient) -> dict[str, Value]:
        """The gradient by every way at the step that was chosen, and what a check says."""
        dtype = PRECISIONS[self.precision]
        told = written(x)
        found: dict[str, Value] = {f"analytic_{axis}": float(part) for axis, part in zip("xy", told, strict=True)}
        for kind in WAYS:
            slope = numerical(surface.value, x, self.h, kind, dtype)
            found |= {f"{kind}_{axis}": float(part) for axis, part in zip("xy", slope, strict=True)}
            found[f"{kind}_error"] = float(np.max(relative_error(told, slope, LEAST)))
            found[f"{kind}_values"] = float(evaluations(kind, len(x)))
        report = check(surface.value, written, x, h=self.h, dtype=dtype)
        return found | {"verdict": report.verdict.says, "kink": KINK if report.kinks else NO_KINK}

    def _best(self, columns: dict[str, Array]) -> Iterator[Part]:
        """The steps with the least error, unless what was written is wrong and no step is any good."""
        ending = "" if self.precision == "float64" else "_single"
        for kind in WAYS:
            errs = columns[kind + ending]
            if not np.isfinite(errs).any() or band_of(least := float(np.nanmin(errs))) is BANDS[0]:
                continue
            best = float(STEPS[np.nanargmin(errs)])
            yield Facts({f"{kind}_best_h": best, f"{kind}_best_error": least})
            yield Mark("error", best, BEST[kind])


def _rows(surface: Surface, x: Array, written: Gradient, steps: Array, expected: Theory) -> dict[str, Array]:
    columns = {"h": steps, "forward_theory": expected.forward(steps), "central_theory": expected.central(steps)}
    for dtype, ending in ((np.float64, ""), (np.float32, "_single")):
        table = errors(surface.value, written, x, steps, dtype)
        columns |= {f"forward{ending}": table.forward, f"central{ending}": table.central}
    found = {name: np.where(np.isfinite(c), np.maximum(c, NONE), np.nan) for name, c in columns.items()}
    if not np.any(written(x)):  # relative to nothing there is no error
        found |= {name: np.full(len(steps), np.nan) for name in found if name != "h"}
    return found


def _expected(surface: Surface, x: Array, written: Gradient, dtype: type[Any]) -> Theory:
    """What theory says of right code, relative to what was written."""
    found = theory(surface.value, surface.grad, x, dtype)
    ratio = np.divide(np.linalg.norm(surface.grad(x)), np.linalg.norm(written(x)))
    return Theory(*(float(part * ratio) for part in found))


def _told(name: str, forward: float, central: float) -> dict[str, Value]:
    return {f"{k}_{name}": v for k, v in (("forward", forward), ("central", central)) if 0 < v < np.inf}


def _needed(ground: Ground | None) -> Ground:
    if ground is None:
        raise ValueError("a gradient is that of a surface at a point: the study needs a ground")
    return ground
