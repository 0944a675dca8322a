"""PyTorch as its tutorials write it: a module, a loss, `backward` and `step`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from benchmarks.peers.network import BATCH, RULES, SIZES, learnt, orders, parts
from optim_core.fields import Array

torch.set_num_threads(1)
inputs, hidden, classes = SIZES


def _optimizer(rule: str, weights: list[torch.nn.Parameter]) -> torch.optim.Optimizer:
    own = RULES[rule]
    if rule == "Adam":
        return torch.optim.Adam(weights, lr=own.lr)
    return torch.optim.SGD(weights, lr=own.lr, momentum=own.momentum)


def contestant(rule: str) -> Callable[[], Array]:
    """Trains the network by a rule and answers its weights, in our order."""
    pictures, labels = torch.tensor(learnt().inputs), torch.tensor(learnt().labels)
    rows = [torch.tensor(order) for order in orders()]
    begun = [torch.tensor(part.T.copy()) for part in parts()]

    def train() -> Array:
        network = torch.nn.Sequential(
            torch.nn.Linear(inputs, hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, classes)
        )
        weights = list(network.parameters())
        with torch.no_grad():
            for own, value in zip(weights, begun, strict=True):
                own.copy_(value)
        optimizer = _optimizer(rule, weights)
        for order in rows:
            for first in range(0, len(order), BATCH):
                some = order[first : first + BATCH]
                optimizer.zero_grad()
                torch.nn.functional.cross_entropy(network(pictures[some]), labels[some]).backward()
                optimizer.step()
        return np.concatenate([own.detach().numpy().T.ravel() for own in weights])

    return train
