"""`POST /api/recording`: a file is told of and kept nowhere; files to try; the script that records."""

from __future__ import annotations

import asyncio
import base64
import io
import json

import numpy as np
import pytest
from starlette.requests import Request

from app import limits, recording_api
from app.arrival import RECORDED
from tests.coroutines import finish
from tests.test_recording import packed, whole


@pytest.fixture(scope="module")
def samples(client):
    return {name: client.get(f"/api/recording/samples/{name}.npz").content for name in RECORDED}


def opened(client, data, language="en"):
    return client.post("/api/recording", content=data, headers={"Accept-Language": language})


def test_a_file_is_told_of_as_it_is(client):
    given = whole()
    answer = opened(client, packed(**given))
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert told["title"] == given["title"] and told["epochs"] == len(given["train_loss"]) - 1
    for name, values in told["curves"].items():
        assert values == given[name].tolist()
    assert [layer["name"] for layer in told["gradients"]] == given["layers"]
    norms = [np.frombuffer(base64.b64decode(layer["norms"]["bdata"]), "<f4") for layer in told["gradients"]]
    assert np.array(norms) == pytest.approx(given["gradient_norms"].T, rel=1e-6)
    plane = told["plane"]
    assert (plane["x"], plane["y"]) == ([-1, 1, 7], [-2, 2, 5]) and plane["names"] == given["axis_names"]
    assert plane["least"]["loss"] == given["grid"].min() and plane["most"] == given["grid"].max()
    assert 0 <= told["path"]["share"] <= told["own"]["share"] <= 1


def test_what_has_no_value_travels_as_null(client):
    given = {"version": 1, "train_loss": [1.0, np.inf, np.nan]}
    told = opened(client, packed(**given)).json()
    assert told["curves"] == {"train_loss": [1.0, None, None]} and told["diverged"] == 1
    assert told["plane"] is told["path"] is told["own"] is told["gradients"] is None


def test_a_peak_takes_no_colours_from_the_rest(client):
    grid = np.full((5, 7), 1.0) + np.arange(35).reshape(5, 7) / 100
    grid[0, 0], grid[4, 6] = 1e200, np.nan
    plane = opened(client, packed(**whole() | {"grid": grid})).json()["plane"]
    assert plane["cut"] and plane["scale"] == "log" and plane["high"] < 1 and plane["most"] == 1e200


@pytest.mark.parametrize(("language", "word"), [("en", "missing"), ("ko", "없습니다")])
def test_a_bad_file_is_refused_in_the_readers_language(client, language, word):
    answer = opened(client, packed(version=1, loss=[1.0, 2.0]), language)
    assert answer.status_code == 422 and answer.json()["field"] == "train_loss"
    assert "train_loss" in answer.json()["detail"] and word in answer.json()["detail"]


@pytest.mark.parametrize("announced", [True, False])
def test_a_file_that_is_too_large_is_refused_unread(client, announced):
    much = bytes(limits.RECORDING + 1)
    answer = opened(client, much if announced else iter([much]))
    assert answer.status_code == 413 and answer.json()["field"] == "file"
    assert opened(client, much[:-1]).status_code == 422


def test_a_file_waits_for_no_heavy_work(client, monkeypatch):
    def crowded(*_):
        raise AssertionError("a worker was asked for")

    monkeypatch.setattr("app.pool.heavy.run", crowded)
    assert opened(client, packed(**whole())).status_code == 200
    assert opened(client, b"hello").json()["field"] == "file"


def test_who_sends_nothing_holds_no_place_and_a_page_has_two():
    """Of one page two files may be on their way; a place is taken, and room, by what has come."""

    async def work():
        never = asyncio.Event()

        def asked(token, *parts, silent=False):
            queue = [
                {"type": "http.request", "body": part, "more_body": silent or i < len(parts)}
                for i, part in enumerate(parts, 1)
            ]

            async def receive():
                if not queue:
                    await never.wait()
                return queue.pop(0)

            headers = [(b"x-ravine-client", token.encode())]
            scope = {"type": "http", "method": "POST", "path": "/", "headers": headers, "query_string": b""}
            return asyncio.create_task(recording_api.recording(Request(scope | {"client": ("::1", 1)}, receive)))

        silent = [asked(f"page {i // 2}", b"PK", silent=True) for i in range(40)]
        await asyncio.sleep(0)
        third = await asked("page 3", b"hello")
        assert third.status_code == 429 and third.headers["retry-after"] == "5"
        assert json.loads(third.body)["detail"] == "This page is sending 2 files already; try again in 5 s."
        assert (await asked("mine", b"hello")).status_code == 422, "nobody is in the way"
        large = bytes(limits.RECORDING // 2)
        silent += [asked(f"much {i}", large, large, silent=True) for i in range(7)]
        silent.append(asked("more", large, silent=True))
        for _ in range(3):
            await asyncio.sleep(0)
        crowded = await asked("mine", large)
        assert crowded.status_code == 503 and "Many are sending files" in json.loads(crowded.body)["detail"]
        assert (await asked("mine", b"hello")).status_code == 422, "small ones still go"
        for each in silent:
            each.cancel()
        await asyncio.gather(*silent, return_exceptions=True)
        assert recording_api._bytes["held"] == 0 and (await asked("page 3", b"hello")).status_code == 422

    finish(work())


def test_other_questions_are_no_larger_than_before(client):
    assert client.post("/api/check", content=bytes(70_000)).status_code == 413


def test_files_to_try_open_and_are_the_same_each_time(client, samples):
    for name, data in samples.items():
        assert client.get(f"/api/recording/samples/{name}.npz").content == data
        told = opened(client, data).json()
        assert told["curves"]["train_loss"][-1] < 0.1 and told["own"]["share"] > 0.9 and len(told["gradients"]) == 3
        assert np.load(io.BytesIO(data))["version"] == 1
    assert client.get("/api/recording/samples/nobody.npz").status_code == 404


@pytest.mark.parametrize(("language", "word"), [("en", "before the first update"), ("ko", "첫 업데이트")])
def test_the_script_is_there_in_both_languages(client, language, word):
    answer = client.get("/api/recording/recorder.py", headers={"Accept-Language": language})
    assert answer.status_code == 200 and "recorder.py" in answer.headers["content-disposition"]
    assert word in answer.text.lower() and "{recorder" not in answer.text
    compile(answer.text, "recorder.py", "exec")
