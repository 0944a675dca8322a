"""Asks every route what nobody would ask, by its OpenAPI document, then the grammar and files: `make fuzz`.

`make fuzz ARGS="--seconds 600 --seed 7"`. It fails where an answer has a status that is not declared, and no 500 is, or
another form, or comes late; where the server logs an error, is not there afterwards, or has grown.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOON = 5  # seconds for /healthz, where heavy work may still go on
LATE = 30  # seconds for any answer: a race of a million steps takes some
GROWN = 300  # megabytes: caches are bounded, and may be full by then
ENDLESS = "/api/searches/{name}/events"  # who looks on does so for as long as they like
CHECKS = (
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
)
TESTS = ("tests/test_expression_fuzz.py", "tests/test_file_fuzz.py")


def main() -> int:
    """The exit status: 0 where nothing was found."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        found = _routes(asked, Path(folder))
    found += ["the grammar or a reader, as told above"] if asked.examples and _tests(asked.examples) else []
    for fault in found:
        sys.stdout.write(f"FOUND: {fault}\n")
    sys.stdout.write("Nothing was found.\n" if not found else "")
    return 1 if found else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz")
    parser.add_argument("--seconds", type=int, default=180, help="of asking routes")
    parser.add_argument("--seed", type=int, default=None, help="of what is asked, to ask the same again")
    parser.add_argument("--examples", type=int, default=1000, help="of each test of grammar and files")
    parser.add_argument("--only", default="", help="an expression for the paths that are asked")
    return parser.parse_args()


def _routes(asked: argparse.Namespace, folder: Path) -> list[str]:
    """What is wrong with the routes."""
    log = folder / "log"
    settings = {"RAVINE_PORT": "0", "RAVINE_DATA": str(folder), "RAVINE_MAP_EVALUATIONS": "100000000"}
    with log.open("w") as told:
        server = subprocess.Popen(
            [sys.executable, "-m", "app"],
            cwd=ROOT,
            env=os.environ | settings | {"RAVINE_SEARCH_WORKERS": "0"},
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
        )
    try:
        said = server.stdout.readline() if server.stdout else ""
        address = re.search(r"http://\S+?(?=/ )", said)
        if not address:
            raise SystemExit(f"Ravine did not start: {said}{log.read_text()}")
        urllib.request.urlopen(f"{address[0]}/openapi.json").read()
        before = _resident(server)
        found = ["an answer, as told above"] if _ask(address[0], asked, folder) else []
        began = time.monotonic()
        with urllib.request.urlopen(f"{address[0]}/healthz", timeout=LATE) as answer:
            found += ["the server does not answer"] if answer.status != 200 else []
        found += ["the server answers late"] if time.monotonic() - began > SOON else []
        found += ["the server is larger than its caches"] if _resident(server) > before + GROWN else []
        return found + [f"the log says: {line}" for line in log.read_text().splitlines() if '"error"' in line][:5]
    finally:
        server.terminate()
        server.wait()


def _ask(address: str, asked: argparse.Namespace, folder: Path) -> int:
    """The status of schemathesis, which leaves its own notes in the folder that it is run in."""
    seed = ["--generation-database", "none"]
    if asked.seed is not None:
        seed = ["--seed", str(asked.seed), "--generation-deterministic"]
    only = ["--include-path-regex", asked.only] if asked.only else []
    options = {
        "--max-time": asked.seconds,
        "--max-examples": 25,
        "--max-response-time": LATE,
        "--request-timeout": 2 * LATE,
        "--phases": "examples,coverage,fuzzing",
        "--checks": ",".join(CHECKS),
        "--exclude-path": ENDLESS,
        "--warnings": "off",
    }
    given = [str(part) for option in options.items() for part in option]
    command = [
        "-m",
        "schemathesis.cli",
        "run",
        f"{address}/openapi.json",
        *given,
        *seed,
        *only,
        "--continue-on-failure",
    ]
    return subprocess.run([sys.executable, *command], cwd=folder, check=False).returncode


def _tests(examples: int) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", *TESTS]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"RAVINE_FUZZ": str(examples)}, check=False).returncode


def _resident(server: subprocess.Popen[str]) -> float:
    """The memory of a process in megabytes; nothing where the system does not say."""
    status = Path(f"/proc/{server.pid}/status")
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    sys.exit(main())
