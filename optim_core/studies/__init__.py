"""One study, or one close family of them, a file. A race does without, so they are loaded when one is wanted."""

from optim_core.registry import load

load("optim_core.studies")
