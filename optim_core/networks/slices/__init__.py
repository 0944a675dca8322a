"""Landscapes that are slices of a network's loss; light to import, for every page has them in its list."""
