"""A gradient checked at a point of a surface: `POST /api/check`."""

from __future__ import annotations

import functools
from typing import Annotated, Any, Literal, Self

import numpy as np
from fastapi import APIRouter, Request, Response
from pydantic import Field, create_model, model_validator

from app import bodies
from app.declared import Named, Point, Strict, build, union_of
from app.misfits import misfits_told
from app.wire import dumps, number, numbers
from optim_core import Noise, Surface
from optim_core.fields import Array
from optim_core.gradcheck import Kind, Report, check
from optim_core.gradcheck.verdict import LEVEL, ON_KINK
from optim_core.noises.differences import Differences
from optim_core.surface import Objective

router = APIRouter(prefix="/api", include_in_schema=False)
FORMS: tuple[Kind, ...] = ("forward", "central")
PRECISIONS: dict[str, type[Any]] = {"float64": np.float64, "float32": np.float32}
LEAN = 0.2  # steps from a kink: well within one, and not on it
STEP = Differences.numbers()["h"]


class Checked(Strict):
    """The gradient of a surface at a point, as a noise has it if there is one, and the step of the differences."""

    surface: Named
    at: Point
    noise: Named | None = None
    h: Annotated[float, Field(ge=STEP.minimum, le=STEP.maximum, allow_inf_nan=False)] = 1e-5
    precision: Literal["float64", "float32"] = "float64"

    @model_validator(mode="after")
    def _noise_fits(self) -> Self:
        with misfits_told():
            self.tested()
        return self

    @property
    def ground(self) -> Surface:
        """The surface itself."""
        surface: Surface = build(Surface, self.surface)
        return surface

    def value(self) -> float | None:
        """The loss there, if it has a value."""
        surface = self.ground
        with np.errstate(all="ignore"):
            return number(surface.value(self._here)[0]) if surface.inside(self._here)[0] else None

    def tested(self) -> Array:
        """The gradient (2,) that is to be checked. Raises Misfit where its noise does not fit the surface."""
        return self._slope_of(self._written(), self._here)

    def right(self) -> Array:
        """The gradient (2,) by the surface's own formula."""
        return self._slope_of(self.ground, self._here)

    def report(self, form: Kind) -> Report:
        """The gradient that is to be checked against differences of that form."""
        written, surface = self._written(), self.ground

        def grad(p: Array) -> Array:
            return self._slope_of(written, p.reshape(2, 1))

        with np.errstate(all="ignore"):
            dtype = PRECISIONS[self.precision]
            return check(surface.value, grad, np.array(self.at), h=self.h, kind=form, dtype=dtype)

    def by(self, form: str) -> Array:
        """The gradient (2,) by forward or central differences."""
        differences = Differences(form=form, h=self.h, precision=self.precision)
        return self._slope_of(differences.draws(self.ground, 0)(self._here), self._here)

    def beside_kink(self) -> Point | None:
        """The nearest place from which a step leads across a kink, on this side of it; None where there is no kink."""
        kink = self.ground.kink_near(self.at)
        if kink is None:
            return None
        way = np.subtract(self.at, kink)
        length = np.hypot(*way)
        x, y = kink + LEAN * self.h * (way / length if length > self.h else np.array([1.0, 0.0]))
        return (float(x), float(y))

    @property
    def _here(self) -> Array:
        return np.array(self.at).reshape(2, 1)

    def _written(self) -> Objective:
        """The surface with the gradient that is to be checked."""
        return build(Noise, self.noise).draws(self.ground, 0)(self._here) if self.noise else self.ground

    def _slope_of(self, objective: Objective, here: Array) -> Array:
        """Its gradient at a point (2, 1); NaN where the loss has no value, whatever a formula makes of that."""
        with np.errstate(all="ignore"):
            found = np.asarray(objective.grad(here), dtype=np.float64)[:, 0]
        return np.where(self.ground.inside(here), found, np.nan)


@functools.cache
def checked_model() -> type[Checked]:
    """The model with everything registered as its legal values, made once."""
    of: Any = union_of(Noise)
    return create_model("Checked", __base__=Checked, surface=(union_of(Surface), ...), noise=(of | None, None))


@router.post("/check")
async def check_gradient(request: Request) -> Response:
    """The loss, its gradient by formula and by differences, how far they are apart; null where there is no number."""
    asked = await bodies.read(request, checked_model())
    if isinstance(asked, Response):
        return asked
    reports = {form: asked.report(form) for form in FORMS}
    central = reports["central"]
    return _answer(
        {
            "value": asked.value(),
            "right": numbers(asked.right()),
            "tested": numbers(asked.tested()),
            **{form: _apart(report, asked.by(form)) for form, report in reports.items()},
            "verdict": {"name": central.verdict.name, "h": number(central.best_h), "error": number(central.left)},
            "kink": asked.beside_kink(),
            "kinks": [axis for (axis,) in central.kinks],
        }
    )


def _apart(report: Report, found: Array) -> dict[str, Any]:
    """A difference and the largest error that says something; no band of the course where nothing is to be compared."""
    band = LEVEL.name if report.verdict in (LEVEL, ON_KINK) else report.band.name
    return {"grad": numbers(found), "error": number(report.worst), "band": band}


def _answer(plain: dict[str, Any]) -> Response:
    return Response(dumps(plain), media_type="application/json", headers={"Cache-Control": "no-store"})
