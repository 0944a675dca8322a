"""Few steps of lessons that show whatever any step shows: each opens."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.teaching.shelf import shelf
from optim_core.registry import load
from optim_core.study import Study
from tests.browser.conftest import until
from tests.browser.test_lessons import count, current
from tests.browser.test_views import DRIVER

load("optim_core.studies")


def drawn_of(study):
    """How a study is drawn: what it finds is a claim of its lesson, which another test runs."""
    ways = {(one.role, figure.across.log, figure.up.log) for figure in study.figures for one in figure.series}
    return {f"study {way}" for way in ways} | {f"grounded {study.grounded}"}


def shown_by(plan):
    """The views, panels, chart, study, instrument and surface of a step."""
    views = {key if key in ("view", "camera", "at") else f"{key}={value}" for key, value in plan.view.items()}
    chart = {f"map {plan.chart.and_values is not None}, {bool(plan.chart.classes)}"} if plan.chart else set()
    study = drawn_of(Study.registry[plan.study.kind]) if plan.study else set()
    return views | set(plan.panels) | chart | study | {str(plan.instrument), plan.spec.surface.kind}


def tour():
    """By lesson, few steps that show whatever any step shows: each is the one that shows most of what is left."""
    steps = {(slug, s.plan.id): shown_by(s.plan) for slug, lesson in shelf().lessons.items() for s in lesson.steps}
    left, picked = set().union(*steps.values()), {}
    while left:
        slug, step = max(steps, key=lambda one: len(steps[one] & left))
        left -= steps[slug, step]
        picked.setdefault(slug, []).append(step)
    return picked


TOUR = tour()


@pytest.mark.parametrize("slug", TOUR)
def test_every_kind_of_step_opens(visit, slug):
    """No step has a view, an instrument, a surface, a chart or a study that the page cannot show."""
    first, *others = TOUR[slug]
    page = visit(f"lessons/{slug}#{first}", wait=False)
    page.expected += DRIVER
    is_open(page, first)
    for step in others:
        page.goto(page.url.split("#")[0] + f"#{step}")
        is_open(page, step)


def is_open(page, step):
    """The step is shown, its question aside, and its race is there."""
    until(lambda: current(page) == step, what=step)
    skip = page.locator("article[data-current] [data-skip]")
    if skip.count() and skip.is_visible():
        skip.click()
    expect(page.get_by_test_id("results")).to_have_attribute("aria-busy", "false", timeout=30_000)
    until(lambda: count(page)[1] > 0, seconds=30, what=f"the race of {step}")
    expect(page.get_by_test_id("error")).to_be_hidden()
