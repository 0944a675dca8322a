"""What a page brings along for its scripts: the catalogue, the spec of its bare address, and what its tabs have."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from app import i18n, limits
from app.arrival import NETWORK_TABS, RECORDED, SEARCH_TABS, SHARED_SEARCH, TABS
from optim_core.catalog import catalog
from optim_core.cost import prices


def race_data(arrival: dict[str, Any], known: Callable[[], dict[str, Any]] = catalog) -> dict[str, Any]:
    """What a page with a figure brings along; `arrival` is the spec of its bare address, `known` its catalogue."""
    return {
        "catalog_json": lambda language: script_data(
            _slim(known(), language) | {"limits": limits.as_dict(), "passes": prices(2)}
        ),
        "default_spec_json": lambda language: script_data(arrival),
    }


def usual_of_gradients(language: str) -> Any:
    """The studies of its tabs, what differences cost, and the bands of the course."""
    from optim_core.gradcheck import BANDS, KINDS, evaluations

    bands = [{"name": band.name, "above": band.above, "title": band.title._asdict()} for band in BANDS]
    prices_of_differences = {kind: evaluations(kind, 2) for kind in KINDS}
    return script_data(_slim({"tabs": TABS, "prices": prices_of_differences, "bands": bands}, language))


def usual_of_search(language: str) -> Any:
    """The studies of its tabs, and a search to be shared."""
    tabs = {tab: {"studies": kinds} for tab, kinds in SEARCH_TABS.items()}
    return script_data({"tabs": tabs, "shared": SHARED_SEARCH})


def usual_of_networks(language: str) -> Any:
    """The studies of its tabs, a few examples of every data set, and the recordings to try."""
    from app.samples import samples

    tabs = {tab: {"studies": kinds} for tab, kinds in NETWORK_TABS.items()}
    return script_data({"tabs": tabs, "samples": samples(), "recorded": [*RECORDED]})


def _slim(value: Any, language: str) -> Any:
    """The catalogue as the race needs it: one language, and no formulas, which are on the reference page."""
    if isinstance(value, list):
        return [_slim(v, language) for v in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == i18n.LANGUAGES.keys():
        return {language: value[language]}
    return {k: _slim(v, language) for k, v in value.items() if k not in ("formula", "source", "shows")}


def script_data(value: Any) -> Any:
    """JSON that may stand in a script block."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no way out of the script block is left
