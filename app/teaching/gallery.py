"""The pictures of the lessons: made once in a thread, since each takes as long as its race."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import NamedTuple
from weakref import WeakKeyDictionary

from markupsafe import Markup

from app.cache import Cache
from app.teaching import picture
from app.teaching.called import called
from app.teaching.plan import StepPlan
from app.teaching.shelf import Lesson, Shelf

THUMBNAIL = (208, 156)
FIGURE = (340, 255)
_log = logging.getLogger(__name__)
_made: Cache[Markup] = Cache(8_000_000)
_lines: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


class Figures(NamedTuple):
    """For paper: each step as it is asked, without the run where there is a question, and as it is answered."""

    asked: Mapping[str, Markup]
    answered: Mapping[str, Markup]


async def thumbnails(shelf: Shelf, language: str) -> dict[str, Markup]:
    """The picture of each lesson, by its slug; one that cannot be drawn is left out, not the list."""
    drawn = {}
    for slug, lesson in shelf.lessons.items():
        try:
            drawn[slug] = await _picture(lesson.thumbnail, language, "thumbnail")
        except Exception:
            _log.exception("the picture of lesson %s cannot be drawn", slug)
            drawn[slug] = Markup()
    return drawn


async def figures(lesson: Lesson, language: str) -> Figures:
    """The pictures of a lesson's handout, by step."""
    asked, answered = {}, {}
    for step in lesson.steps:
        question = step.said[lesson.language(language)].question
        whole = await _picture(step.plan, language, "figure")
        asked[step.plan.id] = await _picture(step.plan, language, "figure", steps=0) if question else whole
        answered[step.plan.id] = whole
    return Figures(asked, answered)


def _line() -> asyncio.Lock:
    """One at a time: a class that opens the list together waits for one drawing of it, and races go on meanwhile."""
    return _lines.setdefault(asyncio.get_running_loop(), asyncio.Lock())


async def _picture(plan: StepPlan, language: str, detail: picture.Name, steps: int | None = None) -> Markup:
    spec = plan.spec if steps is None else plan.spec.model_copy(update={"steps": steps, "budget": None})
    names = called(plan, language)
    question = f"{detail} {language} {names} {plan.window} {spec.model_dump_json()}"
    async with _line():
        found = _made.get(question)
        if found is None:
            size = THUMBNAIL if detail == "thumbnail" else FIGURE
            found = await asyncio.to_thread(picture.svg, spec, language, size, detail, plan.window, names)
            _made.put(question, found, len(found))
    return found
