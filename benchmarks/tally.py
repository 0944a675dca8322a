"""What became of many questions, by kind: how soon the first point and the end came, refusals, errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from benchmarks.client import Answer


class Tally:
    """Answers by kind, whose times are in seconds since the question."""

    def __init__(self) -> None:
        self.heard: dict[str, list[Answer]] = {}

    def add(self, kind: str, answer: Answer, wanted: int = 200) -> None:
        """One more answer. `wanted` is the status that it should have."""
        if answer.ended and answer.status == wanted:
            answer = answer._replace(status=200)
        elif answer.ok:
            answer = answer._replace(ended=False)
        self.heard.setdefault(kind, []).append(answer)

    def errors(self) -> Counter[str]:
        """What went wrong, and how often: `map 500`, `race cut off`. To be told to come again is no error."""
        return Counter(
            f"{kind} {answer.status if answer.ended else 'cut off'}"
            for kind, answers in self.heard.items()
            for answer in answers
            if not (answer.ok or answer.refused)
        )

    def firsts(self, kind: str) -> list[float]:
        """Seconds to the first point, of those who got all."""
        return [answer.first for answer in self.heard.get(kind, ()) if answer.ok]

    def lasts(self, kind: str) -> list[float]:
        """Seconds to the end."""
        return [answer.last for answer in self.heard.get(kind, ()) if answer.ok]

    def lines(self) -> list[str]:
        """A table, a line each kind."""
        counts = f"{'asked':>6} {'answered':>9} {'refused':>8} {'errors':>7}"
        head = f"  {'':20} {counts}   first p50 / p99, done p50 / p99 (ms)"
        return [head, *(self._line(kind, answers) for kind, answers in self.heard.items())]

    def _line(self, kind: str, answers: list[Answer]) -> str:
        good, refused = sum(a.ok for a in answers), sum(a.refused for a in answers)
        times = f"{pair(self.firsts(kind))}, {pair(self.lasts(kind))}" if good else "-"
        wrong = len(answers) - good - refused
        return f"  {kind:20} {len(answers):6} {good:9} {refused:8} {wrong:7}   {times}"


def quantile(seconds: Iterable[float], percent: int) -> float:
    """The one of a ranking below which so many in a hundred are; NaN of nothing."""
    ranked = sorted(seconds) or [float("nan")]
    return ranked[min(len(ranked) - 1, len(ranked) * percent // 100)]


def pair(seconds: list[float]) -> str:
    """The median and the slowest but one in a hundred, in milliseconds."""
    p50, p99 = (1e3 * quantile(seconds, percent) for percent in (50, 99))
    digits = 0 if p50 >= 10 else 1
    return f"{p50:,.{digits}f} / {p99:,.{digits}f}"
