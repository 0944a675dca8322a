"""A run taken away as code walks the path that the page shows."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys

import numpy as np
import pytest

from app.courses import Course
from app.declared import build
from app.export.numpy_script import numpy_script
from app.specs import race_model, run_model
from optim_core import Noise, Rule, Schedule, Surface, terms
from optim_core.fields import Text, choice
from optim_core.rule import Step
from optim_core.walk import Status

SURFACES = ("bowl", "rosenbrock", "cliff", "chain")
DATA = [kind for kind, surface in Surface.registry.items() if surface.rows]


def race(optimizer, surface="rosenbrock", *, run=None, **rest):
    chosen = optimizer if isinstance(optimizer, dict) else {"kind": optimizer}
    spec = {"surface": {"kind": surface}, "steps": 30, "runs": [{"optimizer": chosen, **(run or {})}], **rest}
    return race_model().model_validate_json(json.dumps(spec))


def walked(spec):
    """The points of the only run by the reference walk, up to the last finite one."""
    run = spec.runs[0]
    moments = Course(spec, run).walk(build(Rule, run.optimizer))
    return np.array([m.x[:, 0] for m in moments if not Status(int(m.status[0])).diverged])


def told(script):
    """What a script leaves behind, and what it prints."""
    names, said = {"__name__": "__main__"}, io.StringIO()
    with contextlib.redirect_stdout(said), np.errstate():
        exec(compile(str(script), "script.py", "exec"), names)
    return names, said.getvalue()


def assert_same_path(spec, language="en"):
    names, _ = told(numpy_script(spec, 0, language))
    np.testing.assert_array_equal(names["path"], walked(spec))


@pytest.mark.parametrize("kind", sorted(Rule.registry))
def test_the_script_of_every_rule_walks_the_very_same_path(kind):
    for surface in SURFACES:
        assert_same_path(race(kind, surface))


@pytest.mark.parametrize("kind", sorted(Rule.registry))
def test_with_noise_and_a_schedule_too(kind):
    drives = {name: {"kind": "cosine"} for name in Rule.registry[kind].numbers()}
    noisy = {"noise": {"kind": "gaussian", "sigma": 0.3}, "seed": 5}
    assert_same_path(race(kind, run={"schedules": drives, "start": [0.5, -0.25]}, **noisy))
    assert_same_path(race(kind, DATA[0], noise={"kind": "mini-batch", "batch_size": 16}, seed=11))


@pytest.mark.parametrize("kind", sorted(Surface.registry))
def test_every_surface_comes_along_data_included(kind):
    for rule in ("adam", "newton", "lbfgs"):
        assert_same_path(race(rule, kind))


@pytest.mark.parametrize(
    "formula",
    [
        "(a - x)^2 + b*(y - x^2)^2",
        "where(x < y, abs(x)^3, softplus(k*y)) + 0.1*x^2",
        "a*x",
        "x - log(x) + sigmoid(y)*y^2",
    ],
)
def test_a_typed_formula_comes_along_as_code(formula):
    surface = {"kind": "formula", "f": formula, "a": 1.5, "b": 20.0, "k": -2.0}
    spec = {"surface": surface, "start": [0.5, -0.5], "steps": 30}
    for rule in ("adam", "newton", "lbfgs"):
        spec["runs"] = [{"optimizer": {"kind": rule}}]
        assert_same_path(race_model().model_validate_json(json.dumps(spec)))


@pytest.mark.parametrize("kind", sorted(Schedule.registry))
def test_every_schedule_drives_as_on_the_page(kind):
    for rule in ("momentum", "radam"):
        assert_same_path(race(rule, "ravine", steps=60, run={"schedules": {"lr": {"kind": kind}}}))


@pytest.mark.parametrize("kind", sorted(Noise.registry))
def test_every_noise_draws_the_same_numbers(kind):
    for seed in (0, 1, 2**32 - 1):
        for surface in DATA:
            assert_same_path(race("random-search", surface, noise={"kind": kind}, seed=seed))


@pytest.mark.parametrize("kind", sorted(Noise.registry))
def test_every_choice_of_a_noise_is_the_one_made(kind):
    for name, setting in Noise.registry[kind].settings().items():
        for option in getattr(setting, "options", ()):
            for rule in ("momentum", "lbfgs"):
                surface = DATA[0] if Noise.registry[kind].needs_rows else "rosenbrock"
                assert_same_path(race(rule, surface, noise={"kind": kind, name: option}))


@pytest.mark.parametrize("kind", sorted(Rule.registry))
def test_every_choice_and_switch_is_the_one_made(kind):
    for name, setting in Rule.registry[kind].settings().items():
        if name in Rule.registry[kind].numbers():
            continue
        for option in getattr(setting, "options", (True, False)):
            assert_same_path(race({"kind": kind, name: option}, "himmelblau"))


def test_a_run_that_blows_up_says_when_and_keeps_its_last_finite_point():
    spec = race({"kind": "gradient-descent", "lr": 3.0}, "ravine", steps=200)
    names, said = told(numpy_script(spec, 0, "en"))
    assert len(names["path"]) == len(walked(spec)) < 200
    assert f"diverged at step {len(names['path'])}" in said


def test_a_run_stops_where_its_gradient_has_vanished():
    spec = race({"kind": "gradient-descent", "lr": 0.5}, "bowl", tolerance=0.01)
    assert len(walked(spec)) < 30
    assert_same_path(spec)


def test_a_hessian_by_differences_has_the_same_bits(monkeypatch):
    monkeypatch.delattr(Surface.registry["ackley"], "hess")
    assert_same_path(race("newton", "ackley"))
    assert_same_path(race("newton", "ackley", noise={"kind": "gaussian"}))


def test_the_script_runs_alone(tmp_path):
    spec = race("bfgs", "tumours")
    (tmp_path / "script.py").write_text(str(numpy_script(spec, 0, "ko")), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "script.py"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert str(walked(spec)[-1]) in done.stdout


def test_it_imports_numpy_and_the_standard_library_only():
    for kind in Rule.registry:
        for line in str(numpy_script(race(kind, "diabetes-raw"), 0, "en")).splitlines():
            words = line.split()
            if words[:1] in (["import"], ["from"]):
                assert words[1].split(".")[0] in {*sys.stdlib_module_names, "numpy"}, line


def test_a_student_can_read_it():
    lines = str(numpy_script(race("gradient-descent", "bowl"), 0, "en")).splitlines()
    assert len(lines) < 55
    assert not any("self" in line or "annotation" in line for line in lines)
    assert "lr = np.float64(0.01)  # learning rate" in lines
    assert any("Cauchy" in line for line in lines)


def test_a_label_cannot_break_out_of_the_text():
    spec = race("adam", run={"label": '""" + boom \\" {x} # \''})
    assert_same_path(spec)


