"""Formulas that people type: read without being run, differentiated exactly, compiled to NumPy."""
