"""Formulas that can be worked out: the LaTeX a rule declares, read, followed along its walk and filled in."""
