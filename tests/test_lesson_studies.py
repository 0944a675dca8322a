"""A step of a lesson may show a study and claim what it finds; what cannot be shown or worked out is told at once."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from app.teaching import study_plot, study_strokes
from app.teaching.faults import Fault
from app.teaching.plan import read
from app.teaching.printed import called
from app.teaching.proof import failures
from optim_core.fields import Text
from optim_core.study import Axis, Figure, Mark, Series, Study

STEP = """\
minutes = 6

[[step]]
id = "darts"
figures = ["race"]
facts = ["wins"]
expect = ["fact(few, darts) > 5 * fact(study, darts)", "steps(down) == 20"]
[step.spec]
surface = { kind = "rosenbrock" }
start = [0.5, 2.0]
steps = 20
runs = [{ label = "down", optimizer = { kind = "gradient-descent", lr = 1e-4 } }]
[step.study]
kind = "darts"
throws = 100
tries = 20
[step.studies]
few = { kind = "darts", throws = 10, tries = 20 }
"""


def planned(text=STEP):
    return read("900-ours/lesson.toml", text).steps[0]


def test_a_claim_about_studies_is_held_against_what_they_find():
    assert failures(planned()) == []
    assert failures(planned(STEP.replace("> 5", "< 5"))) == ["fact(few, darts) < 5 * fact(study, darts)"]


def test_a_grounded_study_stands_where_the_race_of_its_step_starts():
    step = planned()
    ground = step.asked(step.spec)["study"].job.ground
    assert ground.at == (0.5, 2.0) and ground.surface.kind == "rosenbrock"


@pytest.mark.parametrize(
    ("said", "instead", "complaint"),
    [
        ('"race"', '"chase"', "the study has no chase; it has race, dimension"),
        ('"wins"', '"winners"', "the study has no winners"),
        ("fact(study, darts)", "fact(study, luck)", "study has no luck; it has"),
        ("fact(few, darts)", "fact(many, darts)", "many is none of study, few"),
        ("few =", "study =", "is what the study that is shown is called"),
        ("few =", "down =", "a run and a study of the step are called down"),
        ("tries = 20", "tries = 0", "tries"),
        ("[step.study]", "[step.other]", "other"),
    ],
)
def test_a_study_that_does_not_fit_its_step_is_told(said, instead, complaint):
    assert STEP.count(said) >= 1
    with pytest.raises(Fault, match=complaint):
        planned(STEP.replace(said, instead))


@pytest.mark.parametrize(("language", "title"), [("en", "Gradient descent"), ("ko", "경사하강법")])
def test_the_handout_prints_what_a_study_found(client, language, title):
    page = client.get(f"/handouts/011-guess-or-walk?lang={language}").text
    asked, answers = page.split('<section class="sheet-answers">')
    assert "sheet-facts" not in asked, "not before the question is answered"
    lists = [part.split("</dl>")[0] for part in answers.split('<dl class="sheet-facts">')[1:]]
    assert len(lists) == 4
    assert "sheet-study" not in asked and answers.count('<figure class="sheet-study">') >= 4
    assert title in lists[0] and "<dd>0.454</dd>" in lists[0] and "0.12" not in lists[0]
    assert "<dd>0.12</dd>" in lists[1] and "0.454" not in lists[1], "each step prints the facts that it shows"


@pytest.mark.parametrize(
    ("slug", "step", "there"),
    [("013-gradient-check", "kinks", ("gradients", "check")), ("220-validation", "folds", ("search", "validation"))],
)
def test_a_step_knows_the_page_and_the_tab_that_have_its_study(client, slug, step, there):
    page = client.get(f"/lessons/{slug}?lang=en").text
    steps = json.loads(re.search(r'id="steps">(.*?)</script>', page, re.S)[1])
    found = next(one for one in steps if one["id"] == step)
    assert (found["page"], found["tab"]) == there


def test_a_chart_on_paper_has_what_a_study_found_and_leaves_out_what_it_did_not():
    figure = Figure("f", Text("a < b", ""), Axis("x", Text("x", "")), Axis("", Text("y", "")), (
        Series("low", Text("around", ""), "spread", "high"),
        Series("y", Text("found", ""), "line"),
        Series("dots", Text("dots", ""), "spots"),
    ))  # fmt: skip
    x = np.arange(4.0)
    columns = {"x": x, "y": x, "low": x - 1, "high": x + 1, "dots": np.array([np.nan, 1, 2, np.nan])}
    drawn = study_plot.svg(figure, columns, [Mark("f", 2.0, Text("here", ""))], study_strokes.slots_of([figure]), "en")
    picture, legend = drawn.split("<ul>")
    assert "a &lt; b" in picture and "a < b" not in picture and ">here</text>" in picture
    assert picture.count("<circle") == 2 and "nan" not in picture
    assert picture.count('class="study-line"') == 1 and picture.count('class="study-area"') == 1
    assert legend.count("<li>") == 3
    nothing = {name: np.empty(0) for name in columns}
    assert not study_plot.svg(figure, nothing, [], {}, "en")


def test_a_chart_on_paper_says_which_option_it_is_of():
    study = Study.registry["fading-signal"](unit="tanh")
    figure = next(one for one in study.figures if one.of == "unit")
    assert called(figure, study).title.en.startswith(f"{figure.title.en} · ")
    assert called(figure._replace(of=""), study).title == figure.title
