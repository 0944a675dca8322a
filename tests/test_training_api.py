"""Trainings through the API: what the core tells, in three answers; what cannot be is a sentence."""

from __future__ import annotations

import base64
import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.training import specs
from optim_core.networks.datasets.digits import Digits
from optim_core.networks.datasets.plane import Moons
from optim_core.networks.progress import Began, BlownUp, Ended, Epoch, Picture
from optim_core.networks.trainings import trainings
from optim_core.networks.views import SIDE
from tests.asking import Address

ADAM, DESCENT = {"kind": "adam", "lr": 0.02}, {"kind": "gradient-descent", "lr": 0.3}
MOONS = {
    "data": {"kind": "moons", "n": 80, "label_noise": 0.1},
    "network": {"layers": [6, 5], "unit": "tanh", "l2": 0.001},
    "runs": [
        {"optimizer": ADAM, "label": "mine"},
        {"optimizer": DESCENT, "network": {"layers": [], "l2": 0.0}, "batch": 8},
        {"optimizer": DESCENT | {"lr": 1e6}, "schedules": {"lr": {"kind": "linear"}}},
        {"optimizer": {"kind": "lbfgs"}},
    ],
    "epochs": 4,
    "seed": 3,
}
DIGITS = {"data": {"kind": "digits", "n": 200, "label_noise": 0.5}, "runs": [{"optimizer": ADAM}], "epochs": 2}


at = Address("/api/training")
answer, whole, refused, events = at.answer, at.whole, at.refused, at.events


def unpack(packed):
    return np.frombuffer(base64.b64decode(packed["bdata"]), "<" + packed["dtype"])


def asked(body):
    return specs.asked_model().model_validate_json(json.dumps(body))


def found(body):
    """What the core tells."""
    return [part for part in trainings(*asked(body).job) if part is not None]


def named(parts, name):
    return [data for event, data in parts if event == name]


def test_events_are_what_the_core_tells(client):
    parts, core = list(events(client, MOONS)), found(MOONS)
    names = [name for name, _ in parts if name != "line"]
    assert names[0] == "start" and names[-1] == "done" and set(names) == {"start", "epoch", "picture", "blown", "done"}
    assert json.loads(json.dumps([data for _, data in parts], allow_nan=False))
    epochs = [part for part in core if isinstance(part, Epoch)]
    (blown,) = (part for part in core if isinstance(part, BlownUp))
    assert len(epochs) == 3 * 5 + blown.epoch, "nothing is told of a run any more once it has blown up"
    for mine, part in zip(named(parts, "epoch"), epochs, strict=True):
        assert (mine["run"], mine["epoch"]) == (part.run, part.epoch)
        assert mine["loss"] == {"train": part.training.loss, "validation": part.validation.loss}
        assert mine["accuracy"] == {"train": part.training.accuracy, "validation": part.validation.accuracy}
        assert mine["gradient"] == part.gradient.tolist() and mine["dead"] == part.dead.tolist()
        assert mine["ratio"] == ([None] * len(part.ratio) if part.epoch == 0 else part.ratio.tolist())
    pictures = [part for part in core if isinstance(part, Picture)]
    for mine, part in zip(named(parts, "picture"), pictures, strict=True):
        assert (mine["run"], mine["epoch"], mine["size"]) == (part.run, part.epoch, SIDE)
        np.testing.assert_array_equal(unpack(mine["regions"]), part.view.answers.ravel())
        np.testing.assert_array_equal(unpack(mine["sure"]), part.view.sure.ravel())
    assert named(parts, "blown") == [blown._asdict()]
    for mine, run in zip(parts[-1][1]["runs"], core[-1].runs, strict=True):
        assert mine["test"] == run.test._asdict() and (mine["best"], mine["epochs"]) == (run.best, run.epochs)
        assert mine["status"] == ("diverged" if run.diverged else "done")


def test_the_start_says_what_there_is_to_learn_and_what_each_run_trains(client):
    start = next(data for name, data in events(client, MOONS) if name == "start")
    data, runs = start["data"], start["runs"]
    parts = Moons(n=80, label_noise=0.1).parts()
    assert data["kind"] == "moons" and data["classes"] == 2 and data["noise"] == 0.2
    assert data["examples"] == {"train": 80, "validation": 80, "test": 80}
    assert data["window"] == list(Moons(n=80).window())
    assert data["points"].keys() == {"train", "validation"}, "the test part is not told"
    for name, part in zip(("train", "validation"), parts, strict=False):
        np.testing.assert_allclose(unpack(data["points"][name]["x"]), part.inputs[:, 0], rtol=1e-6)
        np.testing.assert_array_equal(unpack(data["points"][name]["label"]), part.labels)
    assert [run["label"] for run in runs] == ["mine", "Gradient descent", "Gradient descent", "L-BFGS"]
    assert [run["sizes"] for run in runs] == [[2, 6, 5, 2], [2, 2], [2, 6, 5, 2], [2, 6, 5, 2]]
    assert [run["parameters"] for run in runs] == [65, 6, 65, 65]
    assert [(run["batch"], run["full"], run["updates"]) for run in runs] == [
        (32, False, 3),
        (8, False, 10),
        (32, False, 3),
        (80, True, 1),
    ]
    assert runs[1]["network"] == runs[0]["network"] | {"layers": [], "l2": 0.0}
    assert runs[0]["optimizer"]["lr"] == 0.02 and start["epochs"] == 4


