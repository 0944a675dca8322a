"""Searching hyperparameters: the space a rule declares, points spread over it, and a budget of trials to spend."""
