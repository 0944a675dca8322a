"""Trainings of networks on one data set, side by side: asked for, worked out and told."""
