"""A run as a short NumPy script that walks exactly the same path."""

from __future__ import annotations

from typing import NamedTuple

from app.export.parts import Parts, code_of, short
from app.specs import Race
from optim_core import Rule, Schedule
from optim_core.probe import LUCK
from optim_core.walk import FAR


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
        return "\n\n\n".join((top, self.surface, self.optimizer, self.loop)) + "\n"


def numpy_script(spec: Race, run: int, language: str) -> Script:
    """The script of run number `run`: alone, it prints where that run ends and keeps its points in `path`."""
    asked = _gathered(Parts(spec, run, language), {"value", "grad"})[0].script.asked
    parts, told, start, factors = _gathered(Parts(spec, run, language), asked | {"value", "grad"})
    script = parts.script
    surface, optimizer = code_of(script.pieces[:told]), code_of(script.pieces[told:])
    loop = _loop(parts, start, factors)
    return Script(
        parts.docstring(),
        "\n".join(sorted(script.imports)) + f'\n\nnp.seterr(all="ignore")  # {parts.t("export.blows-up")}',
        _settings(parts, surface + optimizer + loop),
        surface,
        optimizer,
        loop,
    )


def _gathered(parts: Parts, asked: set[str]) -> tuple[Parts, int, str, list[str]]:
    """All code in its order; how many pieces the surface takes, how the memory starts, the lines of the schedules."""
    script, rule = parts.script, parts.owners["rule"]
    for what in ("value", "grad", "hess"):
        if what in asked and (what != "hess" or parts.steady or script.has_hessian):
            script.objective(what)
    if not parts.steady:
        script.method(parts.owners["noise"], "draws")
        if parts.surface.rows:
            script.method(parts.owners["surface"], "sample")
        answers = [w for w in ("value", "grad", "hess", "sample") if script.has(parts.owners["surface"], w)]
        script.imports.add("from types import SimpleNamespace")
        script.constant("surface", f"SimpleNamespace({', '.join(f'{w}={w}' for w in answers)})")
    told = len(script.pieces)
    start = f"{script.method(rule, 'start')}(x)" if parts.overrides("rule", "start", Rule) else "()"
    script.method(rule, "step")
    return parts, told, start, [_driven(parts, name) for name in parts.schedules]


def _driven(parts: Parts, field: str) -> str:
    """The line of the loop that sets a number driven by a schedule, kept to what the number may be."""
    script, owner = parts.script, parts.owners[field]
    name, bounds = parts.owners["rule"].names[field], parts.rule.numbers()[field]
    if not parts.overrides(field, "step", Schedule):
        factor, before = f"{script.method(owner, 'at')}(t)", ""
    else:
        memory = f"{field}_memory"
        before = f"factor, {memory} = {script.method(owner, 'step')}(t, value(x), {memory})\n    "
        factor = "factor"
    return f"{before}{name} = np.clip(base_{name} * {factor}, {short(bounds.minimum)}, {short(bounds.maximum)})"


def _settings(parts: Parts, code: str) -> str:
    blocks = [parts.settings(owner, code) for owner in parts.owners]
    x, y = parts.start
    race = [f"# {parts.t('export.race')}", f"x = np.array([{x!r}, {y!r}])", f"steps = {parts.spec.steps}"]
    if not parts.steady or "luck." in code:
        race.append(f"seed = {parts.spec.seed}")
    return "\n\n".join("\n".join(block) for block in [*blocks, race] if block)


def _loop(parts: Parts, start: str, factors: list[str]) -> str:
    spec, rule = parts.spec, parts.owners["rule"]
    lines = [f"slots = {start}  # {parts.t('export.memory')}", "path = [x]"]
    if not parts.steady:
        lines.append("draw = draws(surface, seed)")
    if {"normal", "uniform"} & parts.script.asked:
        lines.append(f"luck = np.random.default_rng([{LUCK}, seed])")
    for field in parts.schedules:
        lines.append(f"base_{rule.names[field]} = {rule.names[field]}")
        if parts.overrides(field, "step", Schedule):
            lines.append(f"{field}_memory = None")
    lines.append("for t in range(steps):")
    if spec.tolerance > 0:
        lines += [
            "    slope = grad(x)",
            f"    if np.sqrt(np.sum(slope * slope)) <= {short(spec.tolerance)}:",
            f"        break  # {parts.t('export.flat')}",
        ]
    lines += [f"    {line}" for line in factors]
    if not parts.steady:
        lines.append(f"    f = draw(x)  # {parts.t('export.noisy')}")
    lines += [
        f"    move, slots = step(x, slots{'' if parts.steady else ', f'}, t)",
        "    there = x + move",
        f"    if not np.abs(there).max() <= {short(FAR)}:",
        f'        print(f"{parts.t("export.diverged", step="{t + 1}")}")',
        "        break",
        "    x = there",
        "    path.append(x)",
        "",
        "path = np.array(path)",
        f'print(f"{parts.t("export.ends", steps="{len(path) - 1}", x="{x}", loss="{value(x)}")}")',
    ]
    return "\n".join(lines)
