"""PyTorch without its optimizers: rules written out in tensors that are changed in place, whole maps at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from benchmarks.peers.works import Contestant, Work, settings
from optim_core.fields import Array

Tensor = torch.Tensor
Update = Callable[[Tensor, Tensor, int], Any]  # moves the points (2, n) by their gradient, which it may spoil
BLOCK = 16384  # cells at a time that the cache holds


def contestants(work: Work) -> dict[str, Contestant]:
    torch.set_num_threads(1)
    return {"torch by hand": Contestant(lambda: race(work) if work.path else ends(work), work.steps)}


def race(work: Work) -> Array:
    paths = np.empty((len(work.rules), work.steps + 1, 2))
    for path, spec in zip(paths, work.rules, strict=True):
        p = torch.tensor(work.starts)
        g, slope = torch.empty_like(p), SLOPES[work.surface_kind](p)
        update, here = RULES[spec["kind"]](p, **settings(spec)), p.numpy()[:, 0]
        for t in range(work.steps):
            path[t] = here
            slope(g)
            update(p, g, t)
        path[-1] = here
    return paths


def ends(work: Work) -> Array:
    (spec,) = work.rules
    blocks = [slice(i, i + BLOCK) for i in range(0, work.cells, BLOCK)]
    return np.concatenate([_end(work, spec, block) for block in blocks], axis=1)


def _end(work: Work, spec: Any, block: slice) -> Array:
    p = torch.tensor(work.starts[:, block])
    own = {n: torch.tensor(v[block]) if np.ndim(v) else v for n, v in settings(spec).items()}
    g, slope, update = torch.empty_like(p), SLOPES[work.surface_kind](p), RULES[spec["kind"]](p, **own)
    for t in range(work.steps):
        slope(g)
        if work.tolerance:
            g.mul_(torch.hypot(g[0], g[1]) > work.tolerance)
        update(p, g, t)
    return p.numpy()


def rosenbrock(p: Tensor) -> Callable[[Tensor], Any]:
    x, y = p

    def slope(g: Tensor) -> None:
        gx, gy = g
        torch.addcmul(y, x, x, value=-1.0, out=gy).mul_(200.0)
        torch.mul(gy, x, out=gx).mul_(-2.0).add_(x, alpha=2.0).sub_(2.0)

    return slope


def himmelblau(p: Tensor) -> Callable[[Tensor], Any]:
    x, y = p
    u, v = torch.empty_like(x), torch.empty_like(x)

    def slope(g: Tensor) -> None:
        gx, gy = g
        torch.addcmul(y, x, x, out=u).sub_(11.0)
        torch.addcmul(x, y, y, out=v).sub_(7.0)
        torch.mul(x, u, out=gx).mul_(4.0).add_(v, alpha=2.0)
        torch.mul(y, v, out=gy).mul_(4.0).add_(u, alpha=2.0)

    return slope


SLOPES = {"rosenbrock": rosenbrock, "himmelblau": himmelblau}


def gradient_descent(p: Tensor, lr: Any) -> Update:
    return lambda p, g, t: p.sub_(g, alpha=lr)


def momentum(p: Tensor, lr: Any, momentum: Any) -> Update:
    v = torch.zeros_like(p)
    return lambda p, g, t: p.add_(v.mul_(momentum).sub_(g.mul_(lr)))


def nesterov(p: Tensor, lr: float, momentum: float, form: str) -> Update:
    v = torch.zeros_like(p)
    return lambda p, g, t: p.sub_(g.add_(v.mul_(momentum).add_(g), alpha=momentum), alpha=lr)


def adagrad(p: Tensor, lr: float, eps: float) -> Update:
    s = torch.zeros_like(p)
    return lambda p, g, t: p.addcdiv_(g, s.addcmul_(g, g).sqrt().add_(eps), value=-lr)


def rmsprop(p: Tensor, lr: float, decay: float, eps: float) -> Update:
    v = torch.zeros_like(p)
    return lambda p, g, t: p.addcdiv_(g, v.mul_(decay).addcmul_(g, g, value=1.0 - decay).sqrt().add_(eps), value=-lr)


def adam(p: Tensor, lr: float, beta1: float, beta2: float, eps: float, weight_decay: float = 0.0) -> Update:
    m, v, root = torch.zeros_like(p), torch.zeros_like(p), torch.empty_like(p)

    def update(p: Tensor, g: Tensor, t: int) -> None:
        m.lerp_(g, 1.0 - beta1)
        v.mul_(beta2).addcmul_(g, g, value=1.0 - beta2)
        torch.sqrt(v, out=root).mul_((1.0 - beta2 ** (t + 1)) ** -0.5).add_(eps)
        if weight_decay:
            p.mul_(1.0 - lr * weight_decay)
        p.addcdiv_(m, root, value=-lr / (1.0 - beta1 ** (t + 1)))

    return update


def adamax(p: Tensor, lr: float, beta1: float, beta2: float, eps: float) -> Update:
    m, u = torch.zeros_like(p), torch.zeros_like(p)

    def update(p: Tensor, g: Tensor, t: int) -> None:
        m.lerp_(g, 1.0 - beta1)
        torch.maximum(u.mul_(beta2), g.abs_().add_(eps), out=u)
        p.addcdiv_(m, u, value=-lr / (1.0 - beta1 ** (t + 1)))

    return update


RULES: dict[str, Callable[..., Update]] = {
    "gradient-descent": gradient_descent,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adam,
    "adamax": adamax,
}