def test_json_and_the_table_hold_the_same(client):
    told, parts = whole(client, MOONS), list(events(client, MOONS))
    (start,), (done,) = named(parts, "start"), named(parts, "done")
    assert told["data"] == start["data"] and told["epochs"] == 4
    rows = list(csv.DictReader(io.StringIO(answer(client, MOONS, "text/csv").text)))
    for i, run in enumerate(told["runs"]):
        mine = [part for part in named(parts, "epoch") if part["run"] == i]
        assert run["told"] == mine
        assert run | start["runs"][i] | done["runs"][i] | {"seconds": run["seconds"]} == run
        last = [part for part in named(parts, "picture") if part["run"] == i][-1]
        assert last == run["picture"] | {"run": i, "epoch": last["epoch"]}
        own = [row for row in rows if row["run"] == str(i)]
        assert [int(row["epoch"]) for row in own] == [part["epoch"] for part in mine]
        assert [float(row["validation_loss"]) for row in own] == [part["loss"]["validation"] for part in mine]
        assert [float(row["training_accuracy"]) for row in own] == [part["accuracy"]["train"] for part in mine]
        for k in range(3):
            values = [part["gradient"][k] if k < len(part["gradient"]) else None for part in mine]
            assert [float(row[f"gradient_{k + 1}"]) if row[f"gradient_{k + 1}"] else None for row in own] == values
    assert rows[0]["label"] == "mine" and set(rows[0]) == set(rows[-1])


def test_a_label_that_a_spreadsheet_would_run_is_harmless(client):
    body = MOONS | {"runs": [{"optimizer": ADAM, "label": "=1+1"}], "epochs": 1}
    assert next(csv.DictReader(io.StringIO(answer(client, body, "text/csv").text)))["label"] == "'=1+1"


def test_of_digits_the_mistakes_are_told_and_the_worst_of_them_drawn(client):
    parts = list(events(client, DIGITS))
    start, pictures = parts[0][1] if parts[0][0] == "start" else parts[1][1], named(parts, "picture")
    assert start["data"]["points"] is None and start["data"]["window"] is None
    assert [part["epoch"] for part in pictures] == [0, 1, 2]
    data = Digits()
    validation, drawings = data.parts().validation, data.drawings()
    for part in pictures:
        confusion = np.array(part["confusion"])
        np.testing.assert_array_equal(confusion.sum(axis=1), np.bincount(validation.labels))
        (mine,) = (each for each in named(parts, "epoch") if each["epoch"] == part["epoch"])
        assert np.trace(confusion) / 397 == mine["accuracy"]["validation"]
        assert len(part["worst"]) == 12
        for worst in part["worst"]:
            assert worst["label"] != worst["answer"] and 0.1 <= worst["share"] <= 1
            drawn = np.flatnonzero((drawings == unpack(worst["pixels"])).all(axis=1))
            assert worst["label"] in validation.labels[drawn]


def test_label_noise_is_for_those_who_learn(client):
    """Half of the labels are drawn anew: few can be learnt in time, and most of those that judge are read right."""
    body = DIGITS | {"data": {"kind": "digits", "label_noise": 0.5}, "epochs": 6, "network": {"layers": [16]}}
    accuracy = whole(client, body)["runs"][0]["told"][-1]["accuracy"]
    clean = body | {"data": {"kind": "digits"}}
    assert accuracy["train"] < 0.7 < accuracy["validation"] + 0.1
    assert whole(client, clean)["runs"][0]["told"][-1]["accuracy"]["train"] > 0.9


def test_who_asks_the_same_shares_one_answer_whatever_the_runs_are_called(client):
    assert whole(client, MOONS) == whole(client, MOONS), "even the seconds: it is kept"
    plain = [{name: value for name, value in run.items() if name != "label"} for run in MOONS["runs"]]
    assert asked(MOONS).question == asked(MOONS | {"runs": plain}).question
    assert asked(MOONS).question != asked(MOONS | {"seed": 4}).question


