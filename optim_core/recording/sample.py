"""A training of our own, recorded as anybody would record one: a file to try, and to see what goes into it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.networks.datasets.plane import Moons
from optim_core.networks.inside import lengths
from optim_core.networks.mlp import MLP, Training
from optim_core.networks.trips import drawn, flattened, trips
from optim_core.recording.form import VERSION
from optim_core.rule import Rule

EPOCHS, SIDE = 60, 31
BESIDE = 0.35  # of the width of a path, how much of its plane is shown around it
AROUND = 1.0  # of random directions, which are as long as the weights themselves


def sample(rule: Rule, plane: str, title: str) -> bytes:
    """A file in which a small network learns two moons by `rule`; its plane is that of the "path", or "random"."""
    data = Moons().parts()
    network = MLP((2, 16, 16, 2), unit="relu", init="he")
    (trip,) = trips(network, rule, data.training, [0], EPOCHS)
    learnt = network.on(data.training)
    arrays: dict[str, Any] = {
        "version": VERSION,
        "title": title,
        "layers": ["2 → 16", "16 → 16", "16 → 2"],
        "weights": trip.path.astype(np.float32),
        "gradient_norms": lengths(network, learnt.grad(trip.path.T)).T,
    }
    for part, examples in (("train", data.training), ("validation", data.validation)):
        arrays[f"{part}_loss"], arrays[f"{part}_accuracy"] = network.on(examples).judged(trip.path.T)
    if plane == "path":
        directions = flattened(trip.path).axes
        places = _around((trip.path - trip.path[-1]) @ directions.T)
    else:
        directions = drawn(network, trip.path[-1], seed=2)
        places = [np.linspace(-AROUND, AROUND, SIDE)] * 2
    file = io.BytesIO()
    np.savez_compressed(file, **arrays, **_seen(learnt, trip.path[-1], directions, *places))
    return file.getvalue()


def _around(points: Array) -> list[Array]:
    """The places along each direction that show points (n, 2) with some room."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = BESIDE * (high - low).max()
    return [np.linspace(a - room, b + room, SIDE) for a, b in zip(low, high, strict=True)]


def _seen(loss: Training, w: Array, directions: Array, x: Array, y: Array) -> dict[str, Any]:
    """The plane through w as arrays of a file."""
    places = np.stack(np.meshgrid(x, y), axis=-1)
    grid = loss.value(np.moveaxis(w + places @ directions, -1, 0))
    return {"axis_x": x, "axis_y": y, "grid": grid.astype(np.float32), "directions": directions.astype(np.float32)}
