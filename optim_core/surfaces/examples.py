"""Formulas to begin with, each for one thing that it shows."""

from __future__ import annotations

from optim_core.fields import Text
from optim_core.surface import Example

EXAMPLES = (
    Example(
        Text("two valleys, one deeper", "깊이가 다른 두 골짜기"),
        {"f": "x^4 - 2*x^2 + 0.3*x + y^2", "domain": (-2.0, 2.0, -1.5, 1.5)},
    ),
    Example(
        Text("a ravine with sliders", "슬라이더로 좁히는 협곡"),
        {"f": "a*x^2 + b*y^2", "domain": (-4.0, 4.0, -2.0, 2.0), "a": 0.25, "b": 5.0},
    ),
    Example(
        Text("a kink, no slope", "꺾여서 기울기가 없는 곳"),
        {"f": "abs(x) + 2*abs(y)", "domain": (-3.0, 3.0, -3.0, 3.0)},
    ),
    Example(
        Text("hinge loss, minimum on kinks", "힌지 손실, 꺾인 곳이 최소"),
        {"f": "relu(1 - x) + relu(1 + y) + 0.1*(x^2 + y^2)", "domain": (-2.0, 3.0, -3.0, 2.0)},
    ),
    Example(
        Text("an edge without values", "값이 없는 가장자리"),
        {"f": "x - log(x) + y^2", "domain": (-0.5, 4.0, -2.0, 2.0)},
    ),
    Example(
        Text("ripples, many minima", "잔물결과 수많은 극소"),
        {"f": "(x^2 + y^2)/20 + 1 - cos(2*x)*cos(2*y)", "domain": (-6.0, 6.0, -6.0, 6.0)},
    ),
    Example(
        Text("a plateau, slopes vanish", "기울기가 사라지는 고원"),
        {"f": "(sigmoid(4*x) - 0.2)^2 + 0.1*y^2", "domain": (-4.0, 4.0, -3.0, 3.0)},
    ),
    Example(
        Text("a saddle between minima", "두 극소 사이의 안장점"),
        {"f": "x^2 - y^2 + y^4/4", "domain": (-3.0, 3.0, -2.5, 2.5)},
    ),
    Example(
        Text("steep on one side", "한쪽만 가파른 골짜기"),
        {"f": "where(x < 0, x^2, k*x^2) + y^2", "domain": (-3.0, 3.0, -2.0, 2.0), "k": 5.0},
    ),
)
