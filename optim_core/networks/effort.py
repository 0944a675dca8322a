"""How dear a training is, told from its build and not by a clock: the same on every machine, and before any work."""

from __future__ import annotations

# In gradients of a formula at one of many points, measured on networks of 650 to 55,000 parameters: between the time of
# a training alone and that of one among many.
UPDATE = 1500  # an update, however small
WEIGHTS = 1 / 4  # the optimizer's part of it, a weight
EXAMPLE = 20  # an example of a mini-batch
BOTH = 1 / 150  # a weight and an example
EVENED = 1.6  # times as dear with batch normalisation


def passes(parameters: int, examples: int, batch: int, batch_norm: bool = False) -> float:
    """One epoch of a training in mini-batches."""
    updates = -(-examples // batch)
    plain = updates * (UPDATE + WEIGHTS * parameters) + examples * (EXAMPLE + BOTH * parameters)
    return plain * EVENED if batch_norm else plain
