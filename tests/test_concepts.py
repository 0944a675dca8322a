"""The course point by point: which lesson teaches each, and which are still open."""

from __future__ import annotations

import json
from pathlib import Path

from app.teaching.shelf import shelf

CONCEPTS = json.loads((Path(__file__).parent / "data/concepts.json").read_text())
STEPS = [(f"{lesson.slug}#{step.plan.id}", step.plan) for lesson in shelf().lessons.values() for step in lesson.steps]


def teachers():
    """The steps that teach each point."""
    return {row["id"]: [where for where, plan in STEPS if row["id"] in plan.teaches] for row in CONCEPTS["points"]}


def open_points():
    """The points that no lesson teaches yet, by the first exhibit that would show each."""
    taught = teachers()
    return [row for row in CONCEPTS["points"] if row["exhibits"] and not taught[row["id"]]]


def test_every_point_that_an_exhibit_shows_is_taught():
    assert not [f"{row['id']} ({', '.join(row['exhibits'])}) {row['point']}" for row in open_points()]


def test_every_exhibit_is_in_a_lesson():
    known = {exhibit for row in CONCEPTS["points"] for exhibit in row["exhibits"]}
    assert not known - {exhibit for _, plan in STEPS for exhibit in plan.exhibits}


def test_every_error_that_an_exhibit_shows_is_put_right():
    corrected = {number for _, plan in STEPS for number in plan.corrects}
    slips = {error["number"] for error in CONCEPTS["errors"] if not error["exhibits"]}  # of the pen: no page shows them
    assert {error["number"] for error in CONCEPTS["errors"]} - slips <= corrected


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
