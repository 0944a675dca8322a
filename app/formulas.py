"""LaTeX to MathML on the server: no script, no fonts, readable by a screen reader."""

from __future__ import annotations

import functools

import latex2mathml.converter
from markupsafe import Markup


@functools.cache
def mathml(latex: str, display: str = "block") -> Markup:
    """One formula; `display` is "block" or "inline"."""
    return Markup(latex2mathml.converter.convert(latex, display=display))  # noqa: S704 - our own declarations only
