"""The pages of the course: the list of lessons, a lesson, its handout."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from app.arrival import ARRIVAL, NETWORK_TABS, SEARCH_TABS, TABS
from app.bodies import language_of
from app.clients import everybody
from app.everything import everything
from app.page_data import race_data, script_data
from app.pages import READ, page, prepared
from app.studies.jobs import WORK
from app.studies.told import gathered
from app.study_api import answer
from app.teaching import gallery
from app.teaching.plan import StepPlan
from app.teaching.printed import charts, printed
from app.teaching.shelf import Lesson, Shelf, shelf
from app.teaching.studied import SHOWN
from optim_core.study import Findings

router = APIRouter(include_in_schema=False)
_log = logging.getLogger(__name__)


@router.api_route("/lessons", methods=READ)
async def lessons(request: Request) -> Response:
    """The course in order."""
    all_ = await asyncio.to_thread(shelf)
    pictures = await gallery.thumbnails(all_, language_of(request))
    return page(
        request,
        "lessons.html",
        of=str(all_.edition),
        shelf=lambda language: all_,
        pictures=lambda language: pictures,
    )


@router.api_route("/lessons/{slug}", methods=READ)
async def lesson(request: Request, slug: str) -> Response:
    """One lesson: its text beside the figure."""
    all_, found = await _found(slug)
    shown = page(
        request,
        "lesson.html",
        of=f"{slug} {all_.edition}",
        **_parts(found),
        **race_data(ARRIVAL, everything),
        after=lambda language: all_.after(slug),
        steps_json=lambda language: script_data([_step(step.plan, language) for step in found.steps]),
    )
    return prepared(request, shown, WORK) if any(step.plan.study for step in found.steps) else shown


@router.api_route("/handouts/{slug}", methods=READ)
async def handout(request: Request, slug: str) -> Response:
    """A lesson on paper: the questions, and the answers on a page of their own."""
    all_, found = await _found(slug)
    drawn = await gallery.figures(found, language_of(request))
    studied = {step.plan.id: step.plan for step in found.steps if step.plan.study}
    told = {id_: facts for id_, plan in studied.items() if (facts := await _facts(plan, slug))}
    return page(
        request,
        "lesson-handout.html",
        of=f"{slug} {all_.edition} {' '.join(told)}",  # a page that lacks some is not kept for those who could have all
        **_parts(found),
        figures=lambda language: drawn.asked,
        answers=lambda language: drawn.answered,
        facts=lambda language: {id_: printed(studied[id_], facts, language) for id_, facts in told.items()},
        charts=lambda language: {id_: charts(studied[id_], facts, language) for id_, facts in told.items()},
    )


async def _facts(plan: StepPlan, slug: str) -> Findings | None:
    """What the study of a step finds; nothing where there is no room for it just now."""
    asked = plan.asked(plan.spec)[SHOWN]
    try:
        return await gathered(asked, answer(asked, everybody(slug)))
    except Exception:
        _log.exception("the study of %s, step %s, is not printed", slug, plan.id)
        return None


async def _found(slug: str) -> tuple[Shelf, Lesson]:
    all_ = await asyncio.to_thread(shelf)  # to read them all takes a second
    if slug not in all_.lessons:
        raise HTTPException(404)
    return all_, all_.lessons[slug]


def _parts(found: Lesson) -> dict[str, Any]:
    return {
        "lesson": lambda language: found,
        "spoken": found.language,
        "writing": lambda language: found.written[found.language(language)],
    }


def _step(plan: StepPlan, language: str) -> dict[str, Any]:
    """What the page has to know of a step: runs are called what the lesson calls them, else by their optimizers.

    `page` is the one whose `tab` has the step's study.
    """
    spec = plan.spec.model_dump(mode="json", exclude_unset=True)
    for run in spec["runs"]:
        label = run.pop("label")
        if label in plan.names:
            run["label"] = plan.names[label][language]
    shown = plan.model_dump(mode="json", include={"id", "view", "panels", "instrument", "study", "figures", "facts"})
    kind = plan.study.kind if plan.study else ""
    page, tab = next(((page, tab) for page, tab, kinds in _places_of_studies() if kind in kinds), (None, None))
    return {"spec": spec, "chart": plan.chart is not None, "page": page, "tab": tab} | shown


def _places_of_studies() -> Iterator[tuple[str, str, Sequence[str]]]:
    """Page, tab, and the kinds of studies that are there."""
    yield from (("gradients", tab, has["studies"]) for tab, has in TABS.items())
    yield from (("search", tab, kinds) for tab, kinds in SEARCH_TABS.items())
    yield from (("networks", tab, kinds) for tab, kinds in NETWORK_TABS.items())
