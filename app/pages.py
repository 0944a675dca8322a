"""The pages, printed on the server in the reader's language."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.background import BackgroundTask

from app import assets, i18n, limits, packed, resources
from app.arrival import (
    ARRIVAL,
    GRADIENT_ARRIVAL,
    MAP_ARRIVAL,
    NETWORK_ARRIVAL,
    NETWORK_TABS,
    RECORDED,
    SEARCH_ARRIVAL,
    SEARCH_TABS,
)
from app.cache import Cache
from app.everything import everything
from app.page_data import race_data, script_data, usual_of_gradients, usual_of_networks, usual_of_search

if TYPE_CHECKING:
    import jinja2

_made: Cache[bytes] = Cache(8_000_000, "pages")
READ = ["GET", "HEAD"]  # monitors ask with HEAD
router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=READ)
async def race(request: Request) -> Response:
    """The race."""
    return page(request, "race.html", **race_data(ARRIVAL))


@router.api_route("/maps", methods=READ)
async def maps(request: Request) -> Response:
    """Maps of a race: what thousands of runs say. The first is asked for as soon as the page is read."""
    return prepared(request, page(request, "maps.html", **race_data(MAP_ARRIVAL)), "app.maps.basins:parts")


@router.api_route("/gradients", methods=READ)
async def gradients(request: Request) -> Response:
    """Gradients: by a formula and by small steps, walked by and done without."""
    answer = page(request, "gradients.html", **race_data(GRADIENT_ARRIVAL, everything), usual_json=usual_of_gradients)
    return prepared(request, answer, "app.studies.jobs:parts")


@router.api_route("/search", methods=READ)
async def search(request: Request) -> Response:
    """How hyperparameters are found: strategies side by side, workers, and which score to trust."""
    data = race_data(SEARCH_ARRIVAL, everything)
    answer = page(request, "search.html", **data, usual_json=usual_of_search, tabs=lambda _language: list(SEARCH_TABS))
    return prepared(request, answer, "app.search.jobs:parts")


@router.api_route("/networks", methods=READ)
async def networks(request: Request) -> Response:
    """Networks that learn: trainings side by side, layer by layer, landscapes, ensembles, when to stop."""
    from app.recordings.recorder import recorder  # the server starts without them
    from optim_core.recording import form

    answer = page(
        request,
        "networks.html",
        **race_data(NETWORK_ARRIVAL, everything),
        usual_json=usual_of_networks,
        tabs=lambda _language: [*NETWORK_TABS],
        recorder=recorder,
        form=lambda _language: form,
        limit=lambda _language: limits.RECORDING,
        samples=lambda _language: [*RECORDED],
    )
    return prepared(request, answer, "app.studies.jobs:parts")


def prepared(request: Request, answer: Response, work: str) -> Response:
    """A page that will ask for heavy work, an `entry` of the pool, at once: a worker gets ready for it."""
    if request.method == "GET":
        answer.background = BackgroundTask(_prepare, work)
    return answer


def _prepare(work: str) -> None:
    from app.pool import heavy  # the server starts without it

    heavy.prepare(work)


@router.api_route("/favicon.ico", methods=READ)
async def favicon() -> Response:
    """Browsers ask for it by themselves."""
    icon = resources.folder("static").joinpath("favicon.svg").read_bytes()
    return Response(icon, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})


def page(request: Request, template: str, status: int = 200, of: str = "", **parts: Any) -> Response:
    """A template in the reader's language, made once for each `of`; `parts` are functions of that language."""
    language = i18n.choose(request.query_params.get("lang"), request.headers.get("accept-language"))
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    asked = "lang" in request.query_params
    depth = path.count("/")
    question = f"{template} {of} {status} {language} {asked} {depth} {assets.store().shelf().hash}"
    html = _made.get(question)
    if html is None:
        html = _printed(template, language, "/" * depth, asked, parts).encode()
        if status < 500:  # what went wrong has a number of its own each time
            _made.put(question, html, len(html))
    return packed.response(request, html, "text/html; charset=utf-8", status)


def _printed(template: str, language: str, path: str, asked: bool, parts: Mapping[str, Any]) -> str:
    """`path` matters by its depth only: links are relative."""
    return (
        environment()
        .get_template(template)
        .render(
            lang=language,
            other_langs=[(code, name) for code, name in i18n.LANGUAGES.items() if code != language],
            t=functools.partial(i18n.text, language),
            asset=functools.partial(assets.url, page=path),
            scripts=functools.partial(assets.scripts, page=path),
            root="../" * (path.count("/") - 1) or "./",
            lang_query="?" + urlencode({"lang": language}) if asked else "",
            strings_json=script_data(i18n.strings(language)),
            **{name: make(language) for name, make in parts.items()},
        )
    )


@functools.cache
def environment() -> jinja2.Environment:
    """The templates: a name missing from a page is an error, not an empty space."""
    import jinja2  # not before a page is printed: the server starts without it

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.folder("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
