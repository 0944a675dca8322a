"""`python -m benchmarks [--write] [chapter [argument ...] ...]`: all chapters, or those named.

Arguments begin with a digit. With `--write`, what a chapter prints goes into RESULTS.md, too.
"""

from __future__ import annotations

import importlib
import sys

from benchmarks.results import measured

WRITE = "--write"
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
    words = [word for word in sys.argv[1:] if word != WRITE]
    asked: list[list[str]] = []
    for word in words or CHAPTERS:
        if asked and word[0].isdigit():
            asked[-1].append(word)
        else:
            asked.append([word])
    for name, *arguments in asked:
        chapter = importlib.import_module(f"benchmarks.{name}").main
        if WRITE in sys.argv:
            measured(name, arguments, chapter)
        else:
            chapter(*arguments)
