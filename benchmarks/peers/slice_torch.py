"""A slice of a loss in PyTorch, point by point: weights put together, the network asked, the loss read off."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from optim_core.fields import Array
from optim_core.networks.plane import Plane

torch.set_num_threads(1)


def contestant(plane: Plane, p: Array) -> Callable[[], Array]:
    """Asks for the loss at points (2, n); (n,)."""
    inputs, labels = torch.tensor(plane.examples.inputs, dtype=torch.float32), torch.tensor(plane.examples.labels)
    three = [list(plane.network.layers(each)) for each in (plane.origin, *plane.axes)]
    layers = [
        [
            [torch.tensor(part, dtype=torch.float32) for part in (layer.weights.T.copy(), layer.bias.copy())]
            for layer in each
        ]
        for each in three
    ]
    relu, places = torch.nn.ReLU(), p.T.tolist()

    @torch.no_grad()
    def heights() -> Array:
        found = []
        for x, y in places:
            above = inputs
            for k, (at, along, across) in enumerate(zip(*layers, strict=True)):
                weights, bias = (a + x * b + y * c for a, b, c in zip(at, along, across, strict=True))
                above = torch.nn.functional.linear(relu(above) if k else above, weights, bias)
            found.append(torch.nn.functional.cross_entropy(above, labels).item())
        return np.array(found)

    return heights
