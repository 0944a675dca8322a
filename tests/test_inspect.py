"""Looking into a step over the wire: its lines, its window, and a sentence for every kind of bad question."""

from __future__ import annotations

import copy
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from app import limits
from app.courses import Course
from optim_core import Rule
from optim_core.fields import Vector

RACE = {
    "surface": {"kind": "rosenbrock"},
    "start": [-1.2, 1.0],
    "steps": 700,
    "seed": 3,
    "noise": {"kind": "gaussian", "sigma": 0.01},
    "runs": [
        {"optimizer": {"kind": "adam", "lr": 0.02}, "schedules": {"lr": {"kind": "cosine"}}},
        {"optimizer": {"kind": "line-search"}, "start": [0.5, 2.0]},
        {"optimizer": {"kind": "gradient-descent", "lr": 1.0}},
    ],
}


def look(client, run=0, at=0, lang="en", race=RACE, **more):
    return client.post(f"/api/inspect?lang={lang}", json={"race": race, "run": run, "at": at, **more})


def path(client, run, race=RACE):
    answer = client.post("/api/race", json=race, headers={"Accept": "application/json"})
    told = answer.json()["runs"][run]
    return np.column_stack((told["x"], told["y"]))


@pytest.mark.parametrize("run", range(3))
def test_the_window_is_the_run_of_the_race(client, run):
    points = path(client, run)
    updates = len(points) - 1
    for at in (0, 3, 511, 512, 699):
        told = look(client, run, at).json()
        at = min(at, updates - 1)
        window, begin = told["window"], 512 * (at // 512)
        assert (told["run"], told["at"], window["from"]) == (run, at, begin)
        end = min(begin + 512, updates)
        assert window["x"] == points[begin:end].tolist() and window["next"] == points[begin + 1 : end + 1].tolist()
        assert {len(column) for column in (*window["vectors"].values(), window["asked"])} == {end - begin}


def test_the_lines_are_those_of_the_update_asked_for(client):
    points = path(client, 0)
    for at in (0, 1, 511, 512, 699):
        last = look(client, 0, at).json()["lines"][-1]
        assert last["target"] == "x"
        shown = [float(number) for number in last["text"].rpartition("= ")[2].strip("()").split(", ")]
        np.testing.assert_allclose(shown, points[at + 1], rtol=1e-4, atol=1e-4)


def test_the_number_of_updates_is_that_of_the_run(client):
    assert look(client, 0, 699).json()["updates"] == 700
    assert look(client, 2, 5).json()["updates"] == len(path(client, 2)) - 1


def test_beyond_the_last_update_stands_the_last(client):
    for race in (RACE, RACE | {"steps": 512}, RACE | {"steps": 513}):
        told = look(client, 0, 100_000, race=race).json()
        assert told["at"] == race["steps"] - 1 == told["updates"] - 1
        assert told["lines"] == look(client, 0, race["steps"] - 1, race=race).json()["lines"]


def test_a_run_that_never_moves_has_nothing_to_show(client):
    """It has converged before its first update."""
    race = RACE | {"start": [1.0, 1.0], "tolerance": 1.0}
    told = look(client, 0, 5, race=race).json()
    assert (told["at"], told["updates"], told["lines"], told["window"]["x"]) == (0, 0, [], [])


def test_what_was_asked_and_answered_is_in_the_window(client):
    window = look(client, 1).json()["window"]
    first = window["asked"][0]
    assert first[0] == {"what": "grad", "at": window["x"][0], "answer": window["vectors"]["gradient"][0]}
    trials = [a for a in first if a["what"] == "value"]
    assert len(trials) > 2 and trials[-1]["at"] == pytest.approx(window["next"][0])


def test_vectors_are_described_in_the_language_of_the_reader(client):
    for lang, word in (("en", "gradient"), ("ko", "기울기")):
        told = look(client, lang=lang).json()["vectors"]
        assert [v["name"] for v in told] == list(Rule.registry["adam"].shows)
        assert told[0]["help"] == word and told[0]["latex"] == "g" and told[0]["symbol"].startswith("<math")
        assert [v["divides"] for v in told] == [False, False, False, True, True]


def test_a_stride_multiplies_and_a_scale_divides():
    shows = Rule.registry["adadelta"].shows
    assert shows["scale"].divides and not shows["stride"].divides
    assert isinstance(shows["gradient"], Vector) and not shows["gradient"].divides


def test_terms_are_marked_so_that_a_vector_can_be_found(client):
    lines = look(client, 0, 12).json()["lines"]
    moment = next(line for line in lines if line["target"] == "m")
    assert moment["symbols"] == ["m", r"\beta_1", "g"]
    for latex in moment["symbols"]:
        assert moment["mathml"].count(f'data-term="{latex}"') >= 2  # as a symbol and as a number


def test_without_the_window_only_the_lines_are_sent(client):
    whole, lines = (look(client, 0, 4, window=w).json() for w in (True, False))
    assert whole.pop("window") and whole == lines


def test_a_run_is_looked_into_alone_as_beside_others(client):
    alone = RACE | {"runs": [RACE["runs"][1]]}
    assert look(client, 0, 9, race=alone).json()["lines"] == look(client, 1, 9).json()["lines"]


def test_scrubbing_does_not_walk_again(client, monkeypatch):
    race = copy.deepcopy(RACE) | {"seed": 77}
    first = look(client, 0, 600, race=race).json()

    def walked(*_):
        raise AssertionError("walked again")

    monkeypatch.setattr(Course, "walk", walked)
    assert look(client, 0, 600, race=race).json() == first
    assert look(client, 0, 601, race=race).status_code == 200


def test_playing_on_walks_on_from_where_it_was(client, monkeypatch):
    race = copy.deepcopy(RACE) | {"seed": 78}
    look(client, 0, 511, race=race)
    monkeypatch.setattr(Course, "walk", lambda *_: pytest.fail("walked from the start"))
    assert look(client, 0, 512, race=race).json()["window"]["from"] == 512


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"run": 3}, "run"),
        ({"run": -1}, "run"),
        ({"at": -1}, "at"),
        ({"at": 10**12}, "at"),
        ({"at": 1.5}, "at"),
        ({"at": None}, "at"),
        ({"window": 1}, "window"),
        ({"when": 1}, "when"),
        ({"race": None}, "race"),
        ({"race": RACE | {"steps": 0}}, "race.steps"),
        ({"race": RACE | {"runs": []}}, "race.runs"),
        ({"race": RACE | {"runs": [{"optimizer": {"kind": "adam", "lr": -1}}]}}, "race.runs[0].optimizer.lr"),
        ({"race": RACE | {"surface": {"kind": "moon"}}}, "race.surface"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_bad_question_gets_one_sentence_that_names_the_field(client, change, field, lang):
    answer = client.post(f"/api/inspect?lang={lang}", json={"race": RACE, "run": 0, "at": 0} | change)
    told = answer.json()
    assert answer.status_code == 422 and told["field"] == field
    assert told["detail"].startswith(field) and "{" not in told["detail"] and told["detail"].endswith(".")


def test_only_json_is_read(client):
    answer = client.post("/api/inspect", content=b"at=1", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert client.get("/api/inspect").status_code == 405


def test_a_run_that_takes_too_long_is_refused_in_a_sentence(client, monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", -1.0)
    monkeypatch.setattr("app.work.SLICE", -1.0)
    answer = look(client, 0, 3, race=RACE | {"seed": 99})
    assert answer.status_code == 422 and "computing" in answer.json()["detail"]


def test_a_search_that_asks_hundreds_of_times_is_shortened(client):
    slow = {"kind": "line-search", "lr": 1000.0, "shrink": 0.95}
    race = RACE | {"steps": 3, "runs": [{"optimizer": slow}]}
    assert {len(asked) for asked in look(client, race=race).json()["window"]["asked"]} == {32}


MARKUP = {"math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "msub", "msup", "msubsup", "mover"}
MARKUP |= {"mtable", "mtr", "mtd", "munder", "mstyle", "mpadded"}


@pytest.mark.parametrize("kind", sorted(Rule.registry))
def test_every_line_of_every_rule_is_mathml_with_the_numbers_of_its_text(client, kind):
    race = {"surface": {"kind": "himmelblau"}, "steps": 12, "runs": [{"optimizer": {"kind": kind}}]}
    for at in (0, 3, 9):
        for line in look(client, 0, at, race=race).json()["lines"]:
            tree = ElementTree.fromstring(f"<p>{line['mathml']}</p>")
            elements = [e for e in tree.iter() if e is not tree]
            assert {e.tag for e in elements} <= MARKUP
            assert not [a for e in elements for a in e.attrib if a.startswith("on") or a in ("href", "style", "src")]
            numeric = [e for e in tree if e.get("class") in ("numbers", "result", "condition numbers")]
            shown = {number.text.strip("−") for part in numeric for number in part.iter("mn")}
            written = set(re.findall(r"[0-9.]+", line["text"].replace("e", " ")))
            assert shown <= written | {"10", "1"}, line  # 3 times 10 to the 7, and to the power of -1


def test_the_settings_of_a_reader_cannot_become_markup(client):
    race = RACE | {"runs": [RACE["runs"][0] | {"label": "<img src=x onerror=alert(1)>"}]}
    assert "<img" not in look(client, race=race).text
