"""Pages that draw what optimizers do: where each is, when its picture and first path are there, and how it is moved."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.peers.served import FOLDER, served
from tests.server import running

ROOT = Path(__file__).parent.parent.parent
CDN = "https://cdnjs.cloudflare.com/ajax/libs"
# A stroke of the canvas of our paths, told apart from those of other canvases.
STROKED = """
    const stroke = CanvasRenderingContext2D.prototype.stroke;
    CanvasRenderingContext2D.prototype.stroke = function (...path) {
        if (this.canvas.dataset.testid === "trails") window.stroked = true;
        return stroke.apply(this, path);
    };
"""


class Drawn(NamedTuple):
    """A page, and in the words of its own script what is asked of it.

    Attributes:
        picture, path: conditions: the ground is drawn; the first path or curve on it is.
        forget, again: makes `path` false, and asks for another one, where a visitor can.
        rest: stops what moves by itself.
        play: lets its paths grow for some seconds; None where nothing plays.
        prepare: run before any script of the page.
        at: the picture, for the pointer.
    """

    name: str
    address: str
    picture: str
    path: str
    at: str
    prepare: str = ""
    forget: str = ""
    again: str = ""
    rest: str = "0"
    play: str | None = None


@contextlib.contextmanager
def ours() -> Iterator[Drawn]:
    with running("-m", "app", cwd=ROOT) as (_, port):
        yield Drawn(
            "Ravine",
            f"http://127.0.0.1:{port}/",
            picture="document.querySelector('.contourlevel')",
            path="window.stroked",
            at=".js-plotly-plot",
            prepare=STROKED,
            forget="window.stroked = false",
            again="""
                const slider = document.querySelector("[data-slider=lr]");
                slider.value = Number(slider.value) + 1;
                for (const name of ["input", "change"]) slider.dispatchEvent(new Event(name, { bubbles: true }));
            """,
            play="document.querySelector('[data-testid=play]').click()",
        )


@contextlib.contextmanager
def fmin() -> Iterator[Drawn]:
    """benfred/fmin: gradient descent on Himmelblau's function, a step every half second, in SVG by d3."""
    if not (FOLDER / "fmin").is_dir():
        raise ImportError("npm ci in benchmarks/peers/pages installs it")
    elsewhere = {
        f"{CDN}/twitter-bootstrap/3.3.7": "/bootstrap/dist",
        f"{CDN}/jquery/3.1.1": "/jquery/dist",
        f"{CDN}/d3/4.2.3": "/d3/build",
        "https://cdn.mathjax.org/mathjax/latest": "/mathjax",
    }
    with served(elsewhere) as address:
        yield Drawn(
            "fmin 0.0.4",
            f"{address}/fmin/examples/gradient_descent.html",
            picture="document.querySelectorAll('#vis svg path').length > 5",
            path="document.querySelector('#vis .gradient line')",
            at="#vis svg",
            forget="document.querySelectorAll('#vis .gradient line').forEach((line) => line.remove())",
            again="gd_plot.initialize([0, 0])",
            rest="gd_plot.stop()",
            play="gd_plot.setStepSize(0.01)",
        )


@contextlib.contextmanager
def dashboard() -> Iterator[Drawn]:
    """optuna-dashboard: a hundred trials and the best so far, by plotly.js in React."""
    import optuna_dashboard

    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.peers.dashboard"], cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout
            address = process.stdout.readline().strip()
            yield Drawn(
                f"optuna-dashboard {optuna_dashboard.__version__}",
                f"{address}dashboard/studies/0",
                picture="document.querySelector('.js-plotly-plot .main-svg')",
                path="document.querySelector('.js-plotly-plot .scatterlayer .trace path')",
                at=".js-plotly-plot",
            )
        finally:
            process.terminate()


PAGES: tuple[Callable[[], contextlib.AbstractContextManager[Drawn]], ...] = (ours, fmin, dashboard)
