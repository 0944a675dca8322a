"""What is loaded after the start: whoever asks sooner gets the same answer, and the start goes without it."""

import gc
import importlib
import subprocess
import sys
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import later, main

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("path", "status"),
    [("/lessons", 200), ("/reference", 200), ("/glossary", 200), ("/lessons/no-such-lesson", 404), ("/nowhere", 404)],
)
def test_a_page_that_is_asked_for_before_its_part_is_loaded_is_there(path, status):
    early = TestClient(main.create_app())  # not entered: nothing is loaded in the background
    answer = early.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status and "</html>" in answer.text


def test_an_early_question_with_a_body_is_not_lost():
    early = TestClient(main.create_app())
    answer = early.post("/api/local", json={"surface": {"kind": "bowl"}, "at": [1, 1]})
    assert answer.status_code == 200 and answer.json()["grad"]


def test_a_wrong_method_is_told_early_too():
    early = TestClient(main.create_app())
    assert early.get("/api/race").status_code == early.get("/api/local").status_code == 405


def test_everything_is_loaded_in_the_quiet_after_the_start(monkeypatch):
    wanted, loaded, load = {f"app.{name}" for name in main.LATER}, set(), importlib.import_module

    def noted(name):
        loaded.add(name)
        return load(name)

    monkeypatch.setattr(importlib, "import_module", noted)
    with TestClient(main.create_app()):
        for _ in range(200):
            if loaded >= wanted:
                break
            time.sleep(0.05)
    assert loaded >= wanted


def test_what_is_loaded_is_not_looked_through_for_garbage():
    frozen = gc.get_freeze_count()
    with TestClient(main.create_app()):
        for _ in range(200):
            if gc.get_freeze_count() > frozen:
                break
            time.sleep(0.05)
    assert gc.get_freeze_count() > frozen
    assert gc.get_threshold() == later.RARELY


def test_the_start_brings_no_part_along_that_is_loaded_later():
    code = (
        "import sys, app.__main__, app.main; app.main.create_app();"
        "late = {'app.' + name for name in app.main.LATER} | {'markdown_it', 'latex2mathml', 'contourpy', 'plotly',"
        " 'jinja2', 'pydantic.v1', 'app.pool.heavy'};"
        "print(*sorted(late & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "", "these cost the start more than it may take"
