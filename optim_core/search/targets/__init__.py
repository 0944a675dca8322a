"""Everything that can be tuned: one target a file."""
