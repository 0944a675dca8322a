"""What a surface is like at one point, `POST /api/local`, and its loss at many, `POST /api/values`."""

from __future__ import annotations

import functools
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Request, Response
from pydantic import Field, create_model

from app import bodies, limits
from app.declared import Few, Named, Point, Strict, build, union_of
from app.wire import dumps, number, numbers
from optim_core import Surface, geometry
from optim_core.edge import valued

router = APIRouter(prefix="/api", include_in_schema=False)


class Spot(Strict):
    """A point of a surface."""

    surface: Named
    at: Point


class Spots(Strict):
    """Some points of a surface, as of a cut through it."""

    surface: Named
    points: Annotated[Few[Point], Field(min_length=1, max_length=limits.POINTS)]


@functools.cache
def spot_model() -> type[Spot]:
    """The model of a spot, made once from every surface."""
    return create_model("Spot", __base__=Spot, surface=(_surfaces(), ...))


@functools.cache
def spots_model() -> type[Spots]:
    """The model of some spots, made once from every surface."""
    return create_model("Spots", __base__=Spots, surface=(_surfaces(), ...))


def _surfaces() -> Any:
    return union_of(Surface)


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
    return _answer(plain)


@router.post("/values")
async def values(request: Request) -> Response:
    """The loss at every point that was asked for; null where it is not finite."""
    spots = await bodies.read(request, spots_model())
    if isinstance(spots, Response):
        return spots
    return _answer({"values": numbers(valued(build(Surface, spots.surface), np.array(spots.points).T))})


def _answer(plain: dict[str, Any]) -> Response:
    return Response(dumps(plain), media_type="application/json", headers={"Cache-Control": "no-store"})
