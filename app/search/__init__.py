"""Searches of hyperparameters: several strategies side by side on one target, asked for, worked out and told."""
