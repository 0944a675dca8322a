"""What a relative error says about a gradient, in the words of the course."""

from __future__ import annotations

from typing import NamedTuple

from optim_core.fields import Text


class Band(NamedTuple):
    """Relative errors above `above`, up to that of the band before it."""

    name: str
    above: float
    title: Text
    says: Text


# CS231n, neural networks 3, "Gradient checks": its rules of thumb for h about 1e-5 and double precision.
BANDS = (
    Band(
        "wrong",
        1e-2,
        Text("probably wrong", "오류 가능성 큼"),
        Text("above 10⁻² the gradient is probably wrong", "10⁻²을 넘으면 기울기가 틀렸을 가능성이 큽니다"),
    ),
    Band(
        "suspicious",
        1e-4,
        Text("uncomfortable", "의심스러움"),
        Text(
            "between 10⁻² and 10⁻⁴ you should feel uncomfortable",
            "10⁻⁴과 10⁻² 사이라면 의심해 보아야 합니다",
        ),
    ),
    Band(
        "kink-ok",
        1e-7,
        Text("okay with kinks", "꺾임이 있다면 괜찮음"),
        Text(
            "below 10⁻⁴ is usually okay for a loss with kinks, and too high for one without",
            "10⁻⁴보다 작으면 꺾인 곳이 있는 손실에는 대체로 괜찮지만, 매끄러운 손실에는 너무 큽니다",
        ),
    ),
    Band(
        "happy",
        0.0,
        Text("happy", "안심"),
        Text("at 10⁻⁷ and less you should be happy", "10⁻⁷ 이하라면 안심해도 됩니다"),
    ),
)


def band_of(error: float) -> Band:
    """The band of a relative error; what is no number is wrong."""
    if not error <= BANDS[0].above:
        return BANDS[0]
    return next((band for band in BANDS if error > band.above), BANDS[-1])
