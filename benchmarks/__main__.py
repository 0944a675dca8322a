"""`python -m benchmarks [chapter ...]`: all chapters, or those named."""

from __future__ import annotations

import importlib
import sys

CHAPTERS = (
    "core",
    "race",
    "crowd",
    "beside",
    "maps",
    "training",
    "landscape",
    "formula",
    "start",
    "page",
    "scrub",
    "weak",
)

if __name__ == "__main__":
    for name in sys.argv[1:] or CHAPTERS:
        importlib.import_module(f"benchmarks.{name}").main()
