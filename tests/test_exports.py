"""Files made of a race: notebook, page and handout."""

from __future__ import annotations

import json
import re
import sys
import types

import numpy as np
import pytest

from app import exports
from app.export.notebook import notebook
from optim_core import Rule, Schedule, Surface
from tests.test_export_code import race, told, walked


def valid(book):
    """The rules of the notebook format 4.5, as its schema states them."""
    assert book["nbformat"] == 4 and book["nbformat_minor"] == 5
    assert set(book) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    kernel = book["metadata"]["kernelspec"]
    assert kernel["name"] and kernel["display_name"] and book["metadata"]["language_info"]["name"] == "python"
    ids = [cell["id"] for cell in book["cells"]]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", i) for i in ids)
    for cell in book["cells"]:
        wanted = {"cell_type", "id", "metadata", "source"}
        if cell["cell_type"] == "code":
            wanted |= {"outputs", "execution_count"}
            assert cell["outputs"] == [] and cell["execution_count"] is None
        else:
            assert cell["cell_type"] == "markdown"
        assert set(cell) == wanted and cell["metadata"] == {}
        assert isinstance(cell["source"], list) and all(isinstance(line, str) for line in cell["source"])
        assert all(line.endswith("\n") for line in cell["source"][:-1])
    return book


@pytest.mark.parametrize("kind", ["adam", "lbfgs", "random-search"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_notebook_is_valid_and_its_cells_walk_the_path(kind, language):
    spec = race(kind, "tumours", noise={"kind": "gaussian"}, run={"schedules": {}, "label": "a *b* [c](d) $e$"})
    book = valid(json.loads(notebook(spec, 0, language, "http://127.0.0.1/?lang=en#surface=tumours")))
    code = "\n\n".join("".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code")
    names, said = told(code)
    np.testing.assert_array_equal(names["path"], walked(spec))
    assert "matplotlib" in said  # it is not installed here, and the notebook says so instead of failing
    words = "".join(book["cells"][0]["source"])
    assert "http://127.0.0.1/?lang=en#surface=tumours" in words and r"a \*b\* \[c\]\(d\) \$e\$" in words


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_notebook_begins_with_a_sentence_and_a_bullet_for_each_paper(language):
    label = "<img src=x onerror=1> & " + "long " * 11
    spec = race("adam", run={"label": label, "schedules": {"lr": {"kind": "cosine"}}})
    words = "".join(json.loads(notebook(spec, 0, language, ""))["cells"][0]["source"])
    heading, _, sentence, _, *bullets = words.split("\n")
    told = r"\<img src=x onerror=1\> \& " + ("long " * 11).strip()
    assert heading.startswith(f"# {told} ·") and told in sentence and "<img" not in words.replace(r"\<img", "")
    things = (Rule.registry["adam"], Surface.registry["rosenbrock"], Schedule.registry["cosine"])
    titles = [getattr(thing.title, language) for thing in things if thing.source]
    assert [bullet.split(":")[0] for bullet in bullets] == [f"- {title}" for title in titles]


def test_every_formula_is_in_its_notebook():
    for family, name in ((Rule, "adam"), (Surface, "rosenbrock")):
        text = notebook(race("adam"), 0, "en", "")
        for line in family.registry[name]().lines():
            assert json.dumps(f"$${line}$$")[1:-1] in text


def data_of(html, name):
    """A block of JSON in a page."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.DOTALL)
    return json.loads(found[1])


def ask(client, what, spec, **order):
    return client.post(f"/api/export/{what}", json={"race": spec, **order})


HOSTILE = '</script><script>alert(1)</script>{{ 7 * 7 }}"<b>'
SPEC = {
    "surface": {"kind": "rosenbrock"},
    "steps": 5000,
    "runs": [
        {"optimizer": {"kind": "adam"}, "label": HOSTILE},
        {"optimizer": {"kind": "gradient-descent", "lr": 1.0}},
    ],
}


def test_the_offline_page_holds_the_race_and_plotly_and_asks_nobody(client):
    html = ask(client, "html", SPEC, link="http://10.0.0.1:8000/#surface=rosenbrock").text
    assert data_of(html, "race-spec")["runs"][0]["label"] == HOSTILE
    assert "plotly.js v" in html and 'href="http://10.0.0.1:8000/#surface=rosenbrock"' in html
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", html)
    assert html.count("<script") == html.count("</script>") == 4  # no label opened or closed one


def test_the_offline_page_is_thinned_and_says_so(client):
    html = ask(client, "html", SPEC).text
    data = data_of(html, "data")
    assert len(data["tracks"][0]["steps"]) == 400 and len(data["moments"]) == 101
    assert data["tracks"][0]["steps"][-1] == data["moments"][-1] == 5000
    assert "400" in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert len(data["figure"]["data"]) == 2 + 3 * 2
    short = ask(client, "html", {**SPEC, "steps": 3}).text
    assert data_of(short, "data")["moments"] == [0, 1, 2, 3]


@pytest.mark.parametrize("window", [None, [9e5, 1e6, 9e5, 1e6]])
def test_a_race_without_a_finite_number_is_a_page_all_the_same(client, window):
    away = {"optimizer": {"kind": "gradient-descent", "lr": 10.0}, "start": [1e6, 1e6]}
    spec = {"surface": {"kind": "chain", "depth": 50}, "steps": 30, "runs": [away]}
    answer = ask(client, "html", spec, window=window)
    assert answer.status_code == 200
    low, high = data_of(answer.text, "data")["figure"]["layout"]["yaxis2"]["range"]
    assert low < high
    both = ask(client, "html", spec | {"runs": [away, {"optimizer": {"kind": "adam"}}]}, window=window).text
    assert data_of(both, "data")["figure"]["layout"]["yaxis2"]["range"] != [low, high], "the one that is seen counts"


def test_a_link_that_is_no_web_address_is_left_out(client):
    html = ask(client, "html", {**SPEC, "steps": 3}, link="javascript:alert(1)").text
    assert "javascript:" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_looks_are_those_of_the_page(client):
    html = ask(client, "html", {**SPEC, "steps": 3}, slots=[3, 8]).text
    lines = [t["line"] for t in data_of(html, "data")["figure"]["data"][2::3]]
    assert [line["color"] for line in lines] == ["#cc79a7", "#0072b2"]
    assert [line["dash"] for line in lines] == ["13px,4px,3px,4px", "2.5px,4px"]


def test_the_handout_says_every_setting_that_matters_and_every_formula_once(client):
    spec = {
        "surface": {"kind": "ravine", "kappa": 50.0},
        "noise": {"kind": "gaussian", "sigma": 0.5},
        "runs": [
            {"optimizer": {"kind": "adam", "lr": 0.2, "eps": 1e-3}, "schedules": {"lr": {"kind": "cosine"}}},
            {"optimizer": {"kind": "adam"}, "label": HOSTILE, "start": [1.0, 1.0]},
            {"optimizer": {"kind": "momentum", "form": "averaged"}},
        ],
    }
    for language, words in (
        ("en", ("cosine", "Gaussian", "averaged", "Seed 0")),
        ("ko", ("코사인", "가우시안", "시드 0")),
    ):
        html = client.post(f"/api/export/handout?lang={language}", json={"race": spec}).text
        assert all(word in html for word in words), language
        assert "0.2" in html and "0.001" in html and "50" in html and "(1, 1)" in html
        assert html.count("<h2>Adam</h2>") == 1 and "<script" not in html
        assert html.count("data-run=") == 3


@pytest.mark.parametrize(("window", "low"), [([1, 1, 0, 2], 0), ([1, 0, 0, 1], 0), ([0, 1, 3, -3], 2)])
def test_what_is_seen_must_be_something(client, window, low):
    answer = ask(client, "html", SPEC, window=window)
    assert answer.status_code == 422 and answer.json()["field"] == f"window[{low + 1}]"
    assert answer.json()["detail"] == f"window[{low + 1}] must be larger than window[{low}]."


def test_the_look_of_a_run_is_one_that_there_is(client):
    assert ask(client, "html", SPEC, slots=[-1]).status_code == 422


@pytest.mark.parametrize("kind", ["numpy", "torch", "notebook", "handout"])
def test_others_are_answered_while_a_file_is_made(client, kind, monkeypatch):
    made = exports.WARES[kind].make.__name__.strip("_")
    name = made if made in ("notebook", "handout") else f"{made}_script"
    answered = []

    def listening(*given):
        answered.append(client.get("/healthz").status_code)  # on the same event loop
        return "made"

    monkeypatch.setattr(exports, name, listening)
    assert ask(client, kind, {**SPEC, "seed": 77}).text == "made" and answered == [200]


def test_a_race_that_takes_too_long_is_refused_in_a_sentence(client, monkeypatch):
    monkeypatch.setattr("app.limits.SECONDS", 0.0)
    answer = ask(client, "html", {**SPEC, "seed": 99, "steps": 50_000})
    assert answer.status_code == 422 and answer.json()["field"] == "race.steps"
    assert "computing" in answer.json()["detail"]


@pytest.mark.parametrize("kind", sorted(Surface.registry))
def test_the_picture_of_a_notebook_can_be_drawn(kind, monkeypatch):
    """A stand-in for matplotlib is told what the last cell draws."""
    drawn = []

    class Anything:
        def __getattr__(self, name):
            return lambda *given, **_: drawn.append((name, given)) or (self, (self, self))

    monkeypatch.setitem(sys.modules, "matplotlib", types.ModuleType("matplotlib"))
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", Anything())
    monkeypatch.setattr(sys.modules["matplotlib"], "pyplot", sys.modules["matplotlib.pyplot"], raising=False)
    book = json.loads(notebook(race("adam", kind, steps=5), 0, "en", ""))
    told("\n\n".join("".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"))
    ground = next(given for name, given in drawn if name == "contourf")
    assert ground[2].shape == (161, 161) and np.isfinite(ground[2]).mean() > 0.9
    assert drawn[-1][0] == "show"


@pytest.mark.parametrize("kind", ["adam", "line-search", "newton"])
def test_a_script_stops_where_the_budget_was_spent(client, kind):
    spec = {
        "surface": {"kind": "rosenbrock"},
        "budget": {"of": "cost", "most": 60},
        "runs": [{"optimizer": {"kind": kind}}],
    }
    run = client.post("/api/race", json=spec, headers={"Accept": "application/json"}).json()["runs"][0]
    names, _ = told(ask(client, "numpy", spec).text)
    assert names["path"].T.tolist() == [run["x"], run["y"]] and 1 < len(run["x"]) < 61
    assert "60" in ask(client, "handout", spec).text
    spec["runs"][0]["schedules"] = {"lr": {"kind": "cosine"}}
    answer = ask(client, "numpy", spec)
    assert answer.status_code == 422 and answer.json()["field"] == "run"
