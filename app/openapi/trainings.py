"""Trainings of networks, and recordings of one's own: what they are asked with and answer."""

from __future__ import annotations

from typing import Any

from app.openapi.operation import (
    CHECKED,
    CSV,
    EVENTS,
    JSON,
    PYTHON,
    Answer,
    Number,
    Operation,
    Operations,
    Packed,
)
from app.recordings.recorder import NAME
from app.training.specs import asked_model


class Both(Answer):
    """A number of the examples that are learnt, and of those that are held back."""

    train: Number
    validation: Number


class Judged(Answer):
    """What the test says."""

    loss: Number
    accuracy: Number


class Epoch(Answer):
    """How a training stands after an epoch; gradient and ratio of every layer, dead of every hidden one."""

    run: int
    epoch: int
    loss: Both
    accuracy: Both
    gradient: list[Number]
    ratio: list[Number]
    dead: list[Number]


class Mistake(Answer):
    """An example that is taken for another, as grey levels."""

    label: int
    answer: int
    share: Number
    pixels: Packed


class Picture(Answer):
    """Regions of the plane row by row from the lowest y, or who is taken for whom and the worst of it."""

    size: int | None = None
    regions: Packed | None = None
    sure: Packed | None = None
    confusion: list[list[int]] | None = None
    worst: list[Mistake] | None = None


class Trained(Answer):
    """One training."""

    label: str
    optimizer: dict[str, Any]
    network: dict[str, Any]
    sizes: list[int]
    parameters: int
    batch: int
    full: bool
    updates: int
    together: int
    epochs: int
    best: int | None
    test: Judged
    seconds: float
    status: str
    picture: Picture | None = None
    told: list[Epoch]


class Training(Answer):
    """Trainings on one data set; of data in the plane also its points."""

    data: dict[str, Any]
    epochs: int
    runs: list[Trained]


class Gradients(Answer):
    """The lengths of the gradient of a layer."""

    name: str
    norms: Packed


class Plane(Answer):
    """A grid of losses on a plane through the weights."""

    x: tuple[float, float, int]
    y: tuple[float, float, int]
    z: Packed
    scale: str
    low: float
    high: float
    cut: bool
    names: list[str] | None
    least: dict[str, Any]
    most: float


class Path(Answer):
    """The path of a training in a plane."""

    x: list[Number]
    y: list[Number]
    share: Number
    away: list[Number] | None
    parts: list[Number] | None


class Recording(Answer):
    """What is in a recorded training; null where the file does not say."""

    title: str
    epochs: int
    diverged: int | None
    unknown: list[str]
    curves: dict[str, list[Number]]
    gradients: list[Gradients] | None
    plane: Plane | None
    path: Path | None
    own: Path | None


_FILE = {"application/octet-stream": None}
OPERATIONS: Operations = {
    ("POST", "/api/training"): Operation(
        {EVENTS: None, JSON: Training, CSV: None},
        asked_model,
        refusals=CHECKED,
        events=("line", "start", "epoch", "picture", "blown", "done"),
    ),
    ("POST", "/api/training/script"): Operation({PYTHON: None}, asked_model, refusals=CHECKED),
    ("POST", "/api/recording"): Operation({JSON: Recording}, "application/octet-stream", refusals=(413, 422, 429, 503)),
    ("GET", "/api/recording/samples/{name}.npz"): Operation(
        _FILE, path={"name": "momentum"}, refusals=(404, 422, 429, 503)
    ),
    ("GET", f"/api/recording/{NAME}"): Operation({PYTHON: None}),
}
