"""One run of a race with everything it is made of: what NumPy, PyTorch and notebooks have in common."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import numpy as np

from app import i18n
from app.declared import build
from app.export.gather import Gathering
from app.export.resolve import Owner
from app.specs import Race
from optim_core import Noise, Rule, Schedule, Surface
from optim_core.registry import Declared

DIFFERENTIABLE = "differentiable"  # what a surface may have beside `value` for whoever differentiates its code
ANSWERS = ("value", "grad", "hess", "inside", "sample", DIFFERENTIABLE)


class Parts:
    """The declared objects of run number `run`, and the script that gathers their code."""

    def __init__(self, spec: Race, run: int, language: str) -> None:
        self.spec, self.language, chosen = spec, language, spec.runs[run]
        self.surface: Surface = build(Surface, spec.surface)
        self.rule: Rule = build(Rule, chosen.optimizer)
        self.noise: Noise = build(Noise, spec.noise_of(chosen))
        self.tensors = False  # the numbers of the surface are PyTorch's
        self.plain = False  # the numbers of the rule are Python's
        self.label = chosen.label or self.title(self.rule)
        lossy = chosen.cut and chosen.cut.saved != "everything" and chosen.cut.at < spec.steps
        self.cut = chosen.cut if lossy else None  # the power cut, where it changes anything
        self.start = chosen.start or spec.start or self.surface.begin()
        self.schedules: dict[str, Schedule] = {
            name: build(Schedule, named).lasting(spec.steps)
            for name, named in chosen.schedules.items()
            if getattr(self.rule, name) != 0  # nothing times anything stays nothing
        }
        here = np.reshape(np.array(self.start), (2, 1))
        self.steady = self.noise.draws(self.surface, spec.seed)(here) is self.surface
        known: dict[tuple[str, str], Any] = {
            ("f", "steady"): self.noise.steady,
            ("f", "domain"): self.surface.domain(),
            ("surface", "rows"): self.surface.rows,
            ("surface", "differs"): False,
        }
        self.script = Gathering(known, self.steady, self.surface.has_hessian())
        self.owners = {
            "rule": self._owner(self.rule, "rule", "start", "step"),
            "surface": self._owner(self.surface.spelt(), "surface", *ANSWERS),
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

    def settings(self, code: str) -> str:
        """The lines that set every number that some code uses, and the race itself."""
        blocks = [self._numbers(owner, code) for owner in self.owners]
        x, y = self.start
        race = [f"# {self.t('export.race')}", f"x = np.array([{x!r}, {y!r}])", f"steps = {self.spec.steps}"]
        if re.search(r"\bseed\b", code):
            race.append(f"seed = {self.spec.seed}")
        return "\n\n".join("\n".join(block) for block in [*blocks, race] if block)

    def _numbers(self, owner: str, code: str) -> list[str]:
        """The numbers of a surface are Python's, or tensors; others are NumPy's: divided by zero they are infinite."""
        thing, names = self.owners[owner].thing, self.owners[owner].names
        lines = []
        for name, declared in thing.numbers().items():
            if re.search(rf"\b{names[name]}\b", code):
                value = short(np.asarray(getattr(thing, name)).item())
                if isinstance(thing, Surface):
                    value = f"torch.tensor({float(value)!r})" if self.tensors else value
                elif not (self.plain and isinstance(thing, Rule)):
                    value = f"np.float64({value})"
                about = re.split("[:;.,]", getattr(declared.help, self.language))[0]
                lines.append(f"{names[name]} = {value}  # {about}")
        return [f"# {self.title(thing)}", *lines] if lines else []

    def imports(self) -> str:
        """The lines that import: the standard library, then the others."""
        lines = sorted(self.script.imports, key=lambda line: (line.split()[0] == "from", line))
        ours = [line for line in lines if line.split()[1] in ("numpy", "torch")]
        return "\n\n".join("\n".join(block) for block in ([x for x in lines if x not in ours], ours) if block)

    def papers(self) -> list[str]:
        """Where rule, surface and schedules come from, a line each."""
        things = (self.rule, self.surface, *self.schedules.values())
        return [f"{self.title(thing)}: {thing.source}." for thing in things if thing.source]

    def head(self, key: str) -> str:
        """What the script is, in words, and the papers."""
        lines = [self.t(key, run=self.label, surface=self.title(self.surface)), *self.papers()]
        return "\n".join(textwrap.fill(line, 110) for line in lines).replace("\\", "/").replace('"""', "'''")


def code_of(pieces: list[str]) -> str:
    """Pieces of a script one after another, with room around functions and classes."""
    text = ""
    for piece in filter(None, pieces):
        block = re.match(r"def |class |@", piece)
        text = f"{text.rstrip()}\n\n\n{piece}\n\n\n" if block else f"{text}{piece}\n"
    return text.strip("\n")


def short(number: float) -> str:
    """A number as code: the shorter of two ways to write exactly the same."""
    brief = f"{number:g}"
    brief = re.sub(r"e([+-])0*", lambda m: "e-" if m[1] == "-" else "e", brief)
    same = float(brief) == number and ("e" in brief or isinstance(number, int))
    return brief if same and len(brief) < len(repr(number)) else repr(number)
