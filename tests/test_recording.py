"""Recorded trainings: the format as it is declared, its reader against files of all kinds, and the path in a plane."""

from __future__ import annotations

import io
import os
import pickle
import struct
import subprocess
import tempfile
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest

from app.recordings.recorder import recorder
from app.settings import ONE_THREAD
from optim_core import Rule
from optim_core.recording.faults import Unreadable
from optim_core.recording.form import NUMBERS, PARTS, REQUIRED, SIDES
from optim_core.recording.path import in_plane, own_plane
from optim_core.recording.reading import read
from optim_core.recording.sample import sample
from tests.test_export_torch import PYTHON, needs_torch

TRACE = Path(tempfile.gettempdir()) / f"ravine-was-here-{os.getpid()}"
EPOCHS, LAYERS, POINTS, WEIGHTS = 6, 3, 5, 40


def whole():
    """Every array that is declared, in the shapes it is declared in."""
    rng, directions = np.random.default_rng(0), np.eye(2, WEIGHTS)
    return {
        "version": 1,
        "title": "a training",
        "train_loss": np.linspace(2, 1, EPOCHS),
        "validation_loss": np.linspace(2, 1.2, EPOCHS),
        "train_accuracy": np.linspace(0.1, 1, EPOCHS),
        "validation_accuracy": np.linspace(0.1, 0.9, EPOCHS),
        "gradient_norms": rng.random((EPOCHS, LAYERS)),
        "layers": ["first", "second", "third"],
        "axis_x": np.linspace(-1, 1, 7),
        "axis_y": np.linspace(-2, 2, 5),
        "grid": rng.random((5, 7)),
        "axis_names": ["across", "up"],
        "path": rng.random((POINTS, 2)),
        "weights": rng.standard_normal((POINTS, WEIGHTS)),
        "directions": directions,
    }


