"""Studies through the API: what the core finds, in three answers; what cannot be is a sentence."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from pydantic import ValidationError

from app.declared import Named
from app.pool import heavy
from app.sentences import refusal
from app.studies import specs
from app.studies.jobs import WORK
from app.teaching.shelf import shelf
from optim_core import Surface
from optim_core.fields import Text
from optim_core.noise import Misfit
from optim_core.study import Findings, Ground, Study
from tests.asking import Address
from tests.holed_surface import Shore

GROUND = {"surface": {"kind": "himmelblau"}, "start": [0.5, -1.0]}
DARTS = {"study": {"kind": "darts", "throws": 200, "tries": 20, "dimensions": 5}} | GROUND


at = Address("/api/study")
answer, whole, refused, events = at.answer, at.whole, at.refused, at.events


def found():
    """What the core finds for DARTS."""
    settings = {name: value for name, value in DARTS["study"].items() if name != "kind"}
    ground = Ground(Surface.registry["himmelblau"](), (0.5, -1.0))
    return Findings.of(Study.registry["darts"](**settings), ground)


def test_json_holds_what_the_study_declares_and_exactly_what_it_finds(client):
    told, core = whole(client, DARTS), found()
    assert told["found"] == core.facts
    assert told["study"] == {"kind": "darts", "lr": 1e-3, "momentum": 0.9, "seed": 0} | DARTS["study"]
    assert told["surface"] == GROUND["surface"] and told["start"] == GROUND["start"]
    for figure in told["figures"]:
        assert {name: list(column) for name, column in core.columns[figure["name"]].items()} == figure["columns"]
        assert figure["marks"] == [] and figure["title"].keys() == {"en", "ko"}
    assert told["found"].keys() <= {fact["name"] for fact in told["facts"]}


def test_events_come_to_the_same_and_begin_with_what_is_declared(client):
    names, data = zip(*events(client, DARTS), strict=True)
    told = whole(client, DARTS)
    assert names[0] == "start" and names[-1] == "done" and "line" not in names[1:]
    assert data[0]["facts"] == told["facts"] and data[0]["start"] == GROUND["start"]
    columns, facts = {}, {}
    for name, part in zip(names, data, strict=True):
        if name == "rows":
            for column, values in part["columns"].items():
                columns.setdefault(part["figure"], {}).setdefault(column, []).extend(values)
        elif name == "facts":
            facts |= part
    assert facts == told["found"]
    assert columns == {figure["name"]: figure["columns"] for figure in told["figures"]}
    assert names.count("rows") > 20, "it is told as it is found"


def test_a_long_study_says_how_far_it_is(client):
    asked = {"study": {"kind": "spiral", "points": 20, "steps": 20, "repeats": 1}}
    shares = [told["share"] for name, told in events(client, asked) if name == "progress"]
    assert shares == sorted(shares) and shares[0] < 0.2 and shares[-1] == pytest.approx(1)


def test_the_table_has_every_row_of_every_figure(client):
    told = whole(client, DARTS)
    rows = list(csv.DictReader(io.StringIO(answer(client, DARTS, "text/csv").text)))
    for figure in told["figures"]:
        mine = [row for row in rows if row["figure"] == figure["name"]]
        for name, values in figure["columns"].items():
            assert [float(row[name]) for row in mine] == values
        others = {name for other in told["figures"] if other is not figure for name in other["columns"]}
        assert all(row[name] == "" for row in mine for name in others - figure["columns"].keys())


def test_who_asks_the_same_shares_one_answer(client):
    shared = specs.asked_model().model_validate_json
    plain, spelt = DARTS["study"], DARTS["study"] | {"lr": 0.001}
    assert shared(json.dumps(DARTS)).question == shared(json.dumps(DARTS | {"study": spelt})).question
    assert shared(json.dumps(DARTS)).question != shared(json.dumps(DARTS | {"study": plain | {"seed": 1}})).question


def test_a_start_that_is_not_said_is_that_of_the_surface(client):
    body = {name: value for name, value in DARTS.items() if name != "start"}
    assert whole(client, body)["start"] == list(Surface.registry["himmelblau"]().begin())


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        ({"study": {"kind": "nope"}}, "study", "nope"),
        ({"study": {"kind": "darts"}}, "surface", "missing"),
        ({"study": {"kind": "darts", "throws": 0}} | GROUND, "study.throws", "at least 1"),
        ({"study": {"kind": "darts", "arrows": 1}} | GROUND, "study.arrows", "arrows"),
        ({"study": {"kind": "darts"}, "surface": {"kind": "bowl", "b": "x"}}, "surface.b", "surface.b"),
        (DARTS | {"start": [1e9, 0]}, "start[0]", "start[0]"),
        (DARTS | {"steps": 3}, "steps", "steps"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence_that_names_the_field(client, body, field, says):
    named, sentence = refused(client, body)
    assert named == field and says in sentence and sentence.endswith(".")
    assert refused(client, body, "ko")[0] == field


def test_too_much_work_is_refused_before_any_of_it_and_says_what_would_fit(client, monkeypatch):
    monkeypatch.setenv("RAVINE_MAP_EVALUATIONS", "100000000")
    body = DARTS | {"study": {"kind": "darts", "throws": 10_000, "tries": 500}}
    field, sentence = refused(client, body)
    assert field == "study.throws" and refused(client, body, "ko")[0] == field
    most = int(re.search(r"(\d+) would fit", sentence)[1])
    asked = specs.asked_model().model_validate_json
    for throws, fits in ((most, True), (most + 1, False)):
        job = asked(json.dumps(body | {"study": body["study"] | {"throws": throws}})).job
        assert (specs.fitting(job, 1e8) is None) == fits
    assert specs.fitting(job, 1.0) == ("", 0)


def test_networks_that_would_not_fit_into_memory_are_refused_by_what_makes_them_many(client):
    deep = {"kind": "deep-stack", "depth": 20, "epochs": 1, "short": 1, "examples": 100}
    field, sentence = refused(client, {"study": deep | {"width": 200, "repeats": 24}})
    asked = specs.asked_model().model_validate_json(json.dumps({"study": deep | {"width": 128, "repeats": 20}}))
    assert field.startswith("study.") and "would fit" in sentence
    assert specs.fitting(asked.job, 2e9, 768 * 2**20) is None, "what sliders reach is affordable"


def test_a_start_without_a_value_and_a_study_that_does_not_fit_are_one_sentence(client, monkeypatch):
    monkeypatch.setitem(Surface.registry, "shore", Shore)
    asked = specs.Asked(study=Named(kind="darts"), surface=Named(kind="shore"), start=(1.0, 0.0))
    assert asked.job.ground.at == (1.0, 0.0)
    with pytest.raises(ValidationError, match="no value") as refused_:
        specs.Asked(study=Named(kind="darts"), surface=Named(kind="shore"), start=(-1.0, 0.0))
    said = refusal(refused_.value, "en")
    assert said.field == "start" and "(-1, 0)" in said.sentence

    def misfit(self, ground):
        raise Misfit("study.lr", Text("it does not go with this surface", "이 손실 곡면에는 맞지 않습니다"))

    monkeypatch.setattr(Study.registry["darts"], "passes", misfit)
    assert refused(client, DARTS) == ("study.lr", "study.lr: it does not go with this surface.")
    assert refused(client, DARTS, "ko")[1].startswith("study.lr: 이 손실")


class Coin(Study):
    """One that stands alone."""

    def passes(self, ground):
        return 1.0 if ground is None else 2.0


def test_a_study_that_is_not_grounded_takes_no_notice_of_a_surface(monkeypatch):
    monkeypatch.setitem(Study.registry, "coin", Coin)
    alone, placed = (specs.Asked(study=Named(kind="coin"), start=start) for start in (None, (1.0, 2.0)))
    assert alone.job.ground is None and placed.job.ground is None
    assert alone.question == placed.question


def test_who_reads_a_lesson_with_a_study_has_a_worker_prepared(client, monkeypatch):
    prepared = []
    monkeypatch.setattr(heavy, "prepare", prepared.append)
    with_study = {lesson.slug for lesson in shelf().lessons.values() if any(step.plan.study for step in lesson.steps)}
    for slug in shelf().lessons:
        prepared.clear()
        assert client.get(f"/lessons/{slug}").status_code == 200
        assert prepared == ([WORK] if slug in with_study else [])
    assert with_study


def test_the_catalogue_of_the_api_has_the_studies_and_the_pages_of_a_race_have_not(client):
    assert "darts" in {entry["kind"] for entry in client.get("/api/catalog").json()["studies"]}
    assert "strategies 1 and 3" in client.get("/reference").text
    assert '"figures"' not in client.get("/").text
