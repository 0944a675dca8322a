"""What theory says of momentum on quadratics.

Along a direction of curvature c the way to the minimum shrinks in the long run by the larger root |z| of
z^2 = (1 + mu - lr c) z - mu, with the look-ahead of z^2 = (1 - lr c) ((1 + mu) z - mu) (Polyak, 1964; Lessard, Recht
and Packard, Analysis and Design of Optimization Algorithms via Integral Quadratic Constraints, 2016, proposition 1).
With a velocity that is a mean of gradients (1 - mu) lr stands for lr. Numbers may be arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from optim_core.fields import Array, Text
from optim_core.laws import Law, best, stable

RATE = Text("fastest rate at this momentum", "이 모멘텀에서 가장 빠른 학습률")
MOMENTUM = Text("best momentum at this rate", "이 학습률에 가장 알맞은 모멘텀")
PAIR = Text("fastest pair", "가장 빠른 조합")
HIGH, LOW = r"\lambda_{\max}", r"\lambda_{\min}"
RATIO = rf"\mu^* = \left(\frac{{\sqrt{{{HIGH}}} - \sqrt{{{LOW}}}}}{{\sqrt{{{HIGH}}} + \sqrt{{{LOW}}}}}\right)^2"
HALVINGS = 60  # of an interval: to the last digit


def heavy_ball(lr: Any, mu: Any) -> tuple[Law, ...]:
    """Of momentum whose velocity is a sum.

    Much momentum makes many rates equally fast, all those at which both directions swing: the best is their middle.
    """
    return (
        stable("lr", rf"\eta < \frac{{2 (1 + \mu)}}{{{HIGH}}}", lambda low, high: (2.0 * (1.0 + mu) / high,)),
        best(
            ("lr",),
            RATE,
            rf"\eta^* = \min\left(\frac{{2 (1 + \mu)}}{{{HIGH} + {LOW}}}, "
            rf"\frac{{1 - \mu}}{{\sqrt{{{HIGH} {LOW}}}}}\right)",
            lambda low, high: (_middle(mu, low, high),),
        ),
        best(
            ("lr", "momentum"),
            PAIR,
            rf"\eta^* = \frac{{4}}{{(\sqrt{{{HIGH}}} + \sqrt{{{LOW}}})^2}}, \quad {RATIO}",
            lambda low, high: (4.0 / np.square(np.sqrt(high) + np.sqrt(low)), _ratio(low, high)),
        ),
        stable(
            "momentum", rf"\mu > \frac{{\eta {HIGH}}}{{2}} - 1", lambda low, high: (_allowed(0.5 * lr * high - 1.0),)
        ),
        best(
            ("momentum",),
            MOMENTUM,
            r"\mu^* = \max_\lambda (1 - \sqrt{\eta \lambda})^2",
            lambda low, high: (_allowed(np.maximum(*(np.square(1.0 - np.sqrt(lr * c)) for c in (low, high)))),),
        ),
    )


def heavy_ball_of_means(lr: Any, mu: Any) -> tuple[Law, ...]:
    """Of momentum whose velocity is a mean."""
    return (
        stable(
            "lr",
            rf"\eta < \frac{{2 (1 + \mu)}}{{(1 - \mu) {HIGH}}}",
            lambda low, high: (2.0 * (1.0 + mu) / ((1.0 - mu) * high),),
        ),
        best(
            ("lr",),
            RATE,
            rf"\eta^* = \min\left(\frac{{2 (1 + \mu)}}{{(1 - \mu) ({HIGH} + {LOW})}}, "
            rf"\frac{{1}}{{\sqrt{{{HIGH} {LOW}}}}}\right)",
            lambda low, high: (_middle(mu, low, high) / (1.0 - mu),),
        ),
        best(
            ("lr", "momentum"),
            PAIR,
            rf"\eta^* = \frac{{1}}{{\sqrt{{{HIGH} {LOW}}}}}, \quad {RATIO}",
            lambda low, high: (1.0 / np.sqrt(high * low), _ratio(low, high)),
        ),
        stable(
            "momentum",
            rf"\mu > \frac{{\eta {HIGH} - 2}}{{\eta {HIGH} + 2}}",
            lambda low, high: (_allowed((lr * high - 2.0) / (lr * high + 2.0)),),
        ),
        best(
            ("momentum",),
            MOMENTUM,
            r"\mu^* = \max_\lambda \left(\frac{1 - \eta \lambda}{1 + \eta \lambda}\right)^2",
            lambda low, high: (np.maximum(*(np.square((1.0 - lr * c) / (1.0 + lr * c)) for c in (low, high))),),
        ),
    )


def look_ahead(lr: Any, mu: Any, mean: bool = False) -> tuple[Law, ...]:
    """Of Nesterov's momentum, whose velocity is a sum or a `mean`."""
    slack, written = (1.0 - mu, r"(1 - \mu) ") if mean else (1.0, "")

    def pair(low: Array, high: Array) -> tuple[Array, Array]:
        root = np.sqrt(3.0 * high / low + 1.0)
        together = (root - 2.0) / (root + 2.0)
        return 4.0 / ((3.0 * high + low) * ((1.0 - together) if mean else 1.0)), together

    def damped(low: Array, high: Array) -> tuple[Array]:
        """Where the slow direction just does not swing; behind the fastest pair the steep one decides instead."""
        root = np.sqrt(lr * low)
        return (np.where(lr * (3.0 * high + low) <= 4.0, (1.0 - root) / (1.0 + root), np.nan),)

    laws = (
        stable(
            "lr",
            rf"\eta < \frac{{2 (1 + \mu)}}{{{written}(1 + 2 \mu) {HIGH}}}",
            lambda low, high: (2.0 * (1.0 + mu) / (slack * (1.0 + 2.0 * mu) * high),),
        ),
        best(
            ("lr",),
            RATE,
            rf"|z({LOW})| = |z({HIGH})|, \quad z^2 = (1 - {written}\eta \lambda) ((1 + \mu) z - \mu)",
            lambda low, high: (_balanced(mu, low, high) / slack,),
        ),
        best(
            ("lr", "momentum"),
            PAIR,
            rf"{written.replace('mu', 'mu^*')}\eta^* = \frac{{4}}{{3 {HIGH} + {LOW}}}, \quad "
            rf"\mu^* = \frac{{\sqrt{{3 \kappa + 1}} - 2}}{{\sqrt{{3 \kappa + 1}} + 2}}, "
            rf"\quad \kappa = \frac{{{HIGH}}}{{{LOW}}}",
            pair,
        ),
    )
    if mean:
        return laws
    return (
        *laws,
        stable(
            "momentum",
            rf"\mu < \frac{{2 - \eta {HIGH}}}{{2 (\eta {HIGH} - 1)}}",
            lambda low, high: (
                _allowed(np.where(lr * high > 1.0, (2.0 - lr * high) / (2.0 * (lr * high - 1.0)), np.nan)),
            ),
        ),
        best(("momentum",), MOMENTUM, rf"\mu^* = \frac{{1 - \sqrt{{\eta {LOW}}}}}{{1 + \sqrt{{\eta {LOW}}}}}", damped),
    )


