"""The same work done by Ravine, by its peers and by a compiled loop: one module each.

A module has `contestants(work)`: by name, who can do that piece of work. What it needs besides Ravine is imported at
its top, so that a peer that is not installed says so by an ImportError.
"""
