"""Everything that can choose what is tried next: one strategy a file."""
