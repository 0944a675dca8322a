"""A power cut in the middle of a run, and what was saved before it."""

from __future__ import annotations

from typing import Literal, NamedTuple

Saved = Literal["everything", "weights", "nothing"]


class Cut(NamedTuple):
    """Before update number `at` the power fails, and the run is resumed from what was saved.

    "everything": the point, the rule's memory and its count of steps: the run goes on as if nothing had happened.
    "weights": the point alone. The rule starts afresh from there, its own count of steps (which corrects the bias of
        running means) included; schedules go on.
    "nothing": the run begins again at its start, rule and schedules with it; what was spent is spent.

    Luck goes on: no draw comes twice.
    """

    at: int
    saved: Saved

    def forgets(self, t: int) -> bool:
        """Whether the rule's memory is lost before update t."""
        return t == self.at and self.saved != "everything"

    def returns(self, t: int) -> bool:
        """Whether the run is thrown back to its start before update t."""
        return t == self.at and self.saved == "nothing"
