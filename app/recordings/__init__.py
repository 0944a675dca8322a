"""Trainings of one's own: a file is read in a worker, told to the page, and kept nowhere."""
