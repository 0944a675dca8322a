"""One script in place of a page's many modules: made by `bundle/own.js`, used while they are as they were."""

import json
from collections.abc import Mapping

FOLDER = "vendor/own/"
MADE_OF = "made-of.json"  # in that folder: for each page's script the digest of every module that went into its one


def name_of(entry: str) -> str:
    """What the one script for `entry` is called: it lies beside it, so that relative addresses hold in both."""
    return f"{entry.removesuffix('.js')}.whole.js"


def served_as(name: str) -> str:
    """The name by which a file is served: that of a page's one script, or its own."""
    built = name.startswith(FOLDER) and name.endswith(".js")
    return name_of(f"js/{name.removeprefix(FOLDER)}") if built else name


def fresh(table: bytes, digests: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The modules in each page's one script, by the name of the page's own.

    `table` is the content of `MADE_OF`, `digests` are those of all files now. A script of which a module has changed or
    is gone is left out, and so is every one if the table is no table.
    """
    try:
        made: dict[str, dict[str, str]] = json.loads(table)
    except ValueError:
        return {}
    return {
        entry: frozenset(modules)
        for entry, modules in made.items()
        if name_of(entry) in digests and all(digests.get(name) == digest for name, digest in modules.items())
    }
