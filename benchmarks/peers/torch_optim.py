"""torch.optim: each rule by its own optimizer; a sweep as one parameter group for each cell, as the manual has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

from benchmarks.peers.slopes import SLOPES
from benchmarks.peers.works import Contestant, Work, rule, settings
from optim_core.fields import Array

GROUP_STEPS = 20  # 10,000 groups take a minute for all of the steps


def contestants(work: Work) -> dict[str, Contestant]:
    torch.set_num_threads(1)
    if work.path:
        return {
            "torch.optim": Contestant(lambda: race(work, _descend), work.steps),
            "torch.optim, autograd": Contestant(lambda: race(work, _descend_by_autograd), work.steps),
        }
    if work.tolerance:
        return {}
    if np.ndim(work.rules[0]["lr"]):
        few = work._replace(steps=GROUP_STEPS)
        return {"torch.optim, a group each": Contestant(in_groups(few), few.steps, work.steps / few.steps)}
    return {"torch.optim": Contestant(lambda: together(work), work.steps)}


def race(work: Work, descend) -> Array:
    return np.stack([descend(work, spec) for spec in work.rules])


def optimizer(spec: Mapping[str, Any], x: torch.Tensor) -> torch.optim.Optimizer:
    """What the rule itself names as its equal in PyTorch; fused into one kernel where PyTorch can."""
    made = rule(spec)
    call, names = made.torch(), {"torch": torch, "x": x, "weight_decay": 0.0, **settings(spec)}
    try:
        return eval(call[:-1] + ", fused=True)", names)
    except TypeError:
        return eval(call[:-1] + ", foreach=False)", names)


def _descend(work: Work, spec: Mapping[str, Any]) -> Array:
    """The gradient in plain floats, written where PyTorch reads it: tensors of two numbers cost ten times that."""
    x = torch.tensor(work.starts[:, 0])
    x.grad = torch.zeros_like(x)
    here, slope, slope_at = x.numpy(), x.grad.numpy(), SLOPES[work.surface_kind]
    step, path = optimizer(spec, x).step, np.empty((work.steps + 1, 2))
    for t in range(work.steps):
        path[t] = here
        slope[0], slope[1] = slope_at(*here.tolist())
        step()
    path[-1] = here
    return path


def _descend_by_autograd(work: Work, spec: Mapping[str, Any]) -> Array:
    x = torch.tensor(work.starts[:, 0], requires_grad=True)
    chosen, surface, path = optimizer(spec, x), work.surface, np.empty((work.steps + 1, 2))
    here = x.detach().numpy()
    for t in range(work.steps):
        path[t] = here
        chosen.zero_grad()
        surface.value(x).backward()
        chosen.step()
    path[-1] = here
    return path


def together(work: Work) -> Array:
    """All cells in one tensor, for they share their settings."""
    x = torch.tensor(work.starts)
    chosen, slope_at = optimizer(work.rules[0], x), SLOPES[work.surface_kind]
    x.grad = torch.empty_like(x)
    for _ in range(work.steps):
        x.grad[0], x.grad[1] = slope_at(x[0], x[1])
        chosen.step()
    return x.numpy()


def in_groups(work: Work) -> Callable[[], Array]:
    """One group a cell, whose points are rows of one tensor: the gradient is taken of all at once.

    Made beforehand, for that alone takes PyTorch seconds.
    """
    starts = torch.tensor(np.ascontiguousarray(work.starts.T))
    x, slope = starts.clone(), torch.empty_like(starts)
    (spec,) = work.rules
    rows = list(x.unbind())
    for row, its_slope in zip(rows, slope.unbind(), strict=True):
        row.grad = its_slope
    own = zip(rows, spec["lr"].tolist(), spec["momentum"].tolist(), strict=True)
    groups = [{"params": [row], "lr": lr, "momentum": momentum} for row, lr, momentum in own]
    chosen = torch.optim.SGD(groups, fused=True)

    def answer() -> Array:
        x.copy_(starts)
        chosen.state.clear()
        for _ in range(work.steps):
            slope[:, 0], slope[:, 1] = SLOPES[work.surface_kind](x[:, 0], x[:, 1])
            chosen.step()
        return x.numpy().T.copy()

    return answer
