"""`python -m benchmarks [chapter [argument ...] ...]`: all chapters, or those named; arguments begin with a digit."""

from __future__ import annotations

import importlib
import sys

CHAPTERS = (
    "core",
    "race",
    "crowd",
    "beside",
    "serving",
    "load",
    "maps",
    "training",
    "landscape",
    "formula",
    "start",
    "page",
    "pages",
    "scrub",
    "weak",
)

if __name__ == "__main__":
    asked: list[list[str]] = []
    for word in sys.argv[1:] or CHAPTERS:
        if asked and word[0].isdigit():
            asked[-1].append(word)
        else:
            asked.append([word])
    for name, *arguments in asked:
        importlib.import_module(f"benchmarks.{name}").main(*arguments)
