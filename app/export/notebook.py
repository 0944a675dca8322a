"""A run as a Jupyter notebook: the NumPy script in cells with words between them, and a picture at the end."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from app.export.numpy_script import script_of
from app.export.parts import Parts
from app.specs import Race

_PLOT = """\
try:
    import matplotlib.pyplot as plt
except ImportError:
    print("{no_plot}")
else:
    xs, ys = np.linspace({x0!r}, {x1!r}, 161), np.linspace({y0!r}, {y1!r}, 161)
    heights = value(np.array(np.meshgrid(xs, ys)))
    losses = np.array([value(p) for p in path])
    figure, (ground, curve) = plt.subplots(1, 2, figsize=(11, 4.5), width_ratios=(3, 2))
    ground.contourf(xs, ys, {drawn}, 20, cmap="Greys", alpha=0.6)
    ground.plot(*path.T, ".-", color="#0072b2")
    ground.set(xlim=(xs[0], xs[-1]), ylim=(ys[0], ys[-1]), xlabel="x", ylabel="y")
    curve.plot({curve}, color="#0072b2")
    curve.set(xlabel="step", ylabel="{curve_name}"{log})
    plt.show()"""


def notebook(spec: Race, run: int, language: str, link: str) -> str:
    """The notebook of run number `run`, as JSON of format 4.5."""
    parts = Parts(spec, run, language)
    script = script_of(parts)
    label, surface = _plain(parts.label), parts.title(parts.surface)
    intro = [f"# {label} · {surface}", "", parts.t("export.script", run=label, surface=surface), ""]
    intro += [f"- {paper}" for paper in parts.papers()]
    intro += ["", f"[{parts.t('export.link')}](<{_address(link)}>)"] if link else []
    cells = [
        _text("\n".join(intro)),
        _code(script.imports),
        _code(script.settings),
        _text(f"## {surface}\n\n{_formulas(parts.surface.lines())}"),
        _code(script.surface),
        _text(f"## {parts.title(parts.rule)}\n\n{_formulas(parts.rule.lines())}"),
        _code(script.optimizer),
        _text(f"## {parts.t('export.race')}"),
        _code(script.loop),
        _code(_plot(parts)),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"ravine-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    made = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _text(words: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": words.splitlines(keepends=True)}


def _code(code: str) -> dict[str, Any]:
    source = textwrap.dedent(code).strip("\n").splitlines(keepends=True)
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def _formulas(lines: tuple[str, ...]) -> str:
    return "\n\n".join(f"$${line}$$" for line in lines)


def _plain(words: str) -> str:
    """Somebody's words, without a meaning for Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+-.!|$~&" else c for c in " ".join(words.split()))


def _address(link: str) -> str:
    return "".join(c for c in link if c.isprintable() and c not in "<> ")


def _plot(parts: Parts) -> str:
    x0, x1, y0, y1 = (float(edge) for edge in parts.surface.domain())
    floor = parts.surface.floor()
    above = "" if not floor else f" - {floor!r}" if floor > 0 else f" + {-floor!r}"
    logarithmic = parts.surface.scale == "log" and floor is not None
    return _PLOT.format(
        no_plot=parts.t("export.no-plot"),
        x0=x0,
        x1=x1,
        y0=y0,
        y1=y1,
        drawn=f"np.log10(np.maximum(heights{above}, 1e-6 * np.max(heights)))" if logarithmic else "heights",
        curve=f"losses{above}" if floor is not None else "losses",
        curve_name="loss - min" if above else "loss",
        log=', yscale="log"' if floor is not None else "",
    )
