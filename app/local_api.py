"""What a surface is like at one point: `POST /api/local`."""

from __future__ import annotations

import functools
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import create_model

from app import bodies
from app.specs import Named, Point, Strict, build, union_of
from app.wire import dumps, number, numbers
from optim_core import Surface, geometry

router = APIRouter(prefix="/api", include_in_schema=False)


class Spot(Strict):
    """A point of a surface."""

    surface: Named
    at: Point


@functools.cache
def spot_model() -> type[Spot]:
    """The model of a spot, made once from every surface."""
    surfaces: Any = union_of(Surface)
    return create_model("Spot", __base__=Spot, surface=(surfaces, ...))


@router.post("/local")
async def local(request: Request) -> Response:
    """Value, gradient, Hessian, its eigenvalues and what follows from them; null where a number does not exist."""
    spot = await bodies.read(request, spot_model())
    if isinstance(spot, Response):
        return spot
    here = geometry.at(build(Surface, spot.surface), spot.at)
    plain = {
        "value": number(here.value),
        "grad": numbers(here.grad),
        "grad_norm": number(here.grad_norm),
        "hessian": [numbers(row) for row in here.hess],
        "eigenvalues": numbers(here.eigenvalues),
        "eigenvectors": [numbers(row) for row in here.eigenvectors],
        "condition": number(here.condition),
        "shape": here.shape,
        "largest_lr": None if here.largest_lr is None else number(here.largest_lr),
    }
    return Response(dumps(plain), media_type="application/json", headers={"Cache-Control": "no-store"})
