"""What a check comes to: a bug is what no step removes; a step, a kink, a level place are no fault of the formula."""

from __future__ import annotations

from typing import NamedTuple

from optim_core.fields import Text
from optim_core.gradcheck.bands import BANDS, Band, band_of
from optim_core.gradcheck.relative import relative_error
from optim_core.gradcheck.sounding import Sounded

TRUST = 3.0  # times its doubt a difference may be off at most
FAINT = BANDS[1].above  # a slope that cannot be told better than this is as good as 0 to a check
FINE = BANDS[2].above


class Verdict(NamedTuple):
    """One thing that may be said of a gradient that was checked."""

    name: str
    title: Text
    says: Text


def verdict_of(band: Band) -> Verdict:
    """A band of the course as a verdict."""
    return Verdict(band.name, band.title, band.says)


HAPPY = verdict_of(BANDS[-1])
LEVEL = Verdict(
    "level",
    Text("nothing to compare", "비교할 것이 없음"),
    Text(
        "the slope is 0 up to rounding here, so a relative error says nothing",
        "여기서는 기울기가 반올림 오차 안에서 0이므로 상대오차가 아무것도 말해 주지 않습니다",
    ),
)
TOO_LARGE = Verdict(
    "too-large",
    Text("h too large", "h가 너무 큼"),
    Text("h is too large: with a shorter step it agrees", "h가 너무 큽니다. 보폭을 줄이면 일치합니다"),
)
TOO_SMALL = Verdict(
    "too-small",
    Text("h too small", "h가 너무 작음"),
    Text("h is too small: with a longer step it agrees", "h가 너무 작습니다. 보폭을 늘리면 일치합니다"),
)
TOO_COARSE = Verdict(
    "too-coarse",
    Text("precision too low", "정밀도가 너무 낮음"),
    Text(
        "the precision is too low: in double precision it agrees", "정밀도가 너무 낮습니다. 배정밀도에서는 일치합니다"
    ),
)
KINKED = Verdict(
    "kinked",
    Text("kink within the step", "보폭 안에 꺾임이 있음"),
    Text(
        "there is a kink within h: with a shorter step it agrees", "h 안에 꺾인 곳이 있습니다. 보폭을 줄이면 일치합니다"
    ),
)
ON_KINK = Verdict(
    "on-kink",
    Text("exactly on a kink", "바로 꺾인 점"),
    Text(
        "exactly on a kink there is no slope: forward and backward disagree, and what the formula says is a convention",
        "바로 꺾인 점이라 기울기가 없습니다. 전진차분과 후진차분이 서로 다르고, 공식의 값은 약속일 뿐입니다",
    ),
)
VERDICTS = (*map(verdict_of, BANDS), LEVEL, TOO_LARGE, TOO_SMALL, TOO_COARSE, KINKED, ON_KINK)


def bug_of(told: float, best: Sounded, least: float) -> Verdict | None:
    """What is left of the error of an entry at its best step, where that is more than differences can be off by."""
    if not best.doubt < float("inf") or max(abs(told), abs(best.slope)) <= least:
        return None
    left = float(relative_error(told, best.slope, least))
    apart = abs(told - best.slope)
    return None if left <= FINE or apart <= TRUST * best.doubt else verdict_of(band_of(left))


def faint(told: float, best: Sounded, least: float) -> bool:
    """Whether an entry is too small for a relative error: rounding and truncation leave nothing of it at any step."""
    size = max(abs(told), abs(best.slope))
    return size <= least or size * FAINT <= best.doubt < float("inf")


def allowed(told: float, best: Sounded) -> float:
    """The relative error up to which an entry agrees as well as can be."""
    size = max(abs(told), abs(best.slope))
    return max(FINE, TRUST * best.doubt / size) if size else FINE
