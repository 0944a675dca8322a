"""Trainings of one's own: a file is read, told to the page, and kept nowhere."""
