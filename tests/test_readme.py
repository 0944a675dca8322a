"""What the README says is so."""

from __future__ import annotations

import builtins
import json
import re
import shlex
import subprocess
import symtable
import sys
from pathlib import Path

import pytest

from app import settings
from tests import test_own_optimizer
from tests.server import running

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_table_of_settings_is_that_of_the_code():
    rows = re.findall(r"^\| `(RAVINE_\w+)` \| (.*?) \| (.*?) \|$", README.replace("| |", "|  |"), re.MULTILINE)
    assert [(name, default.strip("` "), what) for name, default, what in rows] == settings.table()


def test_the_example_of_an_optimizer_is_the_one_that_is_tested():
    example = next(b for b in blocks("python") if "class SignDescent" in b)
    assert example.strip() == test_own_optimizer.FILE.replace("\\\\", "\\").strip()


def test_the_core_without_a_server_runs_as_it_says():
    walked, quicker = [b for b in blocks("python") if "import walk" in b or "import many" in b]
    done = subprocess.run([sys.executable, "-c", walked], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stdout.count("\n") == 101
    done = subprocess.run([sys.executable, "-c", quicker], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "(2, 1001)" in done.stdout and "(2, 256, 256)" in done.stdout


def tables(of):
    yield of
    for inside in of.get_children():
        yield from tables(inside)


@pytest.mark.parametrize("example", blocks("python"), ids=lambda text: text.split("\n")[0])
def test_every_example_brings_all_that_it_names(example):
    """Pasted on its own, each runs: whatever it names it makes, brings along, or has from Python."""
    top = symtable.symtable(example, "example", "exec")
    brought = {name.get_name() for name in top.get_symbols() if name.is_assigned() or name.is_imported()}
    named = {
        name.get_name()
        for table in tables(top)
        for name in table.get_symbols()
        if name.is_referenced() and (table is top or name.is_global())
    }
    assert named - brought - set(dir(builtins)) == set()


def test_the_gradient_check_runs_and_says_what_its_comments_say():
    example = next(b for b in blocks("python") if "import check, errors" in b)
    done = subprocess.run([sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    *said, best = done.stdout.splitlines()
    for line, comment in zip(said, re.findall(r"# (.*) \.\.\.", example), strict=True):
        assert line.startswith(comment)
    found, expected = map(float, best.split())
    assert 0.03 < found / expected < 30


def test_the_network_learns_to_read_as_it_says():
    example = next(b for b in blocks("python") if "import MLP" in b)
    done = subprocess.run([sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == re.findall(r"# (True):", example) == ["True", "True"]


def test_the_trainings_side_by_side_run_and_say_what_their_comment_says():
    example = next(b for b in blocks("python") if "import Plan" in b)
    done = subprocess.run([sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    first, second, learnt = done.stdout.splitlines()
    assert first.startswith("0 9") and second.startswith("1 9") and learnt == "True"


def test_the_request_with_curl_is_answered(client):
    words = shlex.split(next(b for b in blocks("sh") if "curl" in b))
    headers = dict(words[i + 1].split(": ") for i, word in enumerate(words) if word == "-H")
    answer = client.post("/api/race", json=json.loads(words[words.index("-d") + 1]), headers=headers)
    assert answer.status_code == 200 and answer.text.count("\n") == 1 + 2 * 501


@pytest.fixture(scope="module")
def port():
    """That of a server on this machine."""
    with running("-m", "app", cwd=ROOT) as (_, port):
        yield port


def answered(path, port):
    """What the example prints that asks the server there, line by line."""
    example = next(b for b in blocks("python") if path in b)
    there = example.replace(":8000", f":{port}")
    done = subprocess.run([sys.executable, "-c", there], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_search_in_python_runs_and_says_what_its_comments_say():
    example = next(b for b in blocks("python") if "import compare" in b)
    done = subprocess.run([sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "True"


def test_the_study_from_python_is_answered(port):
    assert "Gradient descent: 0.454" in answered("/api/study", port)


def test_the_search_from_python_is_answered(port):
    grid, drawn = answered("/api/search", port)
    assert grid.startswith("grid: ") and drawn.startswith("random: ") and "'momentum': 0." in drawn


def test_the_map_from_python_is_answered(port):
    minima = [line for line in answered("/api/basin", port) if "% of the starts" in line]
    assert len(minima) == 4 and minima[0].startswith("(3.00, 2.00): ")


def test_every_make_target_it_names_exists():
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"make ([a-z-]+)", README)) - {"at"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("link", re.findall(r"\]\((?!https?:|term:)([^)=]+)\)", README))
def test_every_file_it_links_exists(link):
    assert (ROOT / link).is_file()


def test_every_question_that_is_posted_is_told_of_here_and_on_the_reference_page(client):
    told = client.get("/reference?lang=en").text
    posted = {name for path in (ROOT / "app").glob("*.py") for name in re.findall(r'post\("/(\w+)"', path.read_text())}
    assert {"race", "check", "formula", "study"} <= posted
    for name in posted:
        assert f"POST /api/{name}" in README and f"POST /api/{name}" in told, name


@pytest.mark.parametrize(("path", "asked"), [("formula", {"f": "abs(x)"}), ("check", {"at": [-1.2, 1]})])
def test_every_field_of_an_answer_is_told(client, path, asked):
    about = README.split(f"- `POST /api/{path}`")[1].split("\n- ")[0]
    answer = client.post(f"/api/{path}", json={"surface": {"kind": "rosenbrock"}} | asked if "at" in asked else asked)
    assert answer.status_code == 200
    for name in answer.json():
        assert f"`{name}`" in about, name
