"""optax as it is fastest: the whole run one `scan`, a map one `vmap` of it, compiled by `jit`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from benchmarks.peers.slopes import SLOPES
from benchmarks.peers.works import Contestant, Work, settings
from optim_core.fields import Array

jax.config.update("jax_enable_x64", True)

RULES: dict[str, Callable[..., optax.GradientTransformation]] = {
    "gradient-descent": lambda lr: optax.sgd(lr),
    "momentum": lambda lr, momentum: optax.sgd(lr, momentum),
    "nesterov": lambda lr, momentum, form: optax.sgd(lr, momentum, nesterov=True),
    "adagrad": lambda lr, eps: optax.adagrad(lr, initial_accumulator_value=0.0, eps=eps),
    "rmsprop": lambda lr, decay, eps: optax.rmsprop(lr, decay, eps, eps_in_sqrt=False),
    "adam": lambda lr, beta1, beta2, eps: optax.adam(lr, beta1, beta2, eps),
    "adamw": lambda lr, beta1, beta2, eps, weight_decay: optax.adamw(lr, beta1, beta2, eps, weight_decay=weight_decay),
    "adamax": lambda lr, beta1, beta2, eps: optax.adamax(lr, beta1, beta2, eps),
}


def contestants(work: Work) -> dict[str, Contestant]:
    make = _race if work.path else _map
    return {"optax": Contestant(make(work), work.steps)}


def _race(work: Work) -> Callable[[], Array]:
    """A scan for each rule, all in one program: all rules in the body of one scan take nine times as long."""
    slope, rules = SLOPES[work.surface_kind], [RULES[spec["kind"]](**settings(spec)) for spec in work.rules]

    def path(rule: optax.GradientTransformation, start: Any) -> Any:
        def step(run: Any, _: Any) -> Any:
            moved = _step(rule, slope, *run)
            return moved, moved[0]

        return jax.lax.scan(step, (start, rule.init(start)), length=work.steps)[1]

    run = jax.jit(lambda start: [path(rule, start) for rule in rules])

    def answer() -> Array:
        paths = np.empty((len(rules), work.steps + 1, 2))
        paths[:, 0] = work.starts[:, 0]
        for mine, (x, y) in zip(paths, run(tuple(work.starts[:, 0])), strict=True):
            mine[1:, 0], mine[1:, 1] = x, y
        return paths

    return answer


def _map(work: Work) -> Callable[[], Array]:
    (spec,) = work.rules
    slope, own = SLOPES[work.surface_kind], settings(spec)
    axes = {name: 0 if np.ndim(value) else None for name, value in own.items()}

    def one(start: Any, own: Any) -> Any:
        rule = RULES[spec["kind"]](**own)

        def step(run: Any, _: Any) -> Any:
            moved = _step(rule, slope, *run)
            if work.tolerance:
                gx, gy = slope(*run[0])
                going = gx * gx + gy * gy > work.tolerance**2
                moved = jax.tree.map(lambda after, before: jnp.where(going, after, before), moved, run)
            return moved, None

        return jax.lax.scan(step, (start, rule.init(start)), length=work.steps)[0][0]

    run = jax.jit(jax.vmap(one, in_axes=((0, 0), axes)))
    return lambda: np.stack(run(tuple(work.starts), own))


def _step(rule: optax.GradientTransformation, slope: Callable[..., Any], p: Any, state: Any) -> tuple[Any, Any]:
    updates, state = rule.update(slope(*p), state, p)
    return optax.apply_updates(p, updates), state
