"""Searches that are shared: trials in a database, taken by any number of worker processes, watched by the page."""