def forget_models():
    """They hold what was registered when they were made."""
    run_model.cache_clear()
    race_model.cache_clear()


def test_a_rule_written_here_comes_out_as_code():
    class Rolling(Rule, kind="rolling-stone"):
        """Keeps half of what it did (nobody, 2026)."""

        title = Text("Rolling stone", "구르는 돌")
        summary = Text("Rolls.", "구릅니다.")
        formula = (r"x \leftarrow x",)

        lr: float = terms.lr(0.01)
        value: float = terms.momentum()
        form: str = choice("half", {"half": Text("half", "반"), "all": Text("all", "전부")}, help=Text("how", "방법"))

        def start(self, x):
            return (np.zeros_like(x), 0.0)

        def kept(self, v, share):
            return v * share if self.form == "half" else v

        def step(self, x, slots, probe, t):
            v, least = slots
            value = probe.value(x)
            v = self.kept(v, 0.5) - self.lr * probe.grad(x) ** 3 * self.value
            return Step(v, (v, np.minimum(least, value)), {})

    class Stone(Rolling, kind="stone"):
        """A rolling stone that stops now and then."""

        title = Text("Stone", "돌")

        def step(self, x, slots, probe, t):
            move, slots, show = super().step(x, slots, probe, t)
            return Step(np.where(t % 3 == 0, 0.0, move), slots, show)

    forget_models()
    try:
        for kind in ("rolling-stone", "stone"):
            assert_same_path(race(kind, "bowl"))
            assert_same_path(race(kind, "bowl", noise={"kind": "gaussian"}))
    finally:
        del Rule.registry["rolling-stone"], Rule.registry["stone"]
        forget_models()


def test_the_server_hands_the_script_out(client):
    order = {"race": {"surface": {"kind": "bowl"}, "runs": [{"optimizer": {"kind": "adam"}}]}, "run": 0}
    answer = client.post("/api/export/numpy?lang=en", json=order)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/x-python")
    assert answer.text.startswith('"""Ravine: Adam')


def test_what_has_no_source_is_refused_in_a_sentence(client, monkeypatch):
    monkeypatch.setattr(Surface.registry["bowl"], "value", eval("lambda self, p: p[0]"))
    order = {"race": {"surface": {"kind": "bowl"}, "runs": [{"optimizer": {"kind": "rmsprop"}}]}}
    answer = client.post("/api/export/numpy", json=order)
    assert answer.status_code == 422 and answer.json()["field"] == "run"


def test_a_bad_order_is_refused_in_a_sentence(client):
    race = {"surface": {"kind": "bowl"}, "runs": [{"optimizer": {"kind": "adam"}}]}
    for order, field in (
        ({"race": race, "run": 1}, "run"),
        ({"race": race, "run": -1}, "run"),
        ({"race": {**race, "steps": 0}}, "race.steps"),
        ({"run": 0}, "race"),
    ):
        answer = client.post("/api/export/numpy", json=order)
        assert answer.status_code == 422 and answer.json()["field"] == field, answer.text
    assert client.post("/api/export/nothing", json={"race": race}).status_code == 404
    assert client.post("/api/export/numpy", content="x").status_code == 415
