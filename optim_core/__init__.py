"""Optimizers, surfaces and schedules, and the walks between them; NumPy and the standard library only."""

from optim_core.noise import Noise
from optim_core.registry import load
from optim_core.rule import Rule
from optim_core.schedule import Schedule
from optim_core.surface import Surface

for _family in ("optimizers", "surfaces", "networks.slices", "schedules", "noises"):
    load(f"optim_core.{_family}")

__all__ = ["Noise", "Rule", "Schedule", "Surface"]
