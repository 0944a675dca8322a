"""`python -m benchmarks --write chapter ...`: what it prints goes into RESULTS.md, too, under a heading of its own."""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import platform
import re
import sys
from collections.abc import Callable
from pathlib import Path

PLACE = Path(__file__).parent / "RESULTS.md"


class Both(io.StringIO):
    """What is printed, kept and shown."""

    def write(self, text: str) -> int:
        sys.__stdout__.write(text) if sys.__stdout__ else None
        return super().write(text)

    def flush(self) -> None:
        sys.__stdout__.flush() if sys.__stdout__ else None


def measured(name: str, arguments: list[str], chapter: Callable[..., object], place: Path = PLACE) -> None:
    """Run a chapter and write what it printed, also where it ends with a status of its own. Raises what it raises."""
    load, printed = os.getloadavg()[0], Both()
    try:
        with contextlib.redirect_stdout(printed):
            chapter(*arguments)
    except SystemExit:
        _write(place, name, arguments, printed.getvalue(), load)
        raise
    _write(place, name, arguments, printed.getvalue(), load)


def _write(place: Path, name: str, arguments: list[str], printed: str, load: float) -> None:
    command = " ".join([name, *arguments])
    quoted = f'"{command}"' if arguments else command
    today = datetime.datetime.now(tz=datetime.UTC).date()
    told = f"`make bench ARGS={quoted}`, {today}, {machine(load)}:\n\n```\n{printed.strip()}\n```\n"
    place.write_text(placed(place.read_text() if place.exists() else "# Measured\n", name, told), encoding="utf-8")


def machine(load: float) -> str:
    """What it was measured on, and how busy that was with other things before."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {gigabytes:.0f} GB, Python {platform.python_version()}, load {load:.1f} before"


def placed(text: str, name: str, told: str) -> str:
    """The text with a section of that name: in its old place, else at the end."""
    section = f"## `{name}`\n\n{told}"
    old = re.compile(rf"^## `{re.escape(name)}`\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if old.search(text):
        return old.sub(lambda _: section + "\n", text).rstrip() + "\n"
    return f"{text.rstrip()}\n\n{section}"
