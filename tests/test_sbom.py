"""`make sbom` lists all that Ravine is made of; `make audit` takes nothing for harmless that it could not look up."""

from __future__ import annotations

import base64
import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_locks import pins

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    file = tmp_path_factory.mktemp("sbom") / "made" / "ravine.cdx.json"
    done = subprocess.run(
        [sys.executable, "tools/sbom.py", file], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return file.read_text()


@pytest.fixture(scope="module")
def bom(written):
    return json.loads(written)


def hashes(component):
    return {one["content"] for reference in component["externalReferences"] for one in reference["hashes"]}


def test_every_pinned_package_is_there_with_its_hashes_and_a_licence(bom):
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    assert bom["metadata"]["component"]["name"] == "ravine"
    there = {each["purl"]: each for each in bom["components"]}
    for name, versions in pins("requirements.lock").items():
        for version in versions:
            assert f"pkg:pypi/{name}@{version}" in there
    lock = (ROOT / "requirements.lock").read_text()
    python = [each for each in bom["components"] if each["purl"].startswith("pkg:pypi/")]
    assert sum(map(len, map(hashes, python))) == lock.count("--hash=sha256:")
    assert all(one in lock for each in python for one in hashes(each))
    assert all(each.get("licenses") for each in python if each["scope"] == "required")


def test_what_the_small_plotly_is_made_of_is_there_without_what_builds_it(bom):
    lock = json.loads((ROOT / "bundle/package-lock.json").read_text())["packages"]
    there = {each["purl"]: each for each in bom["components"]}
    plotly = there[f"pkg:npm/plotly.js@{lock['node_modules/plotly.js']['version']}"]
    integrity = lock["node_modules/plotly.js"]["integrity"].removeprefix("sha512-")
    assert hashes(plotly) == {base64.b64decode(integrity).hex()}
    assert plotly["licenses"] == [{"license": {"id": "MIT"}}]
    assert not [purl for purl in there if "esbuild" in purl]
    shipped = {(path.rpartition("node_modules/")[2], p["version"]) for path, p in lock.items() if not p.get("dev")}
    assert sum(purl.startswith("pkg:npm/") for purl in there) == len(shipped) - 1, "all but our own package"


def test_the_image_takes_what_is_required(bom):
    """Its Python is newer than that of some pins, and it is no Windows."""
    optional = {each["purl"] for each in bom["components"] if each["scope"] == "optional"}
    twice = {name: versions for name, versions in pins("requirements.lock").items() if len(versions) > 1}
    assert twice and all(sum(p.startswith(f"pkg:pypi/{name}@") for p in optional) == 1 for name in twice)
    assert any(p.startswith("pkg:pypi/colorama@") for p in optional)


def test_the_same_locks_give_the_same_file(written, tmp_path):
    again = tmp_path / "again.json"
    subprocess.run([sys.executable, "tools/sbom.py", again], cwd=ROOT, check=True, capture_output=True, timeout=60)
    assert again.read_text() == written
    assert "timestamp" not in json.loads(written)["metadata"]


AUDIT = runpy.run_path(str(ROOT / "tools/audit.py"))
CLEAN = {"dependencies": [{"name": "numpy", "version": "2.5.5", "vulns": []}]}
WEAK = {"name": "jinja2", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1", "3.0"]}]}
SKIPPED = {"name": "fastapi", "skip_reason": "Dependency not found"}
NPM = {"vulnerabilities": {"esbuild": {"severity": "moderate", "range": "<=0.24.2"}}}


@pytest.mark.parametrize(
    ("python", "npm", "status", "said"),
    [
        (CLEAN, {"vulnerabilities": {}}, 0, ["0 known weaknesses in the locks."]),
        ({"dependencies": [WEAK, SKIPPED]}, {"vulnerabilities": {}}, 1, ["jinja2 2.0: PYSEC-1, mended in 2.1, 3.0"]),
        (CLEAN, NPM, 1, ["esbuild: moderate, <=0.24.2"]),
        ({"dependencies": [SKIPPED]}, {"vulnerabilities": {}}, 2, ["no database answered for them: fastapi."]),
        (
            CLEAN,
            {"message": "405 Method Not Allowed"},
            2,
            ["bundle (405 Method Not Allowed)", "pages (405 Method Not Allowed)", "as far as"],
        ),
    ],
)
def test_an_audit_tells_what_is_weak_and_what_nobody_knows(capfd, tmp_path, python, npm, status, said):
    for name, told in (("pip-audit", python), ("npm", npm)):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\ncat <<'END'\n{json.dumps(told)}\nEND\nexit 1\n")
        program.chmod(0o755)
    main = AUDIT["main"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path), prepend=":")
        patch.setattr(sys, "executable", str(tmp_path / "python"))
        assert main() == status
    told = "".join(capfd.readouterr())
    assert all(each in told for each in said), told


def test_an_audit_that_cannot_ask_at_all_says_why(capfd, tmp_path):
    program = tmp_path / "pip-audit"
    program.write_text("#!/bin/sh\necho 'no such host' >&2\nexit 1\n")
    program.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        patch.setattr(sys, "executable", str(tmp_path / "python"))
        assert AUDIT["main"]() == 2
    assert "any Python package (no such host)" in capfd.readouterr().err
