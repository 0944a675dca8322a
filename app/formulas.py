"""LaTeX to MathML on the server: no script, no fonts, readable by a screen reader."""

from __future__ import annotations

import functools

import latex2mathml.converter
from markupsafe import Markup

KEPT = 2048  # formulas in memory: those of the house are some hundreds, those that people type have no end
# Where no font for mathematics is installed, an accent sinks into its letter; a plain "over" stands clear of it.
_ACCENT = ('<mover accent="true">', "<mover>")
_HAT = ("<mo>&#x0005E;</mo></mover>", '<mo stretchy="false">&#x002C6;</mo></mover>')


@functools.lru_cache(maxsize=KEPT)
def mathml(latex: str, display: str = "block") -> Markup:
    """One formula; `display` is "block" or "inline"."""
    made = latex2mathml.converter.convert(latex, display=display)
    return Markup(made.replace(*_ACCENT).replace(*_HAT))  # noqa: S704 - our own words only


def plain(value: float) -> str:
    """A number as a reader writes it: 0.001, 1e-8, 100,000."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    mantissa, _, exponent = f"{value:g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa
