"""The lock files: everything pinned and hashed, no address inside, and none of them stale."""

import contextlib
import itertools
import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = sorted(ROOT.glob("requirements*.lock"))
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(name):
    """Package to versions (more than one where the Python version decides)."""
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if match := PIN.match(line):
            found.setdefault(match[1], set()).add(match[2])
    return found


def group(name):
    """The requirements of a dependency group, with those it includes."""
    for entry in PROJECT["dependency-groups"][name]:
        if isinstance(entry, dict):
            yield from group(entry["include-group"])
        else:
            yield Requirement(entry)


def test_the_locks_are_there():
    assert [lock.name for lock in LOCKS] == [
        "requirements-audit.lock",
        "requirements-bench.lock",
        "requirements-bundle.lock",
        "requirements-dev.lock",
        "requirements-fuzz.lock",
        "requirements-test.lock",
        "requirements.lock",
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_each_line_is_a_pin_or_its_hash_and_holds_no_address(lock):
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        assert PIN.match(line) or HASH.match(line), line
    for before, line in itertools.pairwise([*lines, ""]):
        assert before.endswith("\\") == line.startswith("    --hash"), before


@pytest.mark.parametrize(
    ("lock", "groups", "extras"),
    [
        ("requirements.lock", [], ["postgres"]),
        ("requirements-test.lock", ["test"], []),
        ("requirements-dev.lock", ["dev", "lock"], []),
        ("requirements-bench.lock", ["bench"], ["fast"]),
        ("requirements-fuzz.lock", ["fuzz"], []),
    ],
)
def test_a_lock_holds_what_the_project_asks_for(lock, groups, extras):
    locked = pins(lock)
    asked = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
    asked += [Requirement(line) for name in extras for line in PROJECT["project"]["optional-dependencies"][name]]
    asked += [requirement for name in groups for requirement in group(name)]
    for requirement in asked:
        versions = locked[canonicalize_name(requirement.name)]
        assert all(version in requirement.specifier for version in versions), requirement


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("requirements.lock", "requirements-test.lock"),
        ("requirements-test.lock", "requirements-dev.lock"),
        ("requirements-test.lock", "requirements-bench.lock"),
        ("requirements-test.lock", "requirements-fuzz.lock"),
    ],
)
def test_a_larger_lock_holds_the_smaller_one_at_the_same_versions(small, large):
    larger = pins(large)
    assert all(larger[name] == versions for name, versions in pins(small).items())


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_holds_whatever_its_packages_ask_for(lock):
    """With hashes pip installs nothing else: one that is missing and nobody can start."""
    locked = pins(lock)
    for name in locked:
        with contextlib.suppress(PackageNotFoundError):  # of another system
            asked = map(Requirement, requires(name) or ())
            needed = {canonicalize_name(r.name) for r in asked if r.marker is None or r.marker.evaluate({"extra": ""})}
            assert needed <= locked.keys(), name


def test_what_only_the_benchmarks_need_is_in_no_other_lock():
    measured_with = {"jax", "optax", "numba", "llvmlite", "optuna-dashboard"}
    for lock in ("requirements.lock", "requirements-test.lock", "requirements-dev.lock"):
        assert measured_with.isdisjoint(pins(lock)), lock
    assert measured_with <= pins("requirements-bench.lock").keys()


def test_what_looks_for_weaknesses_changes_no_other_package():
    audit, dev = pins("requirements-audit.lock"), pins("requirements-dev.lock")
    assert "pip-audit" in audit
    assert all(dev[name] == audit[name] for name in audit.keys() & dev.keys())


def test_no_lock_brings_a_gpu():
    for lock in LOCKS:
        assert not [name for name in pins(lock.name) if name.startswith(("nvidia", "cuda", "torch", "triton"))], lock


@pytest.mark.parametrize("folder", ["bundle", "benchmarks/peers/pages"])
def test_a_lock_of_npm_holds_no_address_and_hashes_everything(folder):
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    for path, package in lock["packages"].items():
        assert "resolved" not in package, path
        if path and not package.get("inBundle"):
            assert package["integrity"].startswith("sha512-"), path
    asked = json.loads((ROOT / folder / "package.json").read_text(encoding="utf-8"))
    for kind in ("dependencies", "devDependencies"):
        assert lock["packages"][""].get(kind) == asked.get(kind)
