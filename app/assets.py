"""`/assets/{hash}/{name}`: style sheets, scripts and plotly.js, kept by browsers for good.

app.include_router(assets.router)
templates.env.globals["asset"] = assets.url
"""

import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Lock

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from app import asset_files, resources, whole_scripts
from app.asset_files import Asset, Shelf
from app.wishes import wishes

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

router = APIRouter(include_in_schema=False)


class Store:
    """The shelf of one folder, read again when a file of it changed, so that editing needs no restart."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read before `shelf` is asked for."""
        self._folder = folder
        self._lock = Lock()
        self._looked = float("-inf")
        self._marks: list[tuple[str, int, int]] = []
        self._shelf = Shelf([])

    def shelf(self) -> Shelf:
        """The assets as they are now, at most a second old."""
        with self._lock:
            if time.monotonic() - self._looked > 1:
                marks = self._look()
                if marks != self._marks:
                    self._shelf, self._marks = asset_files.read(self._folder), marks
                self._looked = time.monotonic()
            return self._shelf

    def _look(self) -> list[tuple[str, int, int]]:
        found = ((path, path.stat()) for path in asset_files.paths(self._folder))
        return [(str(path), stat.st_mtime_ns, stat.st_size) for path, stat in found]


@cache
def store() -> Store:
    """The one store of this process."""
    return Store(resources.folder("static"))


def url(name: str, page: str = "/") -> str:
    """The relative address of an asset: `assets/<hash>/js/main.js`.

    `page` is the path of the page that links, without any prefix: below `/lessons/3` the address starts
    with `../`. Relative links hold behind every proxy. Raises `LookupError` for a name that does not exist.
    """
    shelf = store().shelf()
    if name not in shelf:
        raise LookupError(f"There is no asset {name!r}.")
    return f"{'../' * (page.count('/') - 1)}assets/{shelf.hash}/{name}"


def scripts(entry: str, panels: Iterable[str], page: str = "/") -> tuple[str, list[tuple[str, bool]]]:
    """The address of the script of a page, and what the page has fetched with it instead of in turn.

    That is nothing where one script holds `entry`, the `panels` and all that they import. Else it is the addresses of
    all of these, and whether each is urgent: `entry` and its imports are, the panels are less so.
    """
    shelf = store().shelf()
    mounted = [f"js/panels/{name}.js" for name in panels]
    if shelf.whole.get(entry, frozenset()).issuperset([entry, *mounted]):
        return url(whole_scripts.name_of(entry), page), []
    urgent = asset_files.imported(shelf, entry)
    rest = asset_files.imported(shelf, entry, *mounted)
    return url(entry, page), [(url(name, page), name in urgent) for name in rest]


@router.api_route("/assets/{tree}/{name:path}", methods=["GET", "HEAD"])
async def asset(request: Request) -> Response:
    """One asset; kept for good where `tree` is the hash of now, else asked for again each time."""
    shelf = store().shelf()
    # Not parameters of this function: for such ones FastAPI loads the whole of pydantic's old version, at the start.
    tree, name = request.path_params["tree"], request.path_params["name"]
    found = shelf.get(name)
    if found is None:
        return Response("There is no such file.", 404, {"Cache-Control": ASK_AGAIN}, "text/plain")
    body, encoding = found.body, ""
    if takes_gzip(request.headers.get("accept-encoding", "")):
        packed = await _gzipped(found)
        if packed is not None:
            body, encoding = packed, "gzip"
    headers = {
        "Cache-Control": FOREVER if tree == shelf.hash else ASK_AGAIN,
        "ETag": f'"{found.digest[:32]}{"-gzip" if encoding else ""}"',
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if has_it(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    headers["Content-Length"] = str(len(body))
    return Response(b"" if request.method == "HEAD" else body, 200, headers, found.media_type)


async def _gzipped(found: Asset) -> bytes | None:
    """Compressed in a thread the first time: plotly.js would hold everyone up for some tenths of a second."""
    return found.gzipped() if found.is_packed else await run_in_threadpool(found.gzipped)


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header allows gzip; the browser's own word goes before `*`."""
    wanted = wishes(accepted)
    return wanted.get("gzip", wanted.get("*", 0.0)) > 0


def has_it(if_none_match: str, etag: str) -> bool:
    """Whether an If-None-Match header names this very content."""
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in tags or etag in tags
