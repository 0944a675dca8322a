"""A few examples of every data set, small enough to come with the page: what the tiles that choose among them show."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from optim_core.networks.dataset import Dataset
from optim_core.registry import load

POINTS, PICTURES, BLACK = 120, 4, 255


@functools.cache
def samples() -> dict[str, dict[str, Any]]:
    """By kind: points of the plane in shares of their window with their labels, or pictures in shares of full ink."""
    load("optim_core.networks.datasets")
    return {kind: _sample(declared()) for kind, declared in Dataset.registry.items()}


def _sample(data: Dataset) -> dict[str, Any]:
    window, examples = data.window(), data.parts().training
    if window is None:
        return {"pictures": np.round(data.drawings()[:PICTURES] / BLACK, 2).tolist()}
    low, width = np.array([window[0], window[2]]), window[1] - window[0]
    chosen = np.linspace(0, len(examples.labels) - 1, POINTS).round().astype(int)
    places = (examples.inputs[chosen] - low) / width
    return {"points": places.round(3).tolist(), "labels": examples.labels[chosen].tolist()}
