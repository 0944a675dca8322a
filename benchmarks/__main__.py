"""`python -m benchmarks [race] [page] [weak]`: all of them, or those named."""

from __future__ import annotations

import sys

from benchmarks import page, race, weak

CHAPTERS = {"race": race.main, "page": page.main, "weak": weak.main}

if __name__ == "__main__":
    for name in sys.argv[1:] or CHAPTERS:
        CHAPTERS[name]()
