"""What goes wrong beside a worker: it says so in one sentence, and the search is none the worse for it."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import optuna
import pytest
from optuna.exceptions import StorageInternalError
from optuna.trial import TrialState
from sqlalchemy.exc import OperationalError

from app import logs
from app.settings import Settings
from app.workers import pulse, roll
from app.workers.badge import badge
from app.workers.checkpoints import Drawer
from app.workers.ledger import ASKED as ASKED_FOR
from app.workers.ledger import HALT, WANTED, Ledger
from app.workers.master import Master
from app.workers.place import folder
from app.workers.pulse import Pulse
from app.workers.storage import reason
from app.workers.taking import DEATHS, Lost, give_back, take
from app.workers.training import Training, broken
from app.workers.trouble import Trouble
from app.workers.view import whole
from app.workers.worker import Worker
from optim_core.search.targets.digits import Digits
from tests.searching import ASKED, GRACE, Place


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return Place(tmp_path_factory.mktemp("searches"))


def killed(kept):
    """The trials whose workers are found dead; one that was seen before somebody else took it is left alone."""
    running = kept.trials((TrialState.RUNNING,))
    for trial in running:
        give_back(kept, trial, time.time())
    return running


def scores(state):
    return [trial["scores"] for trial in state["trials"]]


@pytest.fixture(scope="module")
def calm(place):
    return place.work(place.begin(trials=2))


def test_a_full_disk_is_said_and_the_trial_goes_on_when_there_is_room_again(place, calm, monkeypatch):
    name = place.begin(trials=2)

    def full(self, *_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch, pytest.raises(Trouble, match=r"No space left on device") as said:
        patch.setattr(Drawer, "save", full)
        place.work(name, "full")
    assert "\n" not in str(said.value)
    state = place.state(name)
    assert [trial["state"] for trial in state["trials"]] == ["waiting"] * 2
    assert state["workers"][0]["ended"] == "broke"
    assert scores(place.work(name)) == scores(calm)


def test_on_a_full_disk_searches_are_looked_at_and_thrown_away_by_their_checkpoints_first(place, calm, monkeypatch):
    master = Master(place.settings)
    kept = place.ledger.get(place.begin(trials=1))
    take(kept, "dead")
    kept.drawer(0).mkdir(parents=True)

    def full(*_, **__):
        raise StorageInternalError from sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(kept.storage.__class__, "signs", full)
    assert [trial["state"] for trial in master.state(kept.name)["trials"]] == ["running"]
    monkeypatch.setattr(optuna, "delete_study", full)
    with pytest.raises(Trouble) as said:
        master.remove(kept.name)
    assert said.value.key == "error.searches_disk"
    assert not kept.folder.exists()


def test_what_postgresql_says_is_its_message():
    error = Exception({"S": "FATAL", "C": "3D000", "M": 'database "none" does not exist'})
    assert reason(OperationalError("select", {}, error)) == 'database "none" does not exist'


def test_a_training_that_breaks_does_not_keep_the_others_from_being_done(place, calm, monkeypatch, caplog):
    begin = Digits.begin

    def fragile(self, settings, seeds):
        if settings["lr"][0] == calm["trials"][0]["settings"]["lr"]:
            raise FloatingPointError("a bug")
        return begin(self, settings, seeds)

    monkeypatch.setattr(Digits, "begin", fragile)
    state = place.work(place.begin(trials=2))
    assert [trial["state"] for trial in state["trials"]] == ["failed", "complete"]
    assert state["trials"][0]["failure"] == "FloatingPointError: a bug"
    assert scores(state)[1] == scores(calm)[1]
    assert state["state"] == "done"
    assert [type(record.exc_info[1]) for record in caplog.records] == [FloatingPointError]


def test_a_training_that_diverges_ends_at_once_and_has_failed(place):
    state = place.work(
        place.begin(trials=1, axes=[{"name": "lr", "low": 9.99, "high": 10}, {"name": "unit", "options": ["relu"]}])
    )
    (trial,) = state["trials"]
    assert trial["state"] == "failed"
    assert trial["score"] is None
    assert len(trial["scores"]) < state["epochs"]
    assert state["saved_epochs"] == 0  # nobody stopped it
    assert state["best"] is None


def test_who_was_taken_for_dead_and_comes_back_leaves_the_trial_to_the_other(place, calm):
    kept = place.ledger.get(place.begin(trials=1))
    late = take(kept, "late")
    assert take(kept, "idle") is None
    training = Training(kept, late, lambda: False)
    training._advance()
    assert killed(kept)
    quick = take(kept, "quick")
    assert quick.number == late.number
    begun = Training(kept, quick, lambda: False)
    for ending in (training.run, lambda: training._end("stopped"), lambda: broken(kept, late, OSError())):
        with pytest.raises(Lost):
            ending()
    training._leaving = lambda: True  # it is told to leave, too
    with pytest.raises(Lost):
        training.run()
    assert begun.run() == "done"
    with pytest.raises(Lost):
        training.run()
    state = whole(kept, GRACE)
    assert [span["worker"] for span in state["trials"][0]["spans"]] == ["late", "quick"]
    assert state["trials"][0]["scores"] == calm["trials"][0]["scores"]


def test_a_trial_that_kills_its_worker_again_and_again_is_not_tried_for_ever(place):
    kept = place.ledger.get(place.begin(trials=1))
    for _ in range(DEATHS):
        assert take(kept, "victim")
        assert killed(kept)
    assert take(kept, "next") is None
    assert whole(kept, GRACE)["trials"][0]["state"] == "failed"


def test_two_workers_never_take_the_same_trial(place):
    name = place.begin(trials=60)
    hands = [Ledger(place.settings).get(name) for _ in range(3)]  # each with connections of its own

    def all_it_gets(number):
        return list(iter(lambda: (taken := take(hands[number], f"hand {number}")) and taken.number, None))

    with ThreadPoolExecutor(3) as pool:
        numbers = [number for got in pool.map(all_it_gets, range(3)) for number in got]
    assert sorted(numbers) == list(range(60))


def test_several_may_be_the_first_to_open_a_storage(tmp_path):
    settings = Settings(data=str(tmp_path))
    with ThreadPoolExecutor(4) as pool:
        assert [ledger.names() for ledger in pool.map(Ledger, [settings] * 4)] == [[]] * 4


def test_searches_are_kept_in_the_state_folder_of_the_user_unless_a_folder_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    assert folder(Settings()) == tmp_path / "home/.local/state/ravine"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert folder(Settings()) == tmp_path / "state/ravine"
    assert folder(Settings(data=str(tmp_path / "named"))) == tmp_path / "named"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"data": "/proc/nowhere"}, "RAVINE_DATA"),
        ({"storage": "postgresql://nobody@127.0.0.1:1/none"}, "RAVINE_STORAGE"),
        ({"storage": "sqlite:////proc/nowhere/a.db"}, "RAVINE_STORAGE"),
    ],
)
def test_a_storage_that_cannot_be_used_is_one_sentence(tmp_path, settings, words):
    with pytest.raises(Trouble, match=words) as said:
        Ledger(Settings(**{"data": str(tmp_path), **settings}))
    assert (said.value.status, said.value.field) == (503, words)
    for language in ("en", "ko"):
        assert "\n" not in said.value.sentence(language)


def test_a_worker_for_a_search_that_is_not_there_says_so_and_ends_with_1(place):
    command = [sys.executable, "-m", "app", "worker", "nobody"]
    done = subprocess.run(command, env=place.environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (1, "There is no search called nobody.\n")


def test_a_worker_whose_search_is_thrown_away_leaves_the_next_one_alone(place, calm):
    kept = place.ledger.get(place.begin(name="first", trials=2))
    late = Training(kept, take(kept, "late"), lambda: False)
    place.ledger.remove("first")
    place.begin(name="second", trials=2)
    second = place.ledger.get("second")
    assert second.number == kept.number  # SQLite does so
    taken = take(second, "here")
    with pytest.raises(Lost):
        late.run()
    with pytest.raises(Trouble, match="no search called first"), Pulse(kept, "late", "late", threading.Event()):
        pass
    assert Training(second, taken, lambda: False).run() == "done"
    assert scores(place.work("second")) == scores(calm)
    assert [worker["name"] for worker in place.state("second")["workers"]] == ["here"]


def test_that_no_sign_of_life_can_be_given_is_logged_without_names_or_words(place, calm, monkeypatch, caplog):
    def refused(*_):
        raise RuntimeError("connection to 192.0.2.1 as user mina refused")

    monkeypatch.setattr(pulse, "BEAT", 0.05)
    monkeypatch.setattr(pulse, "is_doomed", refused)
    with Pulse(place.ledger.get(calm["name"]), "pc-of-mina", "pc-of-mina", threading.Event()):
        end = time.monotonic() + 10
        while not caplog.records and time.monotonic() < end:
            time.sleep(0.02)
    said = logs.Lines().format(caplog.records[0])
    assert "a worker could give no sign of life" in said and "RuntimeError" in said and "mina" not in said


def test_a_search_that_another_version_wrote_stands_in_nobodys_way(place, calm):
    name = place.begin(name="future", trials=1)
    kept = place.ledger.get(name)
    kept.put(ASKED_FOR, kept.search.plain(name) | {"target": {"kind": "quantum"}})
    fresh = Ledger(place.settings)
    with pytest.raises(Trouble, match="future was asked for"):
        fresh.get(name)
    other = place.begin(trials=2)
    worker = Worker(fresh, "all")
    threading.Thread(
        target=lambda: place.until(other, lambda state: state["state"] == "done") and worker.leaving.set()
    ).start()
    worker.serve(None)
    assert scores(place.state(other)) == scores(calm)
    fresh.remove(name)
    assert name not in place.ledger.names()


def test_what_others_keep_in_the_same_database_is_left_alone(place):
    optuna.create_study(study_name="theirs", storage=place.ledger.storage)
    assert "theirs" not in place.ledger.names()
    for ask in (place.ledger.get, place.ledger.remove):
        with pytest.raises(Trouble, match="no search called theirs"):
            ask("theirs")
    assert "theirs" in optuna.get_all_study_names(place.ledger.storage)


def test_a_search_of_the_same_name_later_is_another(place):
    name = place.begin(name="twice", trials=1)
    first = place.work(name)
    kept = place.ledger.get(name)
    saved = {path: path.read_bytes() for path in kept.folder.rglob("*.npz")}
    place.ledger.remove(name)
    assert not kept.folder.exists()
    place.begin(name="twice", trials=1)
    for path, content in saved.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    again = place.work(name)
    assert again["trials"][0]["resumed_at"] == []
    assert scores(again) == scores(first)


def test_a_search_of_optunas_sampler_is_finished_by_whoever_is_there(place):
    name = place.begin(sampler="tpe", trials=12, axes=[*ASKED["axes"], {"name": "momentum"}, {"name": "batch"}])
    state = place.work(name)
    kept = place.ledger.get(name)
    assert len({trial["settings"]["lr"] for trial in state["trials"]}) == 12
    for trial, stored in zip(state["trials"], kept.trials(), strict=True):
        assert 0 <= trial["settings"]["momentum"] < 1
        assert stored.params["1 - momentum"] == pytest.approx(1 - trial["settings"]["momentum"])
        assert isinstance(trial["settings"]["batch"], int)
        assert stored.state == TrialState.COMPLETE


def test_a_name_is_one_process_at_a_time_and_free_again_once_it_has_left(place):
    kept = place.ledger.get(place.begin(trials=1))
    assert roll.numbered(kept, "server one") == "w1"
    elsewhere = Ledger(place.settings).get(kept.name)  # another server on the same storage
    assert roll.numbered(elsewhere, "server two") == "w2"
    with Pulse(kept, "lab", "first", threading.Event()) as first:
        with Pulse(kept, "lab", "second", threading.Event()) as second:
            assert first.worker == "lab" != second.worker
        assert roll.strike(elsewhere, "second", "killed") == ""  # it had left
        assert roll.strike(elsewhere, "server two", "killed") == "w2"
        rows = roll.workers(kept.attributes())
        assert {name: row["ended"] for name, row in rows.items()} == {
            "w1": None,
            "w2": "killed",
            "lab": None,
            second.worker: "left",
        }
    with Pulse(kept, "lab", "third", threading.Event()) as again:
        assert again.worker == "lab"


def test_a_worker_for_all_searches_takes_turns_and_goes_first_where_nobody_is(tmp_path):
    place = Place(tmp_path)
    for name in ("old", "middle", "new", "halted"):
        place.begin(name=name, trials=2)
    place.ledger.get("halted").put(WANTED, HALT)
    worker = Worker(place.ledger, "all")
    turns, work = [], worker._train

    def train(kept, *rest):
        turns.append(kept.name)
        work(kept, *rest)
        if len(turns) == 5:
            worker.leaving.set()

    worker._train = train
    with Pulse(place.ledger.get("middle"), "other", "other", threading.Event()):
        worker.serve(None)
    assert turns == ["old", "new", "old", "new", "middle"]


def test_a_worker_says_why_it_has_nothing_to_do(place, calm, capsys):
    place.work(calm["name"])
    assert capsys.readouterr().out == f"{calm['name']} is over.\n"
    name = place.begin(trials=1)
    place.ledger.get(name).put(WANTED, HALT)
    place.work(name)
    assert capsys.readouterr().out.startswith(f"{name} is stopped")


def test_a_process_that_is_still_starting_is_not_lost_for_its_silence():
    seen = time.time() - 2 * GRACE
    assert not roll.silent({"badge": badge(), "seen": seen, "pid": None}, GRACE)
    assert roll.silent({"badge": badge(), "seen": seen, "pid": 1}, GRACE)
