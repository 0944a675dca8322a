"""The lessons: every claim in them is true, both languages say the same, and every number has its proof."""

from __future__ import annotations

import re
import tomllib

import pytest

from app import i18n
from app.settings import Settings
from app.studies.specs import fitting
from app.teaching.proof import failures
from app.teaching.shelf import OWN, read, shelf
from tests.finding import find

LESSONS = [read(place) for place in sorted(OWN.iterdir()) if place.is_dir()]
STEPS = [pytest.param(lesson, step, id=f"{lesson.slug}#{step.plan.id}") for lesson in LESSONS for step in lesson.steps]
NUMBER = re.compile(r"(?<![\w.#-])-?\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?(?!\w)", re.ASCII)
FORMULA = re.compile(r"\$\$.+?\$\$|\$.+?\$|`[^`]*`|\]\([^)]*\)|\{#[^}]*\}", re.S)


@pytest.mark.parametrize(("lesson", "step"), [s for s in STEPS if s.values[1].plan.expect])
def test_what_a_lesson_claims_happens(lesson, step):
    assert not failures(step.plan, find)


@pytest.mark.parametrize(("lesson", "step"), [s for s in STEPS if s.values[1].plan.study])
def test_a_study_of_a_lesson_is_no_more_than_a_server_takes_on(lesson, step):
    for asked in step.plan.asked(step.plan.spec).values():
        assert fitting(asked.job, Settings().map_evaluations) is None


def numbers(text):
    """The numbers that a text says in digits, 35 % as 0.35."""
    said = FORMULA.sub(" ", text)
    percent = {m[1] for m in re.finditer(r"(\d+(?:\.\d+)?)\s?(?:%|percent|per cent|퍼센트)", said)}
    for m in NUMBER.findall(said):
        value = float(m.replace(",", ""))
        yield (value, value / 100) if m in percent else (value,)


def known(step):
    """The numbers of a step's spec and of what it expects, and those a reader sees on the chart."""
    text = " ".join([*step.plan.expect, step.plan.model_dump_json()])
    return {abs(float(n)) for n in re.findall(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?", text)}


@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_a_step_that_speaks_of_numbers_claims_something(lesson, step):
    assert step.plan.expect or not any(True for section in step.said.values() for _ in numbers(section.source))


@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_every_number_of_a_text_is_set_or_proved(lesson, step):
    proved = known(step)
    for language, section in step.said.items():
        for ways in numbers(section.source):
            free = abs(ways[0]) in (0, 1, 2)
            assert free or any(abs(way) in proved for way in ways), (
                f"{language}: {ways[0]:g} stands in no spec and no claim"
            )


@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_both_languages_say_the_same_numbers(lesson, step):
    said = {language: {abs(n[0]) for n in numbers(s.source)} - {0, 1, 2} for language, s in step.said.items()}
    assert said["en"] == said["ko"]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_lesson_is_short_and_asks(lesson):
    asked = sum(step.said["en"].question is not None for step in lesson.steps)
    assert lesson.written.keys() == i18n.LANGUAGES.keys()
    assert 5 <= lesson.minutes <= 10
    assert 2 * asked >= len(lesson.steps), "at least half of the steps ask first"


def spoken(part):
    """Every {en, ko} of a lesson's file."""
    for value in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from spoken(value)
    if isinstance(part, dict) and part.keys() & i18n.LANGUAGES.keys():
        yield part


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_ours_speak_both_languages_on_the_figures_too(lesson):
    said = tomllib.loads((OWN / lesson.slug / "lesson.toml").read_text())
    assert all(words.keys() == i18n.LANGUAGES.keys() for words in spoken(said))


def test_no_lesson_of_ours_is_broken():
    assert not shelf().faults
