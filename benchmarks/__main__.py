"""`python -m benchmarks [race] [crowd] [start] [page] [weak]`: all of them, or those named."""

from __future__ import annotations

import sys

from benchmarks import crowd, page, race, start, weak

CHAPTERS = {"race": race.main, "crowd": crowd.main, "start": start.main, "page": page.main, "weak": weak.main}

if __name__ == "__main__":
    for name in sys.argv[1:] or CHAPTERS:
        CHAPTERS[name]()