def _ratio(low: Array, high: Array) -> Array:
    a, b = np.sqrt(high), np.sqrt(low)
    return np.square((a - b) / (a + b))


def _middle(mu: Any, low: Array, high: Array) -> Array:
    return np.minimum(2.0 * (1.0 + mu) / (high + low), (1.0 - mu) / np.sqrt(high * low))


def _allowed(mu: Array) -> Array:
    """A momentum that is one."""
    return np.where((mu >= 0.0) & (mu < 1.0), mu, np.nan)


def _balanced(mu: Any, low: Array, high: Array) -> Array:
    """The rate at which the slow and the steep direction shrink alike: each gains what the other loses."""
    left = 1.0 / high * np.ones_like(mu)
    right = 2.0 * (1.0 + mu) / ((1.0 + 2.0 * mu) * high)
    for _ in range(HALVINGS):
        rate = 0.5 * (left + right)
        slow = _root(1.0 - rate * low, mu) > _root(1.0 - rate * high, mu)
        left, right = np.where(slow, rate, left), np.where(slow, right, rate)
    return left


def _root(q: Array, mu: Any) -> Array:
    """The larger |z| of z^2 = q ((1 + mu) z - mu)."""
    both = (1.0 + mu) * q
    inner = both * both - 4.0 * mu * q
    return np.where(inner < 0.0, np.sqrt(np.abs(mu * q)), 0.5 * (np.abs(both) + np.sqrt(np.abs(inner))))
