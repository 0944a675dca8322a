"""Symbols are declared in LaTeX; the page writes them as signs where a formula has no room."""

from __future__ import annotations

import re
from pathlib import Path

SCRIPT = (Path(__file__).parent.parent / "static/js/symbols.js").read_text()
STYLES = {"mathrm", "text", "mathbf", "operatorname"}


def symbols(told):
    """All that are declared, but those of vectors, which are shown as formulas."""
    if isinstance(told, list):
        return [one for part in told for one in symbols(part)]
    if not isinstance(told, dict):
        return []
    own = [told["symbol"]] if isinstance(told.get("symbol"), str) else []
    return own + [one for name, part in told.items() if name != "shows" for one in symbols(part)]


def test_the_page_has_a_sign_for_every_symbol_that_is_declared(client):
    known = STYLES | set(re.findall(r"(\w+): \"", SCRIPT.split("};")[0]))
    found = [one for path in ("catalog", "searching") for one in symbols(client.get(f"/api/{path}").json())]
    assert len(set(found)) > 20 and {r"\eta", r"\xi"} <= {*found}
    unknown = {one: {*re.findall(r"\\([A-Za-z]+)", one)} - known for one in found}
    assert [one for one, names in unknown.items() if names] == []
