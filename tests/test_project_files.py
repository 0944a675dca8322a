"""What every file of the project keeps to, and what the container's files promise."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BINARY = {".png", ".jpg", ".webp", ".ico", ".npz", ".woff2", ".gz", ".pdf"}

# Written in pieces, or this file would be the first to break its own rule.
MACHINE_PATH = re.compile(r"(?<![\w.:~-])/(?:home|Users|root|work)" + r"/\w")
REGISTRY = re.compile(
    "|".join(
        host + r"\.(?:org|io|com|dev)"
        for host in (
            r"\bpypi",
            "pythonhosted",
            r"\bnpmjs",
            r"deb\.debian",
            r"docker\.",
            r"\bghcr",
            r"\bjsdelivr",
        )
    )
)
ELSEWHERE = re.compile(
    r"""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=["']?(?:https?:)?//"""
    r"""|url\(["']?(?:https?:)?//|\b(?:from|import)\s*\(?\s*["'](?:https?:)?//|@import"""
)


def tracked():
    """Every file that git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [name for name in sorted(names) if (ROOT / name).is_file()]


FILES = tracked()
TEXTS = [name for name in FILES if Path(name).suffix not in BINARY]


def text(name):
    return (ROOT / name).read_bytes().decode("utf-8")


def breaking(pattern, names=TEXTS):
    """`file: what` for each place where a text has what it should not have."""
    return [f"{name}: {match[0]}" for name in names for match in pattern.finditer(text(name))]


def test_there_are_files_to_look_at():
    assert "pyproject.toml" in FILES
    assert "app/assets.py" in FILES


def test_no_file_names_a_folder_of_somebodys_machine():
    assert breaking(MACHINE_PATH) == []


def test_no_file_names_a_registry():
    assert breaking(REGISTRY) == []


def test_no_page_loads_anything_from_elsewhere():
    served = [name for name in TEXTS if name.startswith(("static/", "templates/"))]
    assert breaking(ELSEWHERE, served) == []


def test_texts_are_utf8_with_plain_line_ends():
    for name in TEXTS:
        content = text(name)
        assert "\r" not in content, name
        assert content == "" or content.endswith("\n") or name.endswith(".json"), name
        assert not content.startswith("\ufeff"), name


def test_no_line_ends_in_spaces():
    code = [name for name in TEXTS if not name.endswith(".md")]
    assert breaking(re.compile(r"[ \t]+$", re.MULTILINE), code) == []


def test_nothing_that_is_made_is_tracked():
    made = re.compile(r"(^|/)(__pycache__|node_modules|\.venv)/|^static/vendor/|^uv\.lock$|\.pyc$")
    assert [name for name in FILES if made.search(name)] == []


@pytest.mark.parametrize(
    "name", [n for n in FILES if n.startswith((".ci/", "tools/")) and text(n).startswith("#!/bin/sh")]
)
def test_a_shell_script_is_readable_to_a_plain_shell(name):
    subprocess.run(["sh", "-n", name], cwd=ROOT, check=True)


def test_the_image_takes_only_what_is_named():
    lines = [line for line in text(".dockerignore").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text("Dockerfile"), re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists(), name
        assert any(line == f"!{name}" or f"!{name}".startswith(f"{line}/") for line in lines), name


def test_the_image_runs_as_a_number_and_asks_for_hashes():
    dockerfile = text("Dockerfile")
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", dockerfile, re.MULTILINE)
    assert re.search(r"^CMD \[", dockerfile, re.MULTILINE)
    assert "PIP_REQUIRE_HASHES=1" in dockerfile
    last = dockerfile[dockerfile.rindex("\nFROM") :]
    assert "\nSTOPSIGNAL SIGTERM\n" in last and "-perm /6000 -exec chmod a-s" in last
    assert 'org.opencontainers.image.licenses="MIT"' in last and "pip" not in last
    assert "# syntax=" not in dockerfile
    assert dockerfile.index("HEALTHCHECK") > dockerfile.rindex("FROM")
