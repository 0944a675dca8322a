"""What noise is: the objective that the rules see at a step, in place of the true one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from optim_core.fields import Array, Choice, Text
from optim_core.registry import Declared
from optim_core.surface import Objective, Surface, What

Draw = Callable[[Array], Objective]


class Misfit(ValueError):  # noqa: N818 - a finding about two good parts, not a fault
    """Two parts of a race that do not go together; says which field to change, in every language."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(text.en)
        self.field = field
        self.text = text


class Noise(Declared):
    """Common random numbers: a seed fixes every draw, one a step, the same for all runs of a race.

    Class attributes:
        needs_rows: it only fits surfaces made of data (`rows` > 0).
        steady: it shows the same objective at every step, whatever the seed, so that what was learned about a point
            in one step still holds in the next. It is traced with names for its numbers.
    """

    registry: ClassVar[dict[str, type[Noise]]] = {}
    needs_rows: ClassVar[bool] = False
    steady: ClassVar[bool] = False

    def examples(self, surface: Surface) -> int:
        """How many examples of the data every question of a step looks at; 0 where the surface is a formula."""
        return surface.rows

    def asks(self, what: What, dimensions: int) -> tuple[What, int]:
        """What one such question of a rule asks of the surface, and how often: a gradient may be made of values."""
        return what, 1

    def draws(self, surface: Surface, seed: int) -> Draw:
        """A function that, called once a step with the current points (D, *batch), gives that step's objective.

        Raises Misfit where this noise does not fit the surface.
        """
        raise NotImplementedError

    def draws_each(self, surface: Surface, seeds: Sequence[int]) -> Draw:
        """The same for points (D, n), a seed for each: run k sees exactly what `draws(surface, seeds[k])` shows it."""
        raise NotImplementedError


def misfits(surface: Surface) -> Mapping[str, Mapping[str, Text]]:
    """Of the choices that noises declare, by name, the options that do not fit a surface, and why."""
    found: dict[str, dict[str, Text]] = {}
    for kind in Noise.registry.values():
        for name, field in kind.settings().items():
            for option in field.options if isinstance(field, Choice) else ():
                try:
                    kind(**{name: option}).draws(surface, 0)
                except Misfit as misfit:
                    if misfit.field == f"noise.{name}":
                        found.setdefault(name, {})[option] = misfit.text
    return found
