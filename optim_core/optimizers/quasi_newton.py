"""BFGS and L-BFGS: the curvature learned from the changes of the gradient."""

from __future__ import annotations

import math

import numpy as np

from optim_core import terms
from optim_core.algebra import LEAST, dot, identity, outer, times
from optim_core.fields import Array, Text, whole
from optim_core.linesearch import backtrack
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step

Pair = tuple[Array, Array, Array]  # a step s, the change y of the gradient along it, and rho = 1 / s.y

CHANGES = (r"g = \nabla f(x)", r"s = x - x_{-1}, \quad y = g - g_{-1}")
CURVED = r"y^\top s > 10^{-10} \|y\| \|s\|: \quad "
ARMIJO = (
    r"\alpha = \max \{\eta, \tfrac{\eta}{2}, \tfrac{\eta}{4}, \ldots\}",
    r"f(x + \alpha d) \le f(x) + 10^{-4} \alpha \, g^\top d",
)
SHOWS = {"gradient": terms.GRADIENT, "direction": terms.DIRECTION, "length": terms.LENGTH}


def curved(s: Array, y: Array) -> tuple[Array, np.ndarray]:
    """s.y, and where it is positive enough to learn from (*batch): elsewhere the update is left out.

    Changes too small to square are nothing to learn from either.
    """
    sy, ss, yy = dot(s, y), dot(s, s), dot(y, y)
    return sy, (sy > 1e-10 * np.sqrt(ss) * np.sqrt(yy)) & (np.minimum(sy, yy) > LEAST)


class BFGS(Rule, kind="bfgs"):
    """Learns the inverse Hessian from gradient changes (Broyden, Fletcher, Goldfarb, Shanno, 1970)."""

    order = 180
    title = Text("BFGS", "BFGS")
    summary = Text(
        "Newton on a budget: learns the curvature from how the gradient changes, without any Hessian.",
        "계산을 아낀 뉴턴 방법입니다. 헤시안을 구하지 않고 기울기의 변화에서 곡률을 추정합니다.",
    )
    formula = (
        *CHANGES,
        CURVED + r"\rho = \frac{1}{y^\top s}",
        r"\quad B \leftarrow (I - \rho s y^\top) B (I - \rho y s^\top) + \rho s s^\top",
        r"d = -B g, \quad B_0 = I",
        *ARMIJO,
        r"\alpha = 0: \quad B \leftarrow I",
        r"x \leftarrow x + \alpha d",
    )
    source = "Broyden; Fletcher; Goldfarb; Shanno, 1970; Nocedal, Wright, Numerical optimization, chapter 6, 2006"
    shows = SHOWS
    branches = True

    lr: float = terms.trial()

    def start(self, x: Array) -> Slots:
        return identity(x), x, np.zeros_like(x), None

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        B, x_before, g_before, known = slots
        g = f.grad(x)
        s, y = x - x_before, g - g_before
        sy, good = curved(s, y)
        rho, b = 1.0 / np.where(good, sy, 1.0), times(B, y)
        learned = rho * (1.0 + rho * dot(y, b)) * outer(s, s) - rho * (outer(s, b) + outer(b, s))
        B = np.where(good, B + learned, B)
        d = -times(B, g)
        alpha, value = backtrack(f, x, known, d, g, self.lr)
        B = np.where(alpha > 0, B, identity(x))  # nothing found: forget, and start downhill again
        return Step(alpha * d, (B, x, g, value), {"gradient": g, "direction": d, "length": alpha})


class LBFGS(Rule, kind="lbfgs"):
    """BFGS that keeps only the last few changes, so that it fits millions of weights (Nocedal, 1980)."""

    order = 190
    title = Text("L-BFGS", "L-BFGS")
    summary = Text(
        "BFGS from memory: keeps the last few steps instead of a matrix, so it also fits a million weights.",
        "행렬 대신 최근 몇 스텝만 저장하는 BFGS입니다. 가중치가 백만 개여도 쓸 수 있습니다.",
    )
    formula = (
        *CHANGES,
        r"\gamma = 1",
        CURVED + r"\gamma = \frac{y^\top s}{y^\top y}",
        r"d = -B(\gamma I; s_{t-m+1}, y_{t-m+1}; \ldots; s_t, y_t)\, g",
        *ARMIJO,
        r"x \leftarrow x + \alpha d",
    )
    source = "Nocedal, Updating quasi-Newton matrices with limited storage, 1980"
    shows = SHOWS
    branches = True

    lr: float = terms.trial()
    memory: int = whole(10, 1, 30, maximum=100, symbol="m", help=Text("number of steps remembered", "저장하는 스텝 수"))

    def start(self, x: Array) -> Slots:
        return (), x, np.zeros_like(x), None

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        pairs, x_before, g_before, known = slots
        g = f.grad(x)
        s, y = x - x_before, g - g_before
        sy, good = curved(s, y)
        pairs = self._remember(pairs, s, y, sy, good)
        d = -_two_loops(pairs, np.where(good, sy / np.where(good, dot(y, y), 1.0), 1.0), g)
        alpha, value = backtrack(f, x, known, d, g, self.lr)
        # Where nothing was found: forget, and start downhill again.
        pairs = tuple((s, y, np.where(alpha > 0, rho, 0.0)) for s, y, rho in pairs)
        return Step(alpha * d, (pairs, x, g, value), {"gradient": g, "direction": d, "length": alpha})

    def _remember(self, pairs: tuple[Pair, ...], s: Array, y: Array, sy: Array, good: np.ndarray) -> tuple[Pair, ...]:
        """The pairs, newest first, up to the longest memory of the batch; rho is 0 where a run has none."""
        moved = ((s, y, 1.0 / np.where(good, sy, 1.0)), *pairs)
        kept = (*pairs, (np.zeros_like(s), np.zeros_like(s), np.zeros_like(sy)))
        found = []
        for k in range(math.ceil(min(len(moved), np.max(self.memory)))):
            s_k, y_k, rho_k = (np.where(good, new, old) for new, old in zip(moved[k], kept[k], strict=True))
            found.append((s_k, y_k, np.where(k < self.memory, rho_k, 0.0)))
        return tuple(found)


def _two_loops(pairs: tuple[Pair, ...], gamma: Array, g: Array) -> Array:
    """B g from the pairs alone (Nocedal, 1980)."""
    q, shares = g, []
    for s, y, rho in pairs:
        shares.append(rho * dot(s, q))
        q = np.where(rho > 0, q - shares[-1] * y, q)
    r = gamma * q
    for (s, y, rho), share in zip(reversed(pairs), reversed(shares), strict=True):
        r = np.where(rho > 0, r + (share - rho * dot(y, r)) * s, r)
    return r
