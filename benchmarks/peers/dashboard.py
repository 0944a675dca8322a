"""optuna-dashboard with a study of a hundred trials, as a program: says its address, and serves until it is stopped."""

from __future__ import annotations

import socket

import optuna
from optuna_dashboard import run_server

TRIALS, SEED = 100, 0


def loss(trial: optuna.Trial) -> float:
    """Rosenbrock's valley."""
    x, y = (trial.suggest_float(name, -2.0, 2.0) for name in "xy")
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2


def main() -> None:
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    storage = optuna.storages.InMemoryStorage()
    study = optuna.create_study(storage=storage, study_name="lab", sampler=optuna.samplers.RandomSampler(SEED))
    study.optimize(loss, n_trials=TRIALS)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    print(f"http://127.0.0.1:{port}/", flush=True)
    run_server(storage, host="127.0.0.1", port=port)


if __name__ == "__main__":
    main()
