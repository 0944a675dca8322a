"""The course point by point: which lesson teaches each, and which are still open."""

from __future__ import annotations

import json
import re
from pathlib import Path

from app.teaching.shelf import shelf

CONCEPTS = json.loads((Path(__file__).parent / "data/concepts.json").read_text())
# What the pages there are can show; the others come with the networks page.
SHOWN = re.compile(r"A\d|B\d+|N\d+|D\d+|E\d+|F\d|G[1-579]|G10|H\d+|I\d+")
STEPS = [(f"{lesson.slug}#{step.plan.id}", step.plan) for lesson in shelf().lessons.values() for step in lesson.steps]


def shown(row):
    return any(SHOWN.fullmatch(exhibit) for exhibit in row["exhibits"])


def teachers():
    """The steps that teach each point."""
    return {row["id"]: [where for where, plan in STEPS if row["id"] in plan.teaches] for row in CONCEPTS["points"]}


def open_points():
    """The points that no lesson teaches yet, by the first exhibit that would show each."""
    taught = teachers()
    return [row for row in CONCEPTS["points"] if row["exhibits"] and not taught[row["id"]]]


def test_every_point_that_can_be_shown_is_taught():
    assert not [f"{row['id']} ({', '.join(row['exhibits'])}) {row['point']}" for row in open_points() if shown(row)]


def test_every_exhibit_that_can_be_shown_is_in_a_lesson():
    known = {e for row in CONCEPTS["points"] for e in row["exhibits"] if SHOWN.fullmatch(e)}
    assert not known - {exhibit for _, plan in STEPS for exhibit in plan.exhibits}


def test_every_error_of_what_is_taught_is_put_right():
    corrected = {number for _, plan in STEPS for number in plan.corrects}
    assert not [error for error in CONCEPTS["errors"] if shown(error) and error["number"] not in corrected]


def test_lessons_speak_of_points_and_errors_that_exist():
    points = {row["id"] for row in CONCEPTS["points"]}
    errors = {error["number"] for error in CONCEPTS["errors"]}
    for where, plan in STEPS:
        assert set(plan.teaches) <= points, where
        assert set(plan.corrects) <= errors, where
        assert plan.exhibits, f"{where} shows no exhibit of the course"


def test_who_puts_an_error_right_says_so_kindly():
    for lesson in shelf().lessons.values():
        for step in lesson.steps:
            if step.plan.corrects:
                for language, said in step.said.items():
                    assert "<blockquote>" in said.text or "<blockquote>" in (said.why or ""), (
                        f"{step.plan.id} {language}"
                    )
