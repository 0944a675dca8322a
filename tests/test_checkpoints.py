"""Checkpoints: whole or not there, those that count are kept, and what is not ours is left alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app import logs
from app.workers import checkpoints
from app.workers.checkpoints import Checkpoint, Drawer, named
from optim_core.search.target import Seen
from optim_core.search.targets.race import RaceTarget

WHOSE = {"search": "a", "trial": 3, "settings": {"lr": 0.13}}


def checkpoint(*scores):
    return Checkpoint({"weights": np.arange(5.0) + len(scores)}, scores, {"loss": [1.0] * len(scores)})


def filled(folder, *scores, keep=2):
    drawer = Drawer(folder, keep, WHOSE)
    for n in range(1, len(scores) + 1):
        drawer.save(name(scores[n - 1], n), checkpoint(*scores[:n]))
    return drawer


def name(score, epoch):
    return named(f"val{1 - score:.4f}", epoch, {"lr": 0.13})


def test_the_best_of_any_scores_is_the_last_of_a_sorted_list():
    scores = [np.inf, 3e12, 97.0, 9.5, 1.25, 1.24, 0.3, 9.9e-9, 1.1e-9, 5e-324, 0.0, -2e-9, -0.5, -1.03, -40.0]
    target = RaceTarget()
    marks = [target.marked(Seen(np.array([score]), {})) for score in scores]
    assert sorted(marks) == marks
    assert len(set(marks)) == len(marks)


def test_names_tell_score_epoch_and_setting_and_sort_by_score():
    names = [name(0.0453, 9), name(0.0479, 10), name(0.5, 1)]
    assert names[0] == "val0.9547_ep09_lr1.3e-01.npz"
    assert sorted(names)[-1] == names[0]
    assert named("val0.5000", 1, {"unit": "../x y"}) == "val0.5000_ep01_unit..-x-y.npz"


def test_the_last_ones_and_the_best_are_kept(tmp_path):
    drawer = filled(tmp_path, 0.5, 0.1, 0.4, 0.3, 0.2)
    assert drawer.names == [name(0.1, 2), name(0.3, 4), name(0.2, 5)]
    assert {path.name for path in tmp_path.iterdir()} == set(drawer.names)


def test_what_is_read_is_what_was_written(tmp_path):
    filled(tmp_path, 0.5, np.inf)
    read = Drawer(tmp_path, 2, WHOSE).latest()
    assert (read.epoch, list(read.scores), read.told) == (2, [0.5, np.inf], {"loss": [1.0, 1.0]})
    np.testing.assert_array_equal(read.state["weights"], checkpoint(0.5, np.inf).state["weights"])


@pytest.mark.parametrize("left", [0, 10, 300, -1])
def test_one_that_was_half_written_is_left_out_with_a_word(tmp_path, caplog, left):
    filled(tmp_path, 0.5, 0.4)
    torn = tmp_path / name(0.3, 3)
    torn.write_bytes((tmp_path / name(0.4, 2)).read_bytes()[:left])
    assert Drawer(tmp_path, 2, WHOSE).latest().epoch == 2
    (said,) = caplog.records
    assert said.getMessage() == "a checkpoint cannot be read and is left out"
    assert set(said.facts) == {"type"} and torn.stem not in logs.Lines().format(said)
    assert torn.exists()


def test_one_of_another_training_is_left_out_with_a_word(tmp_path, caplog):
    Drawer(tmp_path, 2, WHOSE | {"search": "an earlier one of the same name"}).save(name(0.1, 4), checkpoint(0.1))
    assert Drawer(tmp_path, 2, WHOSE).latest() is None
    assert caplog.messages == ["a checkpoint is of another training and is left out"]


def test_one_that_would_run_code_when_it_is_read_is_left_out(tmp_path):
    class Bomb:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "ran",))

    np.savez(tmp_path / name(0.1, 4), about=np.array(Bomb(), dtype=object))
    assert Drawer(tmp_path, 2, WHOSE).latest() is None
    assert not (tmp_path / "ran").exists()


def test_a_worker_that_is_killed_while_it_writes_leaves_no_file_behind_that_counts(tmp_path, monkeypatch):
    drawer = filled(tmp_path, 0.5)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(checkpoints.os, "fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        drawer.save(name(0.4, 2), checkpoint(0.5, 0.4))
    monkeypatch.undo()
    assert [path.suffix for path in tmp_path.iterdir()].count(".npz") == 1
    assert Drawer(tmp_path, 2, WHOSE).latest().epoch == 1
    assert [path.name for path in tmp_path.iterdir()] == [name(0.5, 1)]


def test_a_disk_that_takes_half_of_one_leaves_what_was_there(tmp_path):
    resource = pytest.importorskip("resource", reason="Windows limits no files")
    drawer = filled(tmp_path, 0.5)
    half = (tmp_path / name(0.5, 1)).stat().st_size // 2
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (half, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            drawer.save(name(0.4, 2), checkpoint(0.5, 0.4))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path.name for path in tmp_path.iterdir()] == [name(0.5, 1)]
    assert Drawer(tmp_path, 2, WHOSE).latest().epoch == 1
