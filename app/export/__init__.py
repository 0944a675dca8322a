"""What can be taken away from a race: a script, a notebook, a page, a handout."""
