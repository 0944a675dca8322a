"""Searches through the API: what the core's strategies try and find, in three answers; what cannot be is a sentence."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

from app import i18n
from app.search import specs
from app.search.price import Dear, dear, landed, priced
from optim_core.search.compare import compare
from optim_core.search.hunting import Tried
from tests.asking import Address

README = (Path(__file__).parent.parent / "README.md").read_text()
RACE = {
    "surface": {"kind": "rosenbrock"},
    "start": [-1.2, 1.0],
    "steps": 40,
    "runs": [{"optimizer": {"kind": "momentum", "lr": 0.001}, "schedules": {"lr": {"kind": "exponential"}}}],
}
SEARCH = {
    "target": {"kind": "race", "epochs": 4},
    "axes": [{"name": "lr", "low": 1e-5, "high": 1e-2}, {"name": "momentum"}],
    "strategies": [{"kind": "grid"}, {"kind": "random"}],
    "trials": 9,
    "repeats": 2,
    "landscape": False,
}
DIGITS = {"kind": "digits"}
BODY = RACE | {"search": SEARCH}


def having(**changes):
    return RACE | {"search": SEARCH | changes}


at = Address("/api/search")
answer, whole, refused, events = at.answer, at.whole, at.refused, at.events


def asked(body):
    return specs.asked_model().model_validate_json(json.dumps(body))


def test_json_holds_exactly_what_the_core_tries(client):
    told, job = whole(client, BODY), asked(BODY).job
    tried = [
        part
        for part in compare(
            job.target, job.space, job.strategies, budget=job.budget, repeats=job.repeats, seed=job.seed
        )
        if isinstance(part, Tried)
    ]
    assert len(tried) == len(told["tried"]) == 4
    for mine, theirs in zip(tried, told["tried"], strict=True):
        assert theirs["score"] == [value if math.isfinite(value) else None for value in mine.score.tolist()]
        assert theirs["place"] == mine.places.T.tolist() and theirs["spent"][-1] == 36
        assert theirs["settings"] == {name: values.tolist() for name, values in mine.settings.items()}
    assert told["budget"] == 36 and told["epochs"] == 4
    assert [axis["scale"] for axis in told["axes"]] == ["log", "mirror"]
    for found, mine in zip(told["summary"], (tried[0], tried[1]), strict=True):
        assert found["score"] == mine.score.min() and found["trials"] == 9 and len(found["scores"]) == 2
    assert [found["distinct"]["lr"] for found in told["summary"]] == [3, 9]


def test_the_readme_tells_of_every_field_of_an_answer(client):
    about = README.split("- `POST /api/search`")[1].split("\n- ")[0]
    told = whole(client, BODY)
    assert told["trials"] == 9
    for part in (told, told["tried"][0], told["summary"][0]):
        for name in part.keys() - {"strategy", "repeat"}:
            assert f"`{name}`" in about, name


def test_a_trial_is_the_race_with_its_settings_bit_for_bit(client):
    told = whole(client, BODY)
    for trials in told["tried"][:2]:
        for i, score in enumerate(trials["score"]):
            run = RACE["runs"][0]
            optimizer = run["optimizer"] | {name: values[i] for name, values in trials["settings"].items()}
            race = client.post(
                "/api/race",
                json=RACE | {"runs": [run | {"optimizer": optimizer}]},
                headers={"Accept": "application/json"},
            ).json()["runs"][0]
            assert race["final"]["loss"] == score or race["status"] == "diverged"


def test_events_come_to_the_same_and_begin_with_what_is_declared(client):
    names, data = zip(*events(client, BODY), strict=True)
    told = whole(client, BODY)
    assert names[0] == "start" and names[-1] == "done" and "line" not in names[1:]
    for key in ("target", "measure", "tells", "axes", "strategies", "budget"):
        assert data[0][key] == told[key]
    assert [part for name, part in zip(names, data, strict=True) if name == "trials"] == told["tried"]
    last = {part["strategy"]: part for name, part in zip(names, data, strict=True) if name == "curve"}
    assert [last[i] for i in (0, 1)] == told["curves"]
    assert names[-2:] == ("summary", "done") and data[-2]["strategies"] == told["summary"] and not data[-1]


def test_what_was_found_is_told_before_the_landscape_is_fine(client):
    names = [name for name, _ in events(client, having(landscape=True))]
    lands = [i for i, name in enumerate(names) if name == "land"]
    assert names.index("summary") < lands[-1] and len(lands) > 1 and names[-1] == "done"
    assert not {"trials", "curve"} & {*names[names.index("summary") :]}


def test_a_landscape_grows_finer_and_its_cells_are_trainings(client):
    body = having(landscape=True)
    stages = [part for name, part in events(client, body) if name == "land"]
    sides = [part["columns"] for part in stages]
    assert sides == sorted(sides) and len(sides) > 1 and [part["stage"] for part in stages] == [*range(len(stages))]
    land = whole(client, body)["land"]
    assert len(land["values"]) == land["rows"] == sides[-1]
    job = asked(body).job
    corner = job.space.settings(np.array([[0.0], [1.0]]))
    *_, seen = job.target.begin(corner, [job.seed]).advance([0], job.target.epochs)
    assert land["values"][-1][0] == seen.score[0]


def test_the_table_has_every_trial(client):
    told = whole(client, BODY)
    rows = list(csv.DictReader(io.StringIO(answer(client, BODY, "text/csv").text)))
    assert len(rows) == sum(len(trials["number"]) for trials in told["tried"]) == 36
    scores = [score for trials in told["tried"] for score in trials["score"]]
    assert [float(row["score"]) if row["score"] else None for row in rows] == scores
    assert {row["kind"] for row in rows} == {"grid", "random"} and rows[0]["lr"]
    counted = {name: {int(row[name]) for row in rows} for name in ("strategy", "repeat", "trial", "stage")}
    assert counted == {"strategy": {1, 2}, "repeat": {1, 2}, "trial": {*range(1, 10)}, "stage": {1}}


def test_who_asks_the_same_shares_one_answer():
    labelled = RACE["runs"][0] | {"label": "mine"}
    assert asked(BODY).question == asked(BODY | {"runs": [labelled]}).question
    assert asked(BODY).question == asked(BODY | {"steps": 40, "seed": 0}).question
    assert asked(BODY).question != asked(BODY | {"seed": 1}).question
    assert asked(BODY).question != asked(having(trials=10)).question


def test_one_dimension_and_three_are_searched_too(client):
    line = whole(client, having(axes=SEARCH["axes"][:1], landscape=True))
    assert line["land"]["rows"] == 1
    assert line["land"]["columns"] == 257 == len(line["land"]["values"][0]), "a line is cheap: finer than a plane"
    many = having(axes=[{"name": name} for name in ("lr", "momentum", "lr.k")], landscape=True)
    told = whole(client, many)
    assert len(told["tried"][0]["place"][0]) == 3 and told["land"] is None and not told["landscape"]


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        (RACE, "search", "missing"),
        ({"search": SEARCH}, "surface", "missing"),
        (BODY | {"runs": []}, "runs", "missing"),
        (BODY | {"runs": RACE["runs"] * 2}, "runs", "1"),
        (BODY | {"surface": {"kind": "nope"}}, "surface", "nope"),
        (BODY | {"steps": 0}, "steps", "at least 1"),
        (BODY | {"start": [1e9, 0]}, "start[0]", "start[0]"),
        (BODY | {"tempo": 1}, "tempo", "tempo"),
        (having(target={"kind": "nope"}), "search.target", "nope"),
        (having(target={"kind": "race", "epochs": 0}), "search.target.epochs", "at least 1"),
        (having(axes=[]), "search.axes", "at least 1"),
        (having(axes=[{"name": "beta7"}]), "search.axes[0].name", "beta7"),
        (having(axes=[{"name": "lr"}, {"name": "lr"}]), "search.axes[1].name", "twice"),
        (having(axes=[{"name": "lr", "low": 0.1, "high": 0.1}]), "search.axes[0].high", "larger than 0.1"),
        (having(axes=[{"name": "lr", "low": 100.0}]), "search.axes[0].low", "below"),
        (having(axes=[{"name": "lr", "low": -1.0, "high": 1}]), "search.axes[0].low", "at least 0"),
        (having(axes=[{"name": "lr", "low": 0.0, "high": 1}]), "search.axes[0].low", "logarithmic"),
        (having(axes=[{"name": "momentum", "high": 1.0}]), "search.axes[0].high", "below 1"),
        (having(axes=[{"name": "momentum", "high": 0.9999999999999}]), "search.axes[0].high", "0.999999999 at most"),
        (
            having(axes=[{"name": "momentum", "low": 0.99999999, "high": 0.9999999}]),
            "search.axes[0].high",
            "larger than 0.99999999.",
        ),
        (having(axes=[{"name": "lr", "scale": "cubic"}]), "search.axes[0].scale", "cubic"),
        (BODY | {"runs": [RACE["runs"][0] | {"cut": {"at": 3, "saved": "weights"}}]}, "runs[0].cut", "known"),
        (having(target=DIGITS, axes=[{"name": "unit", "low": 1.0}]), "search.axes[0].low", "options"),
        (
            having(target=DIGITS, axes=[{"name": "unit", "options": ["no"]}]),
            "search.axes[0].options[0]",
            "no",
        ),
        (having(target=DIGITS, axes=[{"name": "units", "high": 9.5}]), "search.axes[0].high", "whole"),
        (
            having(target=DIGITS, axes=[{"name": "units", "scale": "mirror"}]),
            "search.axes[0].high",
            "below 1",
        ),
        (having(axes=[{"name": "lr", "options": ["a"]}]), "search.axes[0].options", "number"),
        (having(axes=[{"name": "lr", "low": "1"}]), "search.axes[0].low", "number"),
        (having(strategies=[]), "search.strategies", "at least 1"),
        (having(strategies=[{"kind": "grid"}] * 7), "search.strategies", "6"),
        (having(strategies=[{"kind": "hope"}]), "search.strategies[0]", "hope"),
        (having(strategies=[{"kind": "grid", "side": 3}]), "search.strategies[0].side", "side"),
        (having(trials=0), "search.trials", "at least 1"),
        (having(trials=10**9), "search.trials", "500"),
        (having(repeats=10**9), "search.repeats", "at most"),
        (having(trials=2.5), "search.trials", "whole"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence_that_names_the_field(client, body, field, says):
    named, sentence = refused(client, body)
    assert named == field and says in sentence and sentence.endswith(".") and sentence.count(". ") == 0
    assert refused(client, body, "ko")[0] == field


def test_numbers_that_json_has_not_are_refused(client):
    for word in ("NaN", "Infinity", "1e999"):
        text = json.dumps(having(axes=[{"name": "lr", "low": "word"}])).replace('"word"', word)
        told = client.post("/api/search", content=text, headers={"Content-Type": "application/json"})
        assert told.status_code == 422 and told.json()["detail"].endswith(".")


def test_too_much_work_is_refused_before_any_of_it_and_says_what_would_fit(client, monkeypatch):
    monkeypatch.setenv("RAVINE_MAP_EVALUATIONS", "100000000")
    big = BODY | {"steps": 80_000}
    body = big | {"search": SEARCH | {"trials": 500, "repeats": 3}}
    named, sentence = refused(client, body)
    assert named == "search.trials" == refused(client, body, "ko")[0]
    most = int(re.search(r"(\d+) would fit", sentence)[1])
    for trials, fits in ((most, True), (most + 1, False)):
        job = asked(big | {"search": SEARCH | {"trials": trials, "repeats": 3}}).job
        assert isinstance(priced(job, 1e8), Dear) != fits


def test_data_a_line_search_and_the_space_are_part_of_the_price():
    def training(surface, kind):
        job = asked(
            having(axes=[{"name": "weight_decay"}] if kind == "momentum" else [{"name": "c1"}])
            | {"surface": {"kind": surface}, "start": [0.1, 0.1], "runs": [{"optimizer": {"kind": kind}}]}
        ).job
        return job.target.passes_over(job.space)

    plain = training("rosenbrock", "momentum")
    small, large = (
        asked({"search": SEARCH | {"target": DIGITS, "axes": [{"name": "units", "low": low, "high": 200}]}}).job
        for low in (1, 150)
    )
    assert large.target.passes_over(large.space) > 1.3 * small.target.passes_over(small.space)
    assert training("tumours", "momentum") > 100 * plain and training("rosenbrock", "line-search") > 10 * plain


@pytest.mark.parametrize(
    ("trials", "field", "kept"),
    [(20, "repeats", {}), (40, "trials", {"repeats": 1})],
)
def test_where_no_number_of_trials_would_fit_fewer_repeats_may(trials, field, kept):
    job = asked(having(trials=trials, repeats=50)).job
    said = dear(job, 1.0, 70.0)  # 35 trainings of each of the two strategies
    assert said.field == f"search.{field}"
    for language in ("en", "ko"):
        assert str(said.facts["most"]) in i18n.text(language, said.key, field=said.field, **said.facts)
    for count, fits in ((said.facts["most"], True), (said.facts["most"] + 1, False)):
        some = {"trials": trials, "repeats": 50} | kept | {field: count}
        assert (dear(asked(having(**some)).job, 1.0, 70.0) is None) == fits
    assert dear(job, 100.0, 70.0).field == "search.target"


def test_a_landscape_is_as_fine_as_half_of_the_work_allows():
    job = asked(having(landscape=True)).job
    for size in (33, 17, 9):
        assert landed(job, 10.0, 20 * size**2).land == size > landed(job, 10.0, 20 * size**2 - 1).land
    line = asked(having(landscape=True, axes=SEARCH["axes"][:1])).job
    assert landed(line, 10.0, 20 * 257).land == 257 > landed(line, 10.0, 20 * 257 - 1).land
    assert landed(asked(BODY).job, 10.0, 1e9).land == 0, "none was asked for"


def test_the_catalogue_and_the_reference_have_targets_and_strategies(client):
    told = client.get("/api/catalog").json()
    assert {"grid", "random", "tpe"} <= {entry["kind"] for entry in told["strategies"]}
    race = next(entry for entry in told["targets"] if entry["kind"] == "race")
    assert race["measure"]["title"].keys() == {"en", "ko"} and race["raced"]
    digits = next(entry for entry in told["targets"] if not entry["raced"])
    space = {of["name"]: of for of in digits["space"]}
    assert space["momentum"]["scale"] == "mirror" and space["batch"]["whole"] and space["unit"]["options"]
    page = client.get("/reference").text
    formulas = re.findall(r"<math.*?</math>", page)
    assert formulas and not [formula for formula in formulas if "\\" in formula], "each command is known"
    assert 'id="strategies-random"' in page and "Bergstra" in page
    assert "Bergstra" not in client.get("/").text


def test_the_best_at_the_end_of_a_range_says_how_to_search_again(client):
    narrow = having(axes=[{"name": "lr", "low": 1e-6, "high": 3e-6}], strategies=[{"kind": "grid"}], trials=20)
    found = whole(client, narrow)["summary"][0]
    assert found["edges"] == {"lr": "high"} and found["wider"] == [{"name": "lr", "low": 1e-6, "high": 9e-6}]
    again = having(axes=found["wider"], strategies=[{"kind": "grid"}], trials=20)
    assert whole(client, again)["summary"][0]["score"] < found["score"]


def test_a_target_that_is_no_race_takes_no_notice_of_one_and_tells_more(client):
    search = {
        "target": {"kind": "digits", "epochs": 1, "examples": 60},
        "axes": [{"name": "lr"}, {"name": "batch"}, {"name": "unit", "options": ["relu", "tanh"]}],
        "strategies": [{"kind": "random"}, {"kind": "tpe", "first": 2}],
        "trials": 4,
    }
    alone, placed = {"search": search}, BODY | {"search": search}
    assert asked(alone).question == asked(placed).question
    told = whole(client, alone)
    assert {fact["name"] for fact in told["tells"]} == told["tried"][0]["told"].keys() >= {"validation_loss"}
    for trials in told["tried"]:
        assert all(isinstance(batch, int) for batch in trials["settings"]["batch"])
        assert set(trials["settings"]["unit"]) <= {"relu", "tanh"}
    assert 0 <= told["summary"][1]["score"] <= 100 and told["summary"][1]["trials"] == 4
