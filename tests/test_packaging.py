"""The wheel holds everything: unpacked elsewhere it starts, and its page finds every file it names."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from app import __version__
from tests.server import running

ROOT = Path(__file__).parent.parent


def build(kind, source, target):
    """What hatchling, the build backend itself, makes of `source`; no network, no environment of its own."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)],
        cwd=source,
        capture_output=True,
        check=True,
        timeout=120,
    )
    (made,) = target.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def contents(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_the_page_and_the_core(wheel):
    names = contents(wheel).keys()
    for name in ("app/main.py", "app/static/js/main.js", "app/templates/base.html", "optim_core/rule.py"):
        assert name in names
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests/")]


def test_the_wheel_has_a_version_and_a_licence(wheel):
    found = contents(wheel)
    folder = f"ravine-{__version__}.dist-info"
    assert f"Version: {__version__}\n" in found[f"{folder}/METADATA"].decode()
    assert f"{folder}/licenses/LICENSE" in found
    assert "ravine = app.__main__:main" in found[f"{folder}/entry_points.txt"].decode()


def test_the_wheel_offers_its_extra_and_asks_for_nothing_of_it(wheel):
    metadata = contents(wheel)[f"ravine-{__version__}.dist-info/METADATA"].decode()
    assert "Provides-Extra: fast\n" in metadata
    asked = [line for line in metadata.splitlines() if line.startswith("Requires-Dist: llvmlite")]
    assert asked and all("extra == 'fast'" in line for line in asked)


def test_every_file_of_the_packages_is_in_the_wheel(wheel):
    names = contents(wheel).keys()
    for package in ("app", "optim_core"):
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert path.relative_to(ROOT).as_posix() in names
    for folder in ("static", "templates"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file():
                assert "app/" + path.relative_to(ROOT).as_posix() in names


def test_the_unpacked_wheel_serves_its_page_and_every_asset(elsewhere):
    with running("-m", "app", cwd=elsewhere) as (_, port):
        done = subprocess.run(
            [sys.executable, str(ROOT / "tools" / "fetch_page"), f"http://127.0.0.1:{port}/"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split(" and ")[1].split()[0]) > 5


def test_the_source_archive_makes_the_same_wheel(sdist, wheel, tmp_path):
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    again = build("wheel", source, tmp_path / "wheel")
    ours, theirs = contents(wheel), contents(again)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_the_source_archive_can_test_itself(sdist):
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in (
        "Makefile",
        "requirements-test.lock",
        "tests/test_packaging.py",
        "tools/browser",
        "bundle/build.js",
        "bundle/own.js",
    ):
        assert name in names
