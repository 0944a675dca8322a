"""One run of a race with everything it is made of: what NumPy, PyTorch and notebooks have in common."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import numpy as np

from app import i18n
from app.export.gather import Gathering
from app.export.resolve import Owner
from app.specs import Race, build
from optim_core import Noise, Rule, Schedule, Surface
from optim_core.registry import Declared


class Parts:
    """The declared objects of run number `run`, and the script that gathers their code."""

    def __init__(self, spec: Race, run: int, language: str) -> None:
        self.spec, self.language, chosen = spec, language, spec.runs[run]
        self.surface: Surface = build(Surface, spec.surface)
        self.rule: Rule = build(Rule, chosen.optimizer)
        self.noise: Noise = build(Noise, spec.noise)
        self.label = chosen.label or self.title(self.rule)
        self.start = chosen.start or spec.start or self.surface.begin()
        self.schedules: dict[str, Schedule] = {
            name: build(Schedule, named).lasting(spec.steps)
            for name, named in chosen.schedules.items()
            if getattr(self.rule, name) != 0  # nothing times anything stays nothing
        }
        here = np.reshape(np.array(self.start), (2, 1))
        self.steady = self.noise.draws(self.surface, spec.seed)(here) is self.surface
        known: dict[tuple[str, str], Any] = {
            ("f", "steady"): self.steady,
            ("f", "domain"): self.surface.domain(),
            ("surface", "rows"): self.surface.rows,
        }
        self.script = Gathering(known, self.steady, self.surface.has_hessian())
        self.owners = {
            "rule": self._owner(self.rule, "rule", "start", "step"),
            "surface": self._owner(self.surface, "surface", "value", "grad", "hess", "sample"),
            "noise": self._owner(self.noise, "noise", "draws"),
        }
        self.script.surface = self.owners["surface"]
        for name, schedule in self.schedules.items():
            self.owners[name] = self._owner(schedule, name, "at", "step")

    def _owner(self, thing: Declared, prefix: str, *roots: str) -> Owner:
        owner = Owner(thing, prefix, always=isinstance(thing, Schedule))
        self.script.settle(owner, *roots)
        return owner

    def overrides(self, owner: str, method: str, base: type[Declared]) -> bool:
        """Whether an owner has a method of its own, not the one of its family."""
        found = self.owners[owner].function(method)
        return found is not None and found[0] is not base

    def title(self, declared: Declared) -> str:
        """The name of a declared thing in the reader's language."""
        return str(getattr(declared.title, self.language))

    def t(self, key: str, **values: Any) -> str:
        """A string of the house."""
        return i18n.text(self.language, key, **values)

    def settings(self, owner: str, code: str) -> list[str]:
        """The lines that set the numbers of an owner that some code uses.

        Those of a surface are Python's numbers; all others are NumPy's, where a division by zero is infinity.
        """
        thing, names = self.owners[owner].thing, self.owners[owner].names
        lines = []
        for name, declared in thing.numbers().items():
            if re.search(rf"\b{names[name]}\b", code):
                plain = short(np.asarray(getattr(thing, name)).item())
                value = plain if isinstance(thing, Surface) else f"np.float64({plain})"
                about = re.split("[:;.,]", getattr(declared.help, self.language))[0]
                lines.append(f"{names[name]} = {value}  # {about}")
        return [f"# {self.title(thing)}", *lines] if lines else []

    def docstring(self) -> str:
        """What the script is, in words, and the papers."""
        lines = [self.t("export.script", run=self.label, surface=self.title(self.surface))]
        for thing in (self.rule, self.surface, *self.schedules.values()):
            lines += [f"{self.title(thing)}: {thing.source}."] if thing.source else []
        return "\n".join(textwrap.fill(line, 110) for line in lines).replace("\\", "/").replace('"""', "'''")


def code_of(pieces: list[str]) -> str:
    """Pieces of a script one after another, with room around functions and classes."""
    text = ""
    for piece in pieces:
        block = re.match(r"def |class |@", piece)
        text = f"{text.rstrip()}\n\n\n{piece}\n\n\n" if block else f"{text}{piece}\n"
    return text.strip("\n")


def short(number: float) -> str:
    """A number as code: the shorter of two ways to write exactly the same."""
    brief = f"{number:g}"
    brief = re.sub(r"e([+-])0*", lambda m: "e-" if m[1] == "-" else "e", brief)
    same = float(brief) == number and ("e" in brief or isinstance(number, int))
    return brief if same and len(brief) < len(repr(number)) else repr(number)
