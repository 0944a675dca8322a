"""A run as a short NumPy script that walks exactly the same path."""

from __future__ import annotations

from typing import NamedTuple

from app.export.loops import numpy_loop
from app.export.parts import Parts, code_of
from app.specs import Race
from optim_core import Rule


class Script(NamedTuple):
    """A script in the order in which it is told; each part is code, but for the text at the head."""

    head: str
    imports: str
    settings: str
    surface: str
    optimizer: str
    loop: str

    def __str__(self) -> str:
        """The whole file."""
        top = "\n\n".join((f'"""{self.head}\n"""', self.imports, self.settings))
        return "\n\n\n".join(part for part in (top, self.surface, self.optimizer, self.loop) if part) + "\n"


def numpy_script(spec: Race, run: int, language: str) -> Script:
    """The script of run number `run`: alone, it prints where that run ends and keeps its points in `path`."""
    return script_of(Parts(spec, run, language))


def script_of(parts: Parts) -> Script:
    """The same of parts that are there already; they are used up."""
    return stepping(parts, asked_by_rule(parts), "export.script")


def asked_by_rule(parts: Parts) -> set[str]:
    """What the rule asks the objective for."""
    script = parts.script.copy()
    script.given = frozenset(("value", "grad", "hess"))
    script.method(parts.owners["rule"], "step")
    return script.asked


def stepping(parts: Parts, asked: set[str], head: str, before: str = "") -> Script:
    """A script in which the rule takes its own steps; `before` is code of the surface from elsewhere."""
    script, rule = parts.script, parts.owners["rule"]
    gather_surface(parts, asked)
    told = len(script.pieces)
    start = f"{script.method(rule, 'start')}(x)" if parts.overrides("rule", "start", Rule) else "()"
    script.method(rule, "step")
    loop = numpy_loop(parts, start)  # which may need more code
    surface, optimizer = code_of([before, *script.pieces[:told]]), code_of(script.pieces[told:])
    quiet = f'np.seterr(all="ignore")  # {parts.t("export.blows-up")}'
    return Script(
        parts.head(head),
        f"{parts.imports()}\n\n{quiet}",
        parts.settings(surface + optimizer + loop),
        surface,
        optimizer,
        loop,
    )


def gather_surface(parts: Parts, asked: set[str]) -> None:
    """The code of the surface and, where there is noise, of what each step sees of it as `f`."""
    script = parts.script
    for what in ("value", "grad", "hess"):
        if what in asked | {"value", "grad"} and (what != "hess" or parts.steady or script.has_hessian):
            script.objective(what)
    if parts.steady:
        return
    script.method(parts.owners["noise"], "draws")
    if parts.surface.rows:
        script.method(parts.owners["surface"], "sample")
    answers = [what for what in ("value", "grad", "hess", "sample") if script.has(what)]
    script.imports.add("from types import SimpleNamespace")
    script.constant("surface", f"SimpleNamespace({', '.join(f'{what}={what}' for what in answers)})")
