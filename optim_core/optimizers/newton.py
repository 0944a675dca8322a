"""Newton's method, as it is and with the absolute value of the curvature."""

from __future__ import annotations

from optim_core import terms
from optim_core.algebra import absolute, curvatures, identity, solve
from optim_core.fields import Array, Text, arrow, bar
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step

NEWTON_STEP = arrow("d", Text("Newton step: to where the parabola is flat", "뉴턴 스텝: 이차 근사가 평평한 곳까지"))


class Newton(Rule, kind="newton"):
    """Jumps to where the local parabola is flat: a valley in one leap, a saddle or a peak just as gladly."""

    order = 160
    title = Text("Newton's method", "뉴턴 방법")
    summary = Text(
        "Jumps to where the local parabola is flat: to the bottom of a quadratic, or to a saddle, or a peak.",
        "이차 근사가 평평한 곳으로 단번에 갑니다. 이차함수라면 바로 바닥이지만, 안장점이나 봉우리로도 갑니다.",
    )
    formula = (
        r"g = \nabla f(x), \quad H = \nabla^2 f(x) + \delta I",
        r"d = -H^{-1} g",
        r"x \leftarrow x + \eta d",
    )
    source = "Newton, 1669; Raphson, 1690; Nocedal, Wright, Numerical optimization, chapter 3, 2006"
    shows = {"gradient": terms.GRADIENT, "newton": NEWTON_STEP}

    lr: float = terms.lr(1.0, 0.05, 2.0)
    damping: float = terms.damping()

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        g = f.grad(x)
        H = f.hess(x) + self.damping * identity(x)
        d = -solve(H, g)
        return Step(self.lr * d, slots, {"gradient": g, "newton": d})


class SaddleFreeNewton(Rule, kind="saddle-free-newton"):
    """Newton with every curvature made positive: saddles repel instead of attract (Dauphin et al., 2014)."""

    order = 170
    title = Text("Saddle-free Newton", "안장점 회피 뉴턴 방법")
    summary = Text(
        "Newton with the sign of the curvature dropped: where Newton climbs to a saddle, it walks away.",
        "곡률의 절댓값을 쓰는 뉴턴 방법입니다. 뉴턴 방법이 안장점으로 올라가는 곳에서 아래로 빠져나갑니다.",
    )
    formula = (
        r"g = \nabla f(x), \quad H = \nabla^2 f(x)",
        r"d = -(|H| + \delta I)^{-1} g",
        r"x \leftarrow x + \eta d",
    )
    source = "Dauphin et al., Identifying and attacking the saddle point problem, 2014"
    shows = {
        "gradient": terms.GRADIENT,
        "newton": arrow("d", Text("step by the absolute curvature", "곡률의 절댓값으로 나눈 이동량")),
        "curvature_high": bar(r"\lambda_1", Text("largest curvature", "가장 큰 곡률")),
        "curvature_low": bar(
            r"\lambda_2", Text("smallest curvature: negative at a saddle", "가장 작은 곡률. 안장에서는 음수")
        ),
    }

    lr: float = terms.lr(1.0, 0.05, 2.0)
    damping: float = terms.damping()

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        g = f.grad(x)
        H = f.hess(x)
        high, low = curvatures(H)
        d = -solve(absolute(H) + self.damping * identity(x), g)
        show = {"gradient": g, "newton": d, "curvature_high": high, "curvature_low": low}
        return Step(self.lr * d, slots, show)
