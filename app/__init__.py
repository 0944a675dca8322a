"""Ravine: a class watches optimizers run down loss landscapes. This package is the web side of it."""

__version__ = "0.1.0"