def test_a_network_of_a_run_has_what_all_have_but_for_what_it_says():
    def network(**own):
        return asked(MOONS | {"runs": [{"optimizer": ADAM, "network": own}]})

    assert network(unit="relu").job.plans[0].network.layers == [6, 5]
    assert network(unit="relu").question == network(unit="relu", layers=[6, 5]).question
    assert network(unit="relu").question != network(unit="relu", layers=[16, 16]).question, "though that is usual"
    assert network().question == asked(MOONS | {"runs": [{"optimizer": ADAM, "batch": 32}]}).question


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"data": {"kind": "nope"}}, "data", "nope"),
        ({"data": {"kind": "moons", "n": 5}}, "data.n", "at least 10"),
        ({"data": {"kind": "digits", "arms": 3}}, "data.arms", "not known"),
        ({"network": {"layers": [6, 0]}}, "network.layers[1]", "at least 1"),
        ({"network": {"layers": [1] * 21}}, "network.layers", "20 at most"),
        ({"network": {"layers": 16}}, "network.layers", "list"),
        ({"network": {"unit": "swish"}}, "network.unit", "relu"),
        ({"network": {"kind": "transformer"}}, "network.kind", "perceptron"),
        ({"network": {"dropout": 1.0}}, "network.dropout", "at most 0.99"),
        ({"runs": []}, "runs", "at least 1"),
        ({"runs": [{"optimizer": ADAM}] * 7}, "runs", "6 at most"),
        ({"runs": [{"optimizer": ADAM, "network": {"layers": [True]}}]}, "runs[0].network.layers[0]", "whole number"),
        ({"runs": [{"optimizer": ADAM, "start": [0, 0]}]}, "runs[0].start", "not known"),
        ({"runs": [{"optimizer": ADAM, "schedules": {"rho": {"kind": "cosine"}}}]}, "runs[0].schedules.rho", "beta1"),
        ({"runs": [{"optimizer": ADAM, "schedules": {"lr": {"kind": "plateau"}}}]}, "runs[0].schedules.lr", "epoch"),
        ({"runs": [{"optimizer": {"kind": "newton"}, "network": {"layers": [60, 60]}}]}, "runs[0].optimizer", "400"),
        ({"epochs": 0}, "epochs", "at least 1"),
        ({"epochs": 1.5}, "epochs", "whole number"),
        ({"batch": 0}, "batch", "at least 1"),
        ({"seed": -1}, "seed", "at least 0"),
        ({"steps": 3}, "steps", "not known"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence_that_names_the_field(client, change, field, says):
    named_, sentence = refused(client, MOONS | change)
    assert named_ == field and says in sentence and sentence.endswith(".")
    assert refused(client, MOONS | change, "ko")[0] == field


def test_too_much_work_is_refused_before_any_of_it_and_says_what_would_fit(client):
    wide = MOONS | {"data": {"kind": "moons", "n": 2000}, "network": {"layers": [256] * 4}, "batch": 1}
    body = wide | {"runs": [{"optimizer": ADAM}], "epochs": 1000}
    field, sentence = refused(client, body)
    assert field == "epochs" and refused(client, body, "ko")[0] == field
    most, fits = int(re.search(r"(\d+) epochs would fit", sentence)[1]), 2e9
    for epochs, dear in ((most, False), (most + 1, True)):
        assert (specs.dear(asked(body | {"epochs": epochs}), fits) is not None) == dear
    assert specs.dear(asked(body), 1e6).field == "network"


def test_no_part_of_the_answer_tells_the_test_before_the_end():
    told = found(MOONS | {"epochs": 1})
    assert isinstance(told[0], Began) and isinstance(told[-1], Ended)
    assert not any(hasattr(part, "test") for part in told[1:-1])


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_script_makes_the_very_same_of_them(client, language):
    runs = [*MOONS["runs"][:2], MOONS["runs"][3], MOONS["runs"][0] | {"schedules": {"lr": {"kind": "linear"}}}]
    body = MOONS | {"runs": runs, "epochs": 2}
    made = client.post("/api/training/script", json=body, headers={"Accept-Language": language})
    assert made.headers["content-type"] == "text/x-python; charset=utf-8"
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", made.text], capture_output=True, text=True, timeout=60, env=env)
    assert done.returncode == 0, done.stderr
    printed = done.stdout.splitlines()
    told = whole(client, body)["runs"]
    for run, one in enumerate(told):
        for part in one["told"]:
            losses = f"{part['loss']['train']:.4f} {part['loss']['validation']:.4f}"
            assert f"{run} {part['epoch']} {losses} {part['accuracy']['validation']:.1%}" in printed
        assert printed[run - len(told)].endswith(f"{one['test']['loss']:.4f} {one['test']['accuracy']:.1%}")


def test_a_script_of_what_cannot_be_trained_is_refused(client):
    answer = client.post("/api/training/script", json=MOONS | {"runs": []})
    assert answer.status_code == 422 and answer.json()["field"] == "runs"
