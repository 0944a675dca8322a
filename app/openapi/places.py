"""Surfaces and points on them: what they are asked with and answer."""

from __future__ import annotations

from typing import Any

from app.check_api import checked_model
from app.declared import model_of
from app.local_api import spot_model, spots_model
from app.openapi.operation import CHECKED, JSON, Answer, Number, Operation, Operations, Packed, Pair, Words
from app.windows import Window
from optim_core.surfaces.formula import Formula


class Scales(Answer):
    """How far one may step, and how wide the surface is."""

    stride: float
    length: float


class Landmark(Answer):
    """Places worth a mark, or a way through them."""

    title: Words
    places: list[tuple[float, float]]
    way: bool


class Heights(Packed):
    """Heights of a grid in 16 bits, 65535 where there is none; as they are, or as differences."""

    coding: str


class Holes(Answer):
    """Outlines of where the loss has no value."""

    rings: list[list[float]]
    room: list[Number] | None


class Drawn(Answer):
    """A grid of a surface and what is known of it."""

    kind: str
    x: tuple[float, float, int]
    y: tuple[float, float, int]
    domain: tuple[float, float, float, float]
    begin: tuple[float, float]
    minima: list[tuple[float, float, Number]]
    landmarks: list[Landmark]
    floor: Number
    scales: Scales
    scale: str
    rows: int
    z: Heights
    low: float
    high: float
    shift: Number
    cut: tuple[bool, bool]
    holes: Holes | None
    misfits: dict[str, dict[str, Words]]


class Here(Answer):
    """What a surface is like at one point."""

    value: Number
    grad: list[Number]
    grad_norm: Number
    hessian: list[list[Number]]
    eigenvalues: list[Number]
    eigenvectors: list[list[Number]]
    condition: Number
    shape: str
    largest_lr: Number


class Values(Answer):
    """The loss at many points."""

    values: list[Number]


class Kink(Answer):
    """A function that makes a loss bend."""

    name: str
    text: str


class Typed(Answer):
    """What a typed formula is."""

    mathml: str
    gradient: tuple[str, str]
    letters: list[str]
    kinks: list[Kink]
    holes: bool
    begin: tuple[float, float]
    minima: list[list[float]]
    found: int
    scales: Scales


class Difference(Answer):
    """A gradient by differences, and the largest error that says something."""

    grad: list[Number]
    error: Number
    band: str


class Verdict(Answer):
    """What is said of a gradient."""

    name: str
    h: Number
    error: Number


class Checked(Answer):
    """A gradient, checked."""

    value: Number
    right: list[Number]
    tested: list[Number]
    forward: Difference
    central: Difference
    verdict: Verdict
    kink: Pair | None
    kinks: list[int]


OPERATIONS: Operations = {
    ("GET", "/api/catalog"): Operation({JSON: dict[str, Any]}),
    ("GET", "/api/surface"): Operation(
        {JSON: Drawn},
        query={"kind": {"type": "string"}} | Window.model_json_schema()["properties"],
        loose="The settings of the surface, by name; numbers as digits.",
        refusals=(422,),
    ),
    ("POST", "/api/formula"): Operation({JSON: Typed}, lambda: model_of(Formula), refusals=CHECKED),
    ("POST", "/api/local"): Operation({JSON: Here}, spot_model, refusals=CHECKED),
    ("POST", "/api/values"): Operation({JSON: Values}, spots_model, refusals=CHECKED),
    ("POST", "/api/check"): Operation({JSON: Checked}, checked_model, refusals=CHECKED),
}
