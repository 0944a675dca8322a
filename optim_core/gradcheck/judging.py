"""From the errors of the entries at one step to a verdict, by trying other steps where they disagree."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.gradcheck.asked import Asked
from optim_core.gradcheck.bands import BANDS, band_of
from optim_core.gradcheck.relative import relative_error
from optim_core.gradcheck.sounding import Sounded
from optim_core.gradcheck.verdict import (
    FINE,
    HAPPY,
    KINKED,
    LEVEL,
    ON_KINK,
    TOO_COARSE,
    TOO_LARGE,
    TOO_SMALL,
    Verdict,
    allowed,
    bug_of,
    faint,
    verdict_of,
)

AT_MOST = 50  # entries in which other steps are tried: in a large network one bug shows in many


class Judged(NamedTuple):
    """The verdict, the best step of the entry that decided it and the error left there (or NaN), the level entries."""

    verdict: Verdict
    best_h: float
    left: float
    level: Array


def judge(asked: Asked, entries: Array, told: Array, found: Array, apart: Array, least: float) -> Judged:
    """Of k entries what the formula told, what differences found, and the relative errors of that, (k,) each."""
    level = np.zeros(len(entries), dtype=bool)
    on_kink = {entry for entry in asked.kinks if asked.on_kink(entry)}
    order = [i for i in np.argsort(-apart, kind="stable") if entries[i] not in on_kink][:AT_MOST]
    bug: Judged | None = None
    excuse: Verdict | None = None
    for i in order:
        if apart[i] <= FINE:
            break
        best = asked.sounded(entries[i])
        if not np.isfinite(best.doubt) or not np.isfinite(told[i]):  # nothing to hold it against, or no number at all
            bug = bug or Judged(verdict_of(band_of(float(apart[i]))), best.h, float(apart[i]), level)
            continue
        left = float(relative_error(told[i], best.slope, least))
        wrong = bug_of(told[i], best, least)
        if wrong and (bug is None or left > bug.left):
            bug = Judged(wrong, best.h, left, level)
        if wrong and wrong.name == BANDS[0].name:
            break
        level[i] = not wrong and faint(told[i], best, least)
        if not wrong and not level[i] and apart[i] > allowed(told[i], best):
            excuse = excuse or _excuse(asked, entries[i], told[i], apart[i], best)
    if bug:
        return bug
    if on_kink:
        return Judged(ON_KINK, np.nan, np.nan, level)
    if excuse:
        return Judged(
            excuse, *_where_all_agree(asked, [(entries[i], told[i]) for i in order if not level[i]], least), level
        )
    nothing = level | (np.maximum(np.abs(told), np.abs(found)) <= least)
    return Judged(LEVEL if nothing.all() else HAPPY, np.nan, np.nan, level)


def _where_all_agree(asked: Asked, told: list[tuple[int, float]], least: float) -> tuple[float, float]:
    """The step at which the worst of some entries is told best, and its relative error there."""
    tried = [asked.sounded(entry) for entry, _ in told]
    worst = np.max(
        [relative_error(slope, best.slopes, least) for (_, slope), best in zip(told, tried, strict=True)], axis=0
    )
    best = int(np.argmin(worst))
    return float(tried[0].steps[best]), float(worst[best])


def _excuse(asked: Asked, entry: int, told: float, apart: float, best: Sounded) -> Verdict:
    """Why an entry that another step finds right is off at this one."""
    if entry in asked.kinks and asked.h > best.h:
        return KINKED
    if np.asarray(asked.h).dtype != np.float64 and relative_error(told, asked.in_double(entry)) < apart / 10:
        return TOO_COARSE
    return TOO_LARGE if asked.h > best.h else TOO_SMALL
