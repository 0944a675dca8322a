"""Everything that is served under /assets: read once, hashed as a whole, compressed once."""

import gzip
import posixpath
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from threading import Lock

from app import plotly_files, whole_scripts

# Spelled out, because the `mimetypes` module asks the machine, and machines differ.
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
COMPRESSIBLE = {".css", ".html", ".ico", ".js", ".json", ".svg", ".txt", ".webmanifest"}

_IMPORT = re.compile(r"""^import\s[^"']*["'](\.[^"']+)["']""", re.MULTILINE)

PLOTLY = "vendor/plotly-2d.js"
PLOTLY_SPACE = "vendor/plotly-3d.js"  # what the view in space needs beyond it
PLOTLY_ALONE = "vendor/plotly-alone.js"  # the first in one piece, for a page without a server
PLOTLY_STYLE = "vendor/plotly.css"


class Asset:
    """One file as it is sent: `body` as it is, `gzipped()` where that is smaller."""

    def __init__(self, name: str, body: bytes, packed: bytes | None = None) -> None:
        """`packed` is the same content already compressed, if it lay beside the file."""
        suffix = PurePosixPath(name).suffix
        self.name = name
        self.body = body
        self.digest = sha256(body).hexdigest()
        self.media_type = MEDIA_TYPES.get(suffix, "application/octet-stream")
        self.is_packed = packed is not None or suffix not in COMPRESSIBLE
        self._packed = packed
        self._lock = Lock()

    def gzipped(self) -> bytes | None:
        """The content compressed, or None where it is sent as it is.

        The first call may take some tenths of a second (`is_packed` is false until then).
        """
        with self._lock:
            if not self.is_packed:
                packed = gzip.compress(self.body, 9, mtime=0)
                self._packed = packed if len(packed) < len(self.body) else None
                self.is_packed = True
            return self._packed


class Shelf(dict[str, Asset]):
    """All assets at one moment, by name, and the hash that stands for all of them."""

    def __init__(self, assets: list[Asset], whole: Mapping[str, frozenset[str]] | None = None) -> None:
        """One hash for all, because modules import one another by relative path.

        `./store.js` must resolve under the hash of the module that asks for it. `whole` names the modules that the
        one script of a page stands for, by the name of the page's own.
        """
        super().__init__({asset.name: asset for asset in assets})
        self.whole = whole or {}
        listing = "".join(f"{name}\0{self[name].digest}\n" for name in sorted(self))
        self.hash = sha256(listing.encode()).hexdigest()[:16]


def imported(shelf: Shelf, *entries: str) -> list[str]:
    """Every module that the entries need and themselves, in the order in which they run."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in found:
            return
        found[name] = None  # before its own imports, so that two that need each other end the search
        for written in _IMPORT.findall(shelf[name].body.decode()):
            visit(posixpath.normpath(posixpath.join(posixpath.dirname(name), written)))
        found[name] = found.pop(name)

    for entry in entries:
        visit(entry)
    return list(found)


def paths(folder: Path) -> list[Path]:
    """The files to serve below `folder`: no hidden ones, none that a link leads out of it."""
    root = folder.resolve()
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix != ".gz"
        and path.resolve().is_relative_to(root)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def read(folder: Path) -> Shelf:
    """Every asset: the files below `folder`, plotly.js from there or from the wheel, and its style rules."""
    assets, whole = _without_stale([_from_file(folder, path) for path in paths(folder)])
    own = [asset for asset in assets if asset.name.startswith("vendor/plotly-")]
    if not {PLOTLY, PLOTLY_SPACE, PLOTLY_ALONE} <= {asset.name for asset in own}:
        assets = [asset for asset in assets if asset not in own]
        full = plotly_files.prepared(plotly_files.wheel_file().read_text(encoding="utf-8")).encode()
        own = [
            Asset(PLOTLY, full),
            Asset(PLOTLY_ALONE, full),
            Asset(PLOTLY_SPACE, b"// The full file has it all.\n"),
        ]
        assets += own
    assets.append(Asset(PLOTLY_STYLE, plotly_files.style_rules("".join(asset.body.decode() for asset in own)).encode()))
    return Shelf(assets, whole)


def _without_stale(assets: list[Asset]) -> tuple[list[Asset], dict[str, frozenset[str]]]:
    """All but the pages' one scripts that are older than their modules, and which modules the others stand for."""
    found = {asset.name: asset for asset in assets}
    table = found.pop(whole_scripts.FOLDER + whole_scripts.MADE_OF, None)
    whole = whole_scripts.fresh(table.body if table else b"{}", {name: found[name].digest for name in found})
    kept = {whole_scripts.name_of(entry) for entry in whole}
    return [one for one in found.values() if one.name in kept or not one.name.endswith(".whole.js")], whole


def _from_file(folder: Path, path: Path) -> Asset:
    packed = path.with_name(path.name + ".gz")
    fresh = packed.is_file() and packed.stat().st_mtime_ns >= path.stat().st_mtime_ns
    name = whole_scripts.served_as(path.relative_to(folder).as_posix())
    return Asset(name, path.read_bytes(), packed.read_bytes() if fresh else None)