def packed(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def zipped(members, packing=zipfile.ZIP_DEFLATED):
    """An archive of raw members: (name, bytes)."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that come twice
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def raw(array, **more):
    """The bytes of a .npy file."""
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(array), **more)
    return file.getvalue()


def shaped(shape, descr="<f8", name="train_loss"):
    """An archive with an array that says so of itself, and holds nothing."""
    head = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}}}"
    return zipped([*(each for each in ENOUGH if each[0] != f"{name}.npy"), (f"{name}.npy", headed(head))])


def headed(head, data=b""):
    """A .npy file with such a head."""
    text = head.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


ENOUGH = [("version.npy", raw(1)), ("train_loss.npy", raw([2.0, 1.0]))]


def fault_of(data):
    with pytest.raises(Unreadable) as raised:
        read(data)
    fault = raised.value
    for sentence in fault.text:
        assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 260
        assert fault.array == "file" or sentence.startswith(fault.array), sentence
    return fault


def test_what_is_declared_is_read_as_it_was_written():
    given = whole()
    assert given.keys() == PARTS.keys()
    found = read(packed(**given))
    for name, part in PARTS.items():
        if name == "version":
            continue
        if part.kind == "text":
            assert found.words[name] == np.atleast_1d(given[name]).tolist()
        else:
            assert found.numbers[name].dtype == np.float64 and (found.numbers[name] == given[name]).all()
    assert found.diverged is None and found.unknown == []
    assert read(packed(**{name: given[name] for name in REQUIRED})).numbers.keys() == {"train_loss"}


@pytest.mark.parametrize("dtype", [">f8", "<f4", "f2", ">f4"])
def test_the_order_of_bytes_and_of_columns_is_numpys_business(dtype):
    given = whole() | {"grid": np.asfortranarray(whole()["grid"].astype(dtype))}
    assert (read(packed(**given)).numbers["grid"] == given["grid"].astype(np.float64)).all()


@pytest.mark.parametrize("name", [name for name, part in PARTS.items() if part.kind == "number"])
def test_an_array_of_another_length_is_named(name):
    given = whole()
    assert fault_of(packed(**given | {name: given[name][:-1]})).array in PARTS
    assert fault_of(packed(**given | {name: given[name][..., None]})).array == name
    assert fault_of(packed(**given | {name: np.zeros(0)})).array == name


@pytest.mark.parametrize("name", [name for name, part in PARTS.items() if part.kind == "number"])
def test_numbers_may_be_missing_only_where_that_is_declared(name):
    given, part = whole(), PARTS[name]
    for at, allowed in ((0, False), (1, False), (-1, part.missing == "at the end")):
        holed = np.array(given[name])
        holed[at] = np.nan if at else np.inf
        if allowed or part.missing == "anywhere":
            read(packed(**given | {name: holed}))
        else:
            assert fault_of(packed(**given | {name: holed})).array == name
    assert fault_of(packed(**given | {name: np.full_like(given[name], np.nan)})).array == name


@pytest.mark.parametrize("name", [name for name in PARTS if name != "version"])
def test_what_another_array_needs_must_be_there(name):
    given = whole()
    alone = {"version": 1, "train_loss": given["train_loss"], name: given[name]}
    if PARTS[name].needs:
        assert fault_of(packed(**alone)).array in PARTS[name].needs
    else:
        read(packed(**alone))


def test_a_training_that_blew_up_is_read_up_to_there():
    given = whole()
    given["train_loss"] = np.array([2.0, 9.0, 1e200, np.inf, np.nan, np.nan])
    given["weights"] = np.where(np.arange(POINTS)[:, None] < 3, given["weights"], np.nan)
    found = read(packed(**given))
    assert found.diverged == 3
    assert len(in_plane(found).points) == len(own_plane(found).points) == 3


class Evil:
    def __reduce__(self):
        return os.system, (f"touch {TRACE}",)


NO_LETTER = np.array([0x110000], dtype="<u4").view("<U1")
NORMS = {"train_loss": [1.0, 2.0], "gradient_norms": np.ones((2, 1))}
HOSTILE = {
    "nothing": (b"", "file"),
    "text": (b"epoch,loss\n0,1\n", "file"),
    "pickle": (pickle.dumps(Evil()), "file"),
    "one array": (raw([1.0, 2.0]), "file"),
    "head of a zip": (b"PK\x03\x04" + bytes(100), "file"),
    "cut off": (packed(**whole())[:-40], "file"),
    "no members": (zipped([]), "version"),
    "many members": (zipped([(f"a{i}.npy", b"") for i in range(300)]), "file"),
    "another version": (packed(version=2, train_loss=[1.0, 2.0]), "version"),
    "a version of words": (packed(version="1", train_loss=[1.0, 2.0]), "version"),
    "a list of versions": (packed(version=[1, 1], train_loss=[1.0, 2.0]), "version"),
    "no loss": (packed(version=1, loss=[1.0, 2.0]), "train_loss"),
    "complex": (packed(version=1, train_loss=np.array([1, 2j])), "train_loss"),
    "words": (packed(version=1, train_loss=["a", "b"]), "train_loss"),
    "booleans": (packed(version=1, train_loss=[True, False]), "train_loss"),
    "dates": (packed(version=1, train_loss=np.array(["2020-01-01"] * 2, "M8[D]")), "train_loss"),
    "records": (packed(version=1, train_loss=np.zeros(3, [("a", "f8"), ("b", "f8")])), "train_loss"),
    "bytes for words": (packed(version=1, train_loss=[1.0, 2.0], title=b"abc"), "title"),
    "numbers for words": (packed(version=1, train_loss=[1.0, 2.0], title=3), "title"),
    "no such letter in a title": (packed(version=1, train_loss=[1.0, 2.0], title=NO_LETTER.reshape(())), "title"),
    "no such letter in a name": (packed(version=1, **NORMS, layers=NO_LETTER), "layers"),
    "a version of no such letter": (packed(version=NO_LETTER, train_loss=[1.0, 2.0]), "version"),
    "one value": (packed(version=1, train_loss=[1.0]), "train_loss"),
    "a number": (packed(version=1, train_loss=1.0), "train_loss"),
    "twice": (zipped([*ENOUGH, ENOUGH[1]]), "train_loss"),
    "bzip2": (zipped(ENOUGH, zipfile.ZIP_BZIP2), "version"),
    "no head": (zipped([*ENOUGH[:1], ("train_loss.npy", b"hello")]), "train_loss"),
    "an empty member": (zipped([*ENOUGH[:1], ("train_loss.npy", b"")]), "train_loss"),
    "short data": (zipped([*ENOUGH[:1], ("train_loss.npy", raw([1.0, 2.0])[:-4])]), "train_loss"),
    "more data": (zipped([*ENOUGH[:1], ("train_loss.npy", raw([1.0, 2.0]) + b"x")]), "train_loss"),
    "negative": (shaped("(-2,)"), "train_loss"),
    "huge": (shaped(f"({10**13},)"), "train_loss"),
    "huge and empty": (shaped(f"(0, {10**22})"), "train_loss"),
    "huge words": (shaped("()", "<U900000000", "title"), "title"),
    "a call": (zipped([*ENOUGH[:1], ("train_loss.npy", headed(f"__import__('os').mkdir('{TRACE}')"))]), "train_loss"),
    "brackets": (zipped([*ENOUGH[:1], ("train_loss.npy", headed("(" * 110))]), "train_loss"),
    "an axis that falls": (packed(**whole() | {"axis_x": np.linspace(1, -1, 7)}), "axis_x"),
    "an uneven axis": (packed(**whole() | {"axis_y": np.array([-2.0, -1, 0, 1, 9])}), "axis_y"),
    "an axis without end": (packed(**whole() | {"axis_x": np.linspace(-1e300, 1e300, 7)}), "axis_x"),
    "accuracy in per cent": (packed(**whole() | {"train_accuracy": np.linspace(10, 90, EPOCHS)}), "train_accuracy"),
    "a negative length": (packed(**whole() | {"gradient_norms": -np.ones((EPOCHS, LAYERS))}), "gradient_norms"),
    "one direction": (packed(**whole() | {"directions": np.ones((2, WEIGHTS))}), "directions"),
    "no direction": (packed(**whole() | {"directions": np.zeros((2, WEIGHTS))}), "directions"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_bad_file_gets_one_sentence_that_names_the_array(what):
    data, array = HOSTILE[what]
    with pytest.raises(Unreadable) as raised:
        in_plane(read(data))
    assert raised.value.array == array
    assert not TRACE.exists()
    if array != "directions":
        fault_of(data)


@pytest.mark.parametrize(
    ("version", "said"), [("1", "text"), ([1], "a list"), (2, "2"), (1.5, "1.5"), (NO_LETTER.reshape(()), "text")]
)
def test_a_wrong_version_is_told_of_as_what_it_is(version, said):
    assert str(fault_of(packed(version=version, train_loss=[1.0, 2.0]))).endswith(f"it is {said}.")


def test_epochs_are_one_fewer_than_values_and_no_sentence_takes_one_for_the_other():
    assert "values; it has 1." in str(fault_of(packed(version=1, train_loss=[1.0])))


def test_objects_are_never_made():
    file = io.BytesIO()
    np.savez(file, version=1, train_loss=np.array([Evil(), 1.0], dtype=object))
    assert "objects" in str(fault_of(file.getvalue()))
    assert not TRACE.exists()


def test_what_is_not_declared_is_left_alone_whatever_it_is_called():
    names = ["../../etc/passwd.npy", "/train_loss.npy", "train_loss", "a\x1b[31mb.npy", "loss" * 100 + ".npy", "c.npy"]
    found = read(zipped([*ENOUGH, *((name, pickle.dumps(Evil())) for name in names)]))
    assert found.numbers.keys() == {"train_loss"} and len(found.unknown) == 5
    assert all(len(name) <= 80 and name.isprintable() for name in found.unknown)


@pytest.mark.parametrize("declared", [10**9, 2**33])
def test_a_bomb_is_refused_before_it_is_unpacked(declared):
    """A gigabyte of zeros packs into one megabyte; here the directory of the archive says that it is there."""
    data = bytearray(zipped([*ENOUGH, ("grid.npy", raw(np.zeros(10)))]))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", declared & 0xFFFFFFFF if declared < 2**32 else 0xFFFFFFF0)
    assert fault_of(bytes(data)).array == "grid"


def test_a_member_that_is_larger_than_it_says_is_cut_off():
    much = headed("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", bytes(50_000_000))
    data = bytearray(zipped([*ENOUGH[:1], ("train_loss.npy", much)]))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 144)
    assert fault_of(bytes(data)).array == "train_loss"


def test_all_arrays_together_are_bounded():
    rows, most = SIDES["points"].high, SIDES["weights"].high
    assert rows * most > NUMBERS
    much = np.zeros((rows, NUMBERS // rows), np.float16)
    file = io.BytesIO()
    np.savez_compressed(file, version=1, train_loss=[1.0, 2.0], weights=much)
    assert fault_of(file.getvalue()).array == "weights"


def test_flipped_bytes_are_either_read_or_told_of():
    rng, file = np.random.default_rng(1), io.BytesIO()
    np.savez_compressed(file, **whole())
    good = file.getvalue()
    for _ in range(300):
        data = bytearray(good)
        for at in rng.integers(0, len(good), 3):
            data[at] = rng.integers(256)
        try:
            found = read(bytes(data))
            in_plane(found), own_plane(found)
        except Unreadable as fault:
            assert fault.text.en and fault.text.ko


def test_a_flat_path_lies_in_its_own_plane_and_hardly_in_a_random_one():
    rng = np.random.default_rng(0)
    flat = rng.standard_normal((POINTS, 2)) @ rng.standard_normal((2, WEIGHTS))
    found = read(packed(**whole() | {"weights": 1e-3 * flat, "directions": rng.standard_normal((2, WEIGHTS))}))
    own, given = own_plane(found), in_plane(found)
    assert own.share == pytest.approx(1) and own.away.max() < 1e-9
    assert given.share < 0.5 and given.away[0] > 0
    ways = 1e-3 * (flat - flat[-1])
    assert np.hypot(*own.points.T) == pytest.approx(np.linalg.norm(ways, axis=1))
    assert np.hypot(np.linalg.norm(given.points @ found.numbers["directions"], axis=1), given.away) == pytest.approx(
        np.linalg.norm(ways, axis=1)
    )
    assert own.points[-1].tolist() == [0, 0] == given.points[-1].tolist()


def test_main_directions_are_those_of_the_singular_values():
    rng = np.random.default_rng(0)
    weights = rng.standard_normal((POINTS, WEIGHTS))
    own = own_plane(read(packed(version=1, train_loss=[1.0, 2.0], weights=weights)))
    squares = np.linalg.svd(weights - weights[-1], compute_uv=False) ** 2
    assert own.parts == pytest.approx(squares[:2] / squares.sum())
    assert own.share == pytest.approx(squares[:2].sum() / squares.sum())


def test_weights_that_never_move_have_no_path():
    found = read(packed(**whole() | {"weights": np.ones((POINTS, WEIGHTS))}))
    assert own_plane(found) is None
    assert in_plane(found).share is None and not in_plane(found).points.any()


def test_our_own_recordings_show_what_the_choice_of_a_plane_does():
    seen = {
        plane: in_plane(read(sample(Rule.registry["momentum"](lr=0.05), plane, plane))) for plane in ("path", "random")
    }
    assert seen["path"].share > 0.9 and seen["random"].share < 0.05
    assert np.abs(seen["random"].points).max() < 0.3 < 1 < np.abs(seen["path"].points).max()


@needs_torch
def test_the_recorder_runs_as_it_is(tmp_path):
    """As it comes, in a random plane; and in Korean with two lines taken out of their comments, in that of its path."""
    along = recorder("ko").replace("    # directions", "    directions").replace("    # places", "    places")
    for script, shares in ((recorder("en"), (0, 0.2)), (along, (0.8, 1))):
        assert "{recorder" not in script
        done = subprocess.run(
            [PYTHON, "-I", "-W", "error", "-c", script],
            cwd=tmp_path,
            env=os.environ | ONE_THREAD,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        found = read((tmp_path / "recording.npz").read_bytes())
        losses, path = found.numbers["train_loss"], in_plane(found)
        assert losses[-1] < losses[0] / 2 and found.words["layers"] == ["0.weight", "2.weight", "4.weight"]
        assert shares[0] <= path.share <= shares[1]
        middle = found.numbers["grid"][12, 12]
        assert middle == pytest.approx(losses[-1], rel=1e-4) and found.numbers["grid"].max() > 2 * middle
