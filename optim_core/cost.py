"""What a run has cost: everything it asked of the objective in one unit, the forward pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from optim_core.probe import Count, Tally
from optim_core.surface import What

VALUE = 1
GRADIENT = 3  # forward and backward; the way back is about twice the way forward
Currency = Literal["gradients", "cost", "epochs"]


def prices(dimensions: int) -> dict[What, int]:
    """Forward passes of one evaluation in `dimensions` dimensions.

    A gradient by backpropagation costs a small multiple of the value, whatever the dimension (Griewank and Walther,
    Evaluating Derivatives, 2008, chapter 4: at most 5, about 3 in practice). A Hessian is one Hessian-vector product
    a dimension, each about two gradients (Pearlmutter, Fast exact multiplication by the Hessian, 1994).
    """
    return {"value": VALUE, "grad": GRADIENT, "hess": 2 * GRADIENT * dimensions}


def passes(spent: Mapping[Tally, Count], dimensions: int = 2) -> Count:
    """The forward passes that these evaluations stand for; a number, or (*batch) where runs differ."""
    each = prices(dimensions)
    return each["value"] * spent["value"] + each["grad"] * spent["grad"] + each["hess"] * spent["hess"]


class Budget(NamedTuple):
    """What each run may spend: `most` gradient evaluations, forward passes in all ("cost"), or epochs of the data.

    An epoch is as many looks at examples as the data has rows: a gradient, a value or a Hessian is one look at each
    example of its mini-batch, or of the whole data.

    No update begins once the budget is used up, so a run may pass it by less than one update.
    """

    of: Currency
    most: int

    def on(self, rows: int) -> Budget:
        """The same as it is counted on data of that many rows. Raises ValueError for epochs where there is none."""
        if self.of != "epochs":
            return self
        if rows == 0:
            raise ValueError("a budget of epochs needs a surface made of data")
        return self._replace(most=self.most * rows)

    def used(self, spent: Mapping[Tally, Count], dimensions: int) -> Count:
        """How much of it is gone, in gradients, forward passes or samples."""
        match self.of:
            case "gradients":
                return spent["grad"]
            case "epochs":
                return spent["samples"]
        return passes(spent, dimensions)
