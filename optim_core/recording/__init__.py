"""Trainings that were recorded elsewhere: one `.npz` file, declared once, read with suspicion, never executed."""
