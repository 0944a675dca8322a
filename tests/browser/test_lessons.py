"""Three lessons from their first step to their last, as a student walks them: predict, run, read, change, return."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from app.teaching.shelf import shelf
from tests.browser.conftest import drawn, sideways, until
from tests.browser.test_views import DRIVER

WALKED = [("020-step-size", "en"), ("030-momentum", "en"), ("060-saddles", "ko")]
BELOW_THE_FIGURE = """() => {
  const head = document.querySelector("article.step[data-current] h2").getBoundingClientRect();
  const figure = document.querySelector(".stage").getBoundingClientRect();
  return head.top >= figure.bottom - 1 && head.bottom <= innerHeight;
}"""
NAMED = {"en": ("Your guess first", "1 of"), "ko": ("먼저 예측해 보세요", "단계 중")}


def count(page):
    """The step that is shown and the last one, as the player says them."""
    return [
        int(part) for part in re.findall(r"(\d+) / (\d+)", page.get_by_test_id("where").text_content() + " 0 / 0")[0]
    ]


def raced(page):
    """The run has been shown to its end."""
    until(lambda: shown_whole(page), seconds=30, what="the end of the run")


def shown_whole(page):
    now, last = count(page)
    return now == last > 0


def current(page):
    return page.locator("article.step[data-current]").get_attribute("id")


def open_lesson(visit, slug, query="", **options):
    page = visit(f"lessons/{slug}{query}", wait=False, **options)
    page.expected += DRIVER
    page.locator(".contourlevel, .tile").first.wait_for(state="attached", timeout=20_000)
    until(lambda: count(page)[1] > 0, what="the race")
    drawn(page)
    return page


@pytest.mark.parametrize(("slug", "language"), WALKED)
def test_a_student_walks_a_lesson(visit, slug, language):
    lesson = shelf().lessons[slug]
    page = open_lesson(visit, slug, f"?lang={language}")
    expect(page.locator("h1")).to_have_text(lesson.written[language].title)
    for number, step in enumerate(lesson.steps):
        until(lambda step=step: current(page) == step.plan.id, what=step.plan.id)
        article = page.get_by_test_id(f"step-{step.plan.id}")
        question = step.said[language].question
        if question:
            expect(article.locator(".predict-title")).to_have_text(NAMED[language][0])
            expect(article.locator(".why")).to_be_hidden()
            until(lambda: count(page)[0] == 0, what="the run to wait")
            assert page.locator("#loss").evaluate("panel => panel.inert")
            guess = question.answer if number % 2 else (question.answer + 1) % len(question.choices)
            article.locator(".choice").nth(guess).click()
            raced(page)
            expect(article.locator(".why")).to_be_visible()
            expect(article.locator(".choice[data-right]")).to_have_count(1)
            assert article.locator(".choice").nth(question.answer).get_attribute("data-right") is not None
            assert (article.locator(".choice[aria-pressed=true]").get_attribute("data-right") is not None) == (
                guess == question.answer
            )
        elif "at" not in step.plan.view:
            raced(page)
        if number == 0:
            change_and_return(page)
        if number < len(lesson.steps) - 1:
            page.get_by_test_id("lesson-on").click()
    until(lambda: page.locator(".lesson-end").bounding_box() is not None)
    expect(page.get_by_test_id("lesson-on")).to_be_hidden()
    after = [*shelf().lessons, None][[*shelf().lessons].index(slug) + 1]
    onwards = page.get_by_test_id("lesson-after")
    if after:
        expect(onwards).to_have_attribute("href", re.compile(after))
        expect(onwards).to_be_visible()
    else:
        expect(onwards).to_have_count(0)
    page.goto(page.url.split("/lessons/")[0] + f"/lessons?lang={language}")
    seen = page.locator(f"[data-slug='{slug}'] .lesson-seen")
    expect(seen).to_contain_text(str(len(lesson.steps)))
    expect(page.locator(f"[data-slug='{slug}'][data-done]")).to_have_count(1)


def change_and_return(page):
    """A student moves a slider, sees the run change, and comes back with one key."""
    before = page.locator("#key").inner_text()
    page.get_by_test_id("play-with").locator("summary").first.click()
    box = page.locator("#runs input[type=text]").first
    was = box.input_value()
    box.fill("0.003")
    box.press("Enter")
    expect(page.locator("#own-way")).to_be_visible()
    page.locator("#main h1").click()  # out of the field: there R is a letter
    page.keyboard.press("r")
    expect(page.locator("#own-way")).to_be_hidden()
    expect(box).to_have_value(was)
    expect(page.locator("#key")).to_have_text(before, use_inner_text=True)


def test_the_run_plays_before_it_is_explained(visit):
    page = open_lesson(visit, "020-step-size", "#twice", reduced_motion="no-preference")
    article = page.get_by_test_id("step-twice")
    expect(page.get_by_test_id("speed")).to_be_hidden()
    article.locator(".choice").nth(1).click()
    page.get_by_test_id("speed").select_option("0.25")
    until(lambda: 0 < count(page)[0] < count(page)[1], what="a run on its way")
    expect(article.locator(".why")).to_be_hidden()
    expect(article.locator(".verdict")).to_have_text("Now watch.")
    article.get_by_test_id("why-now").click()
    expect(article.locator(".why")).to_be_visible()
    expect(article.locator(".verdict")).to_have_text("You guessed right.")


def test_a_clicker_goes_through_a_lesson(visit):
    page = open_lesson(visit, "020-step-size", "?lecture=1#ravine-limit")
    step = page.get_by_test_id("step-ravine-limit")
    page.keyboard.press("PageDown")  # the lecturer skips the question: the run, and with still pictures its end
    raced(page)
    expect(step.locator(".why")).to_be_visible()
    expect(step.locator(".verdict")).to_have_text("The marked answer is right.")
    page.keyboard.press("PageDown")
    until(lambda: current(page) == "which-valley" and count(page)[0] == 0, what="the next question")
    expect(step).to_be_hidden()
    page.keyboard.press("5")  # there is no fifth answer
    drawn(page)
    assert count(page)[0] == 0
    page.keyboard.press("2")
    raced(page)
    expect(page.locator("#which-valley .choice").nth(1)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("PageUp")
    until(lambda: current(page) == "ravine-limit")


def test_reading_on_moves_the_figure(visit):
    page = open_lesson(visit, "020-step-size")
    assert current(page) == "one-jump"
    text, heading = (page.locator(part).bounding_box() for part in ("#reading-scroll", "#which-valley h2"))
    page.mouse.move(text["x"] + 50, text["y"] + 50)
    page.mouse.wheel(0, heading["y"] - text["y"])
    until(lambda: current(page) == "which-valley", what="the step that is read")
    expect(page.locator("#key")).to_contain_text("another valley")
    expect(page).to_have_url(re.compile("#which-valley$"))


def test_a_link_names_a_step_and_the_way_back_leads_to_it(visit):
    page = open_lesson(visit, "020-step-size", "?lang=en#ravine-limit")
    assert current(page) == "ravine-limit"
    page.locator(".dots a").first.click()
    until(lambda: current(page) == "one-jump")
    page.go_back()
    until(lambda: current(page) == "ravine-limit", what="the step before")
    page.get_by_test_id("lang-ko").click()
    until(lambda: page.locator("#ravine-limit[data-current] h2").count())
    expect(page.locator("#ravine-limit h2")).to_have_text("가장 가파른 방향이 정한다")


def test_what_was_guessed_is_kept_in_this_browser_until_it_is_forgotten(visit):
    page = open_lesson(visit, "020-step-size", "#twice")
    page.locator("#twice .choice").first.click()
    raced(page)
    page.reload()
    until(lambda: current(page) == "twice")
    expect(page.locator("#twice .choice").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#twice .why")).to_be_visible()
    page.locator("#twice").get_by_test_id("ask-again").click()
    expect(page.locator("#twice .why")).to_be_hidden()
    page.locator("#twice .choice").nth(1).click()
    page.get_by_test_id("forget").click()
    until(lambda: page.locator("#twice .choice[aria-pressed=true]").count() == 0)
    assert not [r for r in page.asked if r.method == "POST" and "/api/race" not in r.url], "nothing is told to anyone"


def test_the_step_opens_on_the_race_page(visit):
    page = open_lesson(visit, "020-step-size", "#ravine-limit")
    page.locator("#ravine-limit .choice").nth(1).click()
    page.get_by_test_id("to-race").click()
    until(lambda: page.get_by_test_id("result").count() == 2)
    expect(page).to_have_url(re.compile("lr=0.0195.*&show=tiles"))


@pytest.mark.parametrize("query", ["", "?lecture=1", "?embed=1"])
def test_a_lesson_fits_a_phone(visit, query):
    page = open_lesson(visit, "020-step-size", f"{query}#twice", width=390, height=844, has_touch=True)
    assert sideways(page) <= 0
    assert page.locator("article.step:visible").count() == 1
    page.locator("#twice .choice").nth(1).tap()
    raced(page)
    expect(page.locator("#twice .why")).to_be_visible()
    page.get_by_test_id("lesson-on").tap()
    until(lambda: current(page) == "dial")
    until(lambda: page.evaluate(BELOW_THE_FIGURE), what="the head of the new step in sight")


def test_in_slides_stand_the_step_and_its_figure(visit):
    page = open_lesson(visit, "020-step-size", "?embed=1#twice", width=960, height=540)
    expect(page.locator("header.top")).to_be_hidden()
    assert page.locator("article.step:visible").count() == 1
    assert sideways(page) <= 0
    text, figure = page.locator("#reading").bounding_box(), page.get_by_test_id("figure").bounding_box()
    assert figure["x"] >= text["x"] + text["width"] and figure["height"] > 250


def test_a_handout_has_the_answers_on_a_page_of_their_own(visit):
    page = visit("handouts/020-step-size?lang=ko", wait=False)
    steps = shelf().lessons["020-step-size"].steps
    asked = sum(step.said["ko"].question is not None for step in steps)
    assert page.locator(".sheet-step").count() == len(steps)
    assert page.locator(".sheet-step .sheet-answer").count() == 0
    assert page.locator(".sheet-answers .sheet-answer").count() == asked > 2
    assert page.locator(".sheet-answers").evaluate("part => getComputedStyle(part).breakBefore") == "page"
    assert page.locator("svg.picture").count() == len(steps) + asked


def test_a_study_comes_when_its_question_is_answered_and_shows_what_the_step_speaks_of(visit):
    page = open_lesson(visit, "011-guess-or-walk")
    study = page.get_by_test_id("study")
    expect(study).to_be_hidden()
    page.get_by_test_id("step-darts").locator(".choice").first.click()
    expect(page.get_by_test_id("study-fact-wins")).to_have_text("100 %", timeout=30_000)
    expect(page.get_by_test_id("study-figure-race")).to_be_visible()
    expect(page.get_by_test_id("study-figure-dimension")).to_have_count(0)
    expect(page.get_by_test_id("study-fact-in_most")).to_have_count(0)
    page.get_by_test_id("lesson-on").click()
    until(lambda: current(page) == "dimension", what="the next step")
    expect(study).to_be_hidden()
    page.get_by_test_id("step-dimension").locator("[data-skip]").click()
    expect(page.get_by_test_id("study-fact-in_most")).to_have_text(re.compile(r"^0\.12"), timeout=30_000)
    page.get_by_test_id("to-gradients").click()
    expect(page.get_by_test_id("study-figure-dimension")).to_be_visible(timeout=30_000)
    assert "tab=guess" in page.url and "study=darts" in page.url


def test_a_study_that_stands_on_no_map_has_the_stage_until_the_map_is_asked_for(visit):
    page = open_lesson(visit, "270-ensembles")
    page.get_by_test_id("step-heads").locator("[data-skip]").click()
    study, figure = page.get_by_test_id("study"), page.get_by_test_id("figure")

    def wide(part):
        return part.bounding_box()["width"]

    expect(study).to_be_visible()
    until(lambda: wide(study) > 2 * wide(figure), what="the study on the stage")
    page.get_by_test_id("map-size").click()
    until(lambda: wide(figure) > wide(study), what="the map on the stage")
    assert not sideways(page)
