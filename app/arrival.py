"""What somebody sees who arrives: the race that runs, the map, the gradient, the search, the training."""

from __future__ import annotations

from typing import Any

# A turned ravine: plain descent zigzags, momentum swings across and still wins, the coordinate-wise rules lose
# their advantage, Newton needs one step.
ARRIVAL: dict[str, Any] = {
    "surface": {"kind": "ravine", "kappa": 20.0, "angle": 30.0},
    "start": [-2.7, 0.2],
    "steps": 100,
    "runs": [
        {"optimizer": {"kind": "gradient-descent", "lr": 0.09}},
        {"optimizer": {"kind": "momentum", "lr": 0.03, "momentum": 0.8}},
        {"optimizer": {"kind": "adagrad", "lr": 0.5}},
        {"optimizer": {"kind": "adam", "lr": 0.2}},
        {"optimizer": {"kind": "newton"}},
    ],
}

# Four minima of equal depth: plain descent keeps to the valley it starts in, momentum carries runs across.
MAP_ARRIVAL: dict[str, Any] = {
    "surface": {"kind": "himmelblau"},
    "steps": 300,
    "runs": [
        {"optimizer": {"kind": "gradient-descent", "lr": 0.01}},
        {"optimizer": {"kind": "momentum", "lr": 0.01, "momentum": 0.9}},
    ],
    "map": {"kind": "basin"},
}

# On the wall of a curved valley: a gradient of some size, and not along an axis.
GRADIENT_ARRIVAL: dict[str, Any] = {
    "surface": {"kind": "rosenbrock"},
    "start": [-1.06, 1.14],
    "steps": 300,
    "runs": [{"optimizer": {"kind": "momentum", "lr": 0.001, "momentum": 0.9}}],
    "tab": "check",
}

# So near a kink that a step of the usual length leads across it, as at a ReLU; where every bug shows along y.
KINK: dict[str, Any] = {
    "surface": {"kind": "formula", "f": "abs(x) + (2*y)^2", "domain": [-2.0, 2.0, -2.0, 2.0]},
    "start": [2e-6, 0.7],
}

# What the table of the gradients does not say.
CURVE_FACTS = [f"{kind}_{what}" for what in ("best_h", "best_error", "expected_h") for kind in ("forward", "central")]

# The studies of each tab of that page, the usual one first, and what it plants in the gradient of a second run.
TABS: dict[str, Any] = {
    "check": {"studies": ["error-curve", "planted-bug"], "noise": "mistake", "kink": KINK, "facts": CURVE_FACTS},
    "walk": {"studies": ["price-of-differences"], "noise": "differences"},
    "guess": {"studies": ["guessing", "darts"]},
}

# Momentum down the curved valley: which learning rate, which momentum? A seed whose first draws lie all over the space.
SEARCH_ARRIVAL: dict[str, Any] = {
    "surface": {"kind": "rosenbrock"},
    "steps": 200,
    "runs": [{"optimizer": {"kind": "momentum"}}],
    "seed": 8,
    "tab": "lab",
    "search": {
        "target": {"kind": "race"},
        "axes": [{"name": "lr", "low": 1e-4, "high": 0.03}, {"name": "momentum"}],
        "strategies": [{"kind": "grid"}, {"kind": "random"}, {"kind": "bayes"}],
        "trials": 16,
        "repeats": 10,
    },
}

# A search to be shared: slowed down so that a class sees it, and there is time to kill a worker.
SHARED_SEARCH: dict[str, Any] = {
    "target": {"kind": "digits"},
    "axes": [
        {"name": "lr", "low": 1e-4, "high": 1.0, "scale": "log"},
        {"name": "momentum", "low": 0.5, "high": 0.995, "scale": "mirror"},
    ],
    "sampler": "random",
    "pruner": "median",
    "trials": 24,
    "epochs": 10,
    "seed": 0,
    "pace": 0.6,
}

# The tabs of the page of searches and the studies of each, the usual one first.
SEARCH_TABS: dict[str, list[str]] = {
    "lab": [],
    "contests": ["grid-or-random", "border", "narrowing", "bayes", "halving", "stopping"],
    "scales": ["scales", "useful-trials", "units", "dropout", "adding"],
    "knobs": ["knobs", "copy-first"],
    "workers": [],
    "validation": ["mock-exam", "folds", "sorted"],
}

# Three arms that wind around one another: plain descent is still winding when momentum and Adam have gone round.
NETWORK_ARRIVAL: dict[str, Any] = {
    "surface": {"kind": "ravine"},
    "runs": [
        {"optimizer": {"kind": "gradient-descent", "lr": 0.1}},
        {"optimizer": {"kind": "momentum", "lr": 0.033, "momentum": 0.9}},
        {"optimizer": {"kind": "adam", "lr": 0.01}},
    ],
    "tab": "training",
    "training": {"data": {"kind": "spirals"}, "network": {}, "batch": 32, "epochs": 40, "seed": 0},
}

# The tabs of the page of networks and the studies of each, the usual one first.
NETWORK_TABS: dict[str, list[str]] = {
    "training": [],
    "layers": [
        "fading-signal",
        "quarter",
        "deep-stack",
        "dead-units",
        "cliff",
        "round-bowl",
        "running-average",
        "spiral",
    ],
    "batch": [
        "batch-noise",
        "linear-scaling",
        "epoch-time",
        "bigger-batch",
        "power-cut",
        "six-optimizers",
        "wrong-labels",
    ],
    "landscape": ["slice", "slices", "path-plane"],
    "ensembles": ["ten-heads", "top-ten", "snapshots", "standing-average", "price-and-trap", "disagreement"],
    "stopping": ["smallest-loss", "shuffled", "learning-curves"],
    "own": [],
}

# Recorded trainings to try: one in the plane of its path, one in a random plane, in which its path is a dot.
RECORDED: dict[str, Any] = {
    "momentum": {"optimizer": {"kind": "momentum", "lr": 0.05}, "plane": "path"},
    "adam": {"optimizer": {"kind": "adam", "lr": 0.01}, "plane": "random"},
}
