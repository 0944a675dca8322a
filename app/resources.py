"""Where the files that are not Python lie: inside the installed package, or beside it in a working folder."""

from importlib.resources import files
from pathlib import Path


def folder(name: str) -> Path:
    """The folder `name` (`static`, `templates`).

    Raises `FileNotFoundError` when it is in neither place, which only a broken install can bring about.
    """
    package = Path(str(files("app")))
    for place in (package / name, package.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"Ravine's folder {name!r} is missing beside {package}; install Ravine again.")
