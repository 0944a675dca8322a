"""A training of our own, recorded as anybody would record one: a file to try, and to see what goes into it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.networks.datasets.plane import Moons
from optim_core.networks.inside import lengths
from optim_core.networks.mlp import MLP, Training
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.recording.form import VERSION
from optim_core.rule import Rule

EPOCHS, SIDE, BESIDE = 60, 31, 0.35  # BESIDE: of the path's own width, how much of the plane is shown around it
AROUND = 1.0  # of random directions, which are as long as the weights themselves
PLANES = ("path", "random")


def sample(rule: Rule, plane: str, title: str) -> bytes:
    """A file in which a small network learns two moons by `rule`; its plane holds the path, or is drawn at random."""
    data = Moons().parts()
    network = MLP((2, 16, 16, 2), unit="relu", init="he")
    trainer = Trainer(network, rule, Lessons.alike(data.training, 1), [0], precision=np.float64)
    judged = network.on(data.training), network.on(data.validation)
    columns: dict[str, list[Any]] = {
        name: []
        for name in (
            "train_loss",
            "train_accuracy",
            "validation_loss",
            "validation_accuracy",
            "weights",
            "gradient_norms",
        )
    }
    for epoch in range(EPOCHS + 1):
        if epoch:
            for _ in trainer.run(1):
                pass
        w = trainer.weights[:, 0]
        for part, training in zip(("train", "validation"), judged, strict=True):
            loss, right = training.judged(w)
            columns[f"{part}_loss"].append(loss)
            columns[f"{part}_accuracy"].append(right)
        columns["weights"].append(w.astype(np.float32))
        columns["gradient_norms"].append(lengths(network, judged[0].grad(w)))
    weights = np.array(columns["weights"])
    shown = _of_path(weights) if plane == "path" else _at_random(network, weights[-1])
    arrays: dict[str, Any] = {name: np.array(values) for name, values in columns.items()}
    arrays |= {"version": VERSION, "title": np.array(title), "layers": np.array(["2 → 16", "16 → 16", "16 → 2"])}
    arrays |= _seen(judged[0], weights[-1], *shown)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def _of_path(weights: Array) -> tuple[Array, Array, Array]:
    """The two main directions of a path (points, weights), and the places along each that show it."""
    ways = weights - weights[-1]
    directions = np.linalg.svd(ways, full_matrices=False)[2][:2]
    reached = ways @ directions.T
    low, high = reached.min(axis=0), reached.max(axis=0)
    room = BESIDE * (high - low).max()
    x, y = (np.linspace(a - room, b + room, SIDE) for a, b in zip(low, high, strict=True))
    return directions, x, y


def _at_random(network: MLP, w: Array) -> tuple[Array, Array, Array]:
    """Two random directions in which every unit's weights are as long as in w, and biases stay (Li et al. 2018)."""
    rng, places = np.random.default_rng(1), np.linspace(-AROUND, AROUND, SIDE)
    directions = []
    for _ in range(2):
        drawn = rng.standard_normal(len(w))
        for layer, own in zip(network.layers(drawn), network.layers(w), strict=True):
            layer.weights[:] *= np.linalg.norm(own.weights, axis=0) / np.linalg.norm(layer.weights, axis=0)
            layer.bias[:] = 0.0
        directions.append(drawn)
    return np.array(directions), places, places


def _seen(loss: Training, w: Array, directions: Array, x: Array, y: Array) -> dict[str, Array]:
    """The plane through w as arrays of a file."""
    places = np.stack(np.meshgrid(x, y), axis=-1)
    grid = loss.value(np.moveaxis(w + places @ directions, -1, 0))
    return {"axis_x": x, "axis_y": y, "grid": grid.astype(np.float32), "directions": directions.astype(np.float32)}
