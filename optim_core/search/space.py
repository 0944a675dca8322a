"""The search space: settings by name, each over what may be chosen of it, on the scale that its declaration says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

import numpy as np

from optim_core.fields import Array
from optim_core.registry import Declared
from optim_core.search.dimension import Dimension, End, Range

MARGIN = 0.1  # of a range at either end: the best of a search is a warning there


class Space(NamedTuple):
    """Settings by name. A place is a share from 0 to 1 of each of them, in their order: (d, n) for n places."""

    dimensions: Mapping[str, Dimension]

    @classmethod
    def of(cls, declared: type[Declared] | Declared, minor: bool = False) -> Self:
        """The numbers of a class; those that matter little only if asked for."""
        return cls(
            {name: Range.of(field) for name, field in declared.numbers().items() if minor or not field.minor},
        )

    def only(self, names: Iterable[str]) -> Self:
        """Some of them, in the order asked for. Raises KeyError for one that is not there."""
        return self._replace(dimensions={name: self.dimensions[name] for name in names})

    def settings(self, places: Array) -> dict[str, np.ndarray]:
        """The settings at places (d, n), each (n,), within its range and of few digits."""
        return {name: of.values(share) for (name, of), share in zip(self.dimensions.items(), places, strict=True)}

    def places(self, settings: Mapping[str, Any]) -> Array:
        """Where settings, each (n,), lie (d, n); what is beyond its range lies at its end."""
        return np.array([of.shares(settings[name]) for name, of in self.dimensions.items()])

    def place(self, settings: Mapping[str, Any]) -> Array:
        """Where one setting of each lies (d,)."""
        return self.places({name: [value] for name, value in settings.items()}).reshape(-1)

    def edges(self, settings: Mapping[str, Any], margin: float = MARGIN) -> dict[str, End]:
        """Which settings lie at an end of their range that is no limit, and at which: a wider one may hold better."""
        ends = {name: of.edge(settings[name], margin) for name, of in self.dimensions.items()}
        return {name: end for name, end in ends.items() if end}

    def widened(self, edges: Mapping[str, End]) -> Self:
        """The same with these ranges as wide again behind these ends."""
        wider = {
            name: of.widened(edges[name]) if name in edges and isinstance(of, Range) else of
            for name, of in self.dimensions.items()
        }
        return self._replace(dimensions=wider)
