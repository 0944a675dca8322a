"""A gradient checked at a point of a surface: `POST /api/check`."""

from __future__ import annotations

import functools
from typing import Annotated, Any, Literal, Self

import numpy as np
from fastapi import APIRouter, Request, Response
from pydantic import Field, create_model, model_validator
from pydantic_core import PydanticCustomError

from app import bodies
from app.specs import Named, Point, Strict, build, union_of
from app.wire import dumps, number, numbers
from optim_core import Noise, Surface
from optim_core.fields import Array
from optim_core.gradcheck import band_of, check, relative_error
from optim_core.gradcheck.report import LEAST
from optim_core.noise import Misfit
from optim_core.noises.differences import Differences
from optim_core.surface import Objective

router = APIRouter(prefix="/api", include_in_schema=False)
FORMS = ("forward", "central")
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
        try:
            self.tested()
        except Misfit as misfit:
            facts = {"field": misfit.field, **misfit.text._asdict()}
            raise PydanticCustomError("misfit", "does not fit", facts) from misfit
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
        return self._seen_by(build(Noise, self.noise)) if self.noise else self.right()

    def right(self) -> Array:
        """The gradient (2,) by the surface's own formula."""
        return self._slope_of(self.ground)

    def by(self, form: str) -> Array:
        """The gradient (2,) by forward or central differences."""
        return self._seen_by(Differences(form=form, h=self.h, precision=self.precision))

    @property
    def _here(self) -> Array:
        return np.array(self.at).reshape(2, 1)

    def _seen_by(self, noise: Noise) -> Array:
        return self._slope_of(noise.draws(self.ground, 0)(self._here))

    def _slope_of(self, objective: Objective) -> Array:
        """Its gradient there; NaN where the loss has no value, whatever a formula makes of that."""
        with np.errstate(all="ignore"):
            found = np.asarray(objective.grad(self._here), dtype=np.float64)[:, 0]
        return np.where(self.ground.inside(self._here), found, np.nan)


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
    tested = asked.tested()
    ways = {form: _apart(tested, asked.by(form)) for form in FORMS}
    return _answer(
        {
            "value": asked.value(),
            "right": numbers(asked.right()),
            "tested": numbers(tested),
            **ways,
            "kinks": _kinks(asked),
        }
    )


def _apart(tested: Array, found: Array) -> dict[str, Any]:
    error = float(np.max(relative_error(tested, found, LEAST)))
    return {"grad": numbers(found), "error": number(error), "band": band_of(error).name}


def _kinks(asked: Checked) -> list[int]:
    """The axes along which the loss has a kink within a step of the point."""
    surface = asked.ground
    with np.errstate(all="ignore"):
        report = check(surface.value, surface.grad, np.array(asked.at), h=asked.h)
    return [axis for (axis,) in report.kinks]


def _answer(plain: dict[str, Any]) -> Response:
    return Response(dumps(plain), media_type="application/json", headers={"Cache-Control": "no-store"})
