"""The access key: what it guards, whom it lets pass, and what becomes of guesses."""

from __future__ import annotations

import json
import logging
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from app import access, searches_api
from app.main import create_app
from app.workers import master

KEY = "Korrekt-Pferd/7"
RIGHT = {"Authorization": f"Bearer {KEY}"}
WRONG = {"Authorization": "Bearer Korrekt-Pferd/8"}
GONE = "/api/searches/gone"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAVINE_DATA", str(tmp_path_factory.mktemp("searches")))
        patch.setenv("RAVINE_ACCESS_KEY", KEY)
        master._master.cache_clear()
        with TestClient(create_app()) as client:
            yield client
        master._master.cache_clear()


@pytest.fixture(autouse=True)
def nobody_has_guessed():
    access._wrong.clear()


def routes(router):
    for route in router.routes:
        inside = getattr(route, "original_router", None)
        yield from routes(inside) if inside else [route]


def deeds():
    """Method and path of all that is done to searches, as the routes declare it."""
    for route in routes(searches_api.router):
        path = route.path.removeprefix("/api").replace("{name}", "gone").replace("{worker}", "w1")
        yield from ((method, f"/api{path}") for method in route.methods - {"GET", "HEAD"})


def test_whatever_is_done_to_searches_takes_the_key(guarded):
    done = sorted(deeds())
    assert len(done) >= 6 and ("DELETE", GONE) in done
    for method, path in done:
        for headers in ({}, WRONG, {"Authorization": "Basic Zm9v"}, {"Authorization": f"Bearer{KEY}"}):
            answer = guarded.request(method, path, headers=headers, json={})
            assert (answer.status_code, answer.json()["field"]) == (401, "key"), (method, path)
            assert answer.headers["www-authenticate"] == 'Bearer realm="Ravine"'
            access._wrong.clear()
        assert guarded.request(method, path, headers=RIGHT, json={"steps": 1}).status_code in (404, 422), path


def test_looking_on_takes_none(guarded):
    assert guarded.get("/api/searches").status_code == 200
    assert guarded.get("/api/searching").json()["locked"] is True
    assert guarded.get(GONE).status_code == 404


def test_without_the_setting_nobody_is_asked_for_a_key(guarded, monkeypatch):
    monkeypatch.delenv("RAVINE_ACCESS_KEY")
    assert guarded.delete(GONE).status_code == 404
    assert guarded.get("/api/searching").json()["locked"] is False


@pytest.mark.parametrize(("language", "word"), [("en", "access key"), ("ko", "접근 키")])
def test_the_refusal_is_one_sentence_in_the_language_of_the_reader(guarded, language, word):
    for headers in ({}, WRONG):
        detail = guarded.delete(GONE, params={"lang": language}, headers=headers).json()["detail"]
        assert word in detail and KEY not in detail and WRONG["Authorization"][7:] not in detail


def test_many_wrong_keys_are_put_off_and_the_right_one_never(guarded, caplog):
    with caplog.at_level(logging.WARNING):
        statuses = [guarded.delete(GONE, headers=WRONG).status_code for _ in range(access.GUESSES + 5)]
    assert statuses == [401] * access.GUESSES + [429] * 5
    put_off = guarded.delete(GONE, headers=WRONG)
    assert 1 <= int(put_off.headers["retry-after"]) <= 60 and put_off.headers["retry-after"] in put_off.json()["detail"]
    assert guarded.delete(GONE, headers=RIGHT).status_code == 404
    assert guarded.delete(GONE).status_code == 401, "who gives none has not guessed"
    assert len(access._wrong) == access.GUESSES
    assert caplog.messages == ["20 wrong access keys within 60 s"]


def test_several_processes_share_what_may_be_guessed(guarded, monkeypatch, caplog):
    for processes, most in ((8, 2), (50, 1)):
        access._wrong.clear()
        monkeypatch.setattr(access, "here", lambda count=processes: SimpleNamespace(count=count))
        statuses = [guarded.delete(GONE, headers=WRONG).status_code for _ in range(4)]
        assert statuses == [401] * most + [429] * (4 - most)
        assert guarded.delete(GONE, headers=RIGHT).status_code == 404
    assert caplog.messages == ["2 wrong access keys within 60 s", "1 wrong access keys within 60 s"]
    access._wrong.clear()


def test_after_a_minute_a_wrong_key_is_told_so_again(guarded):
    access._wrong.extend([access.time.monotonic() - 61.0] * access.GUESSES)
    assert guarded.delete(GONE, headers=WRONG).status_code == 401


def test_the_key_is_in_no_answer_and_in_no_log(guarded, caplog):
    with caplog.at_level(logging.DEBUG):
        for path in ("/", "/api/searching", "/api/searches", GONE):
            answer = guarded.get(path, headers=RIGHT)
            assert KEY not in answer.text and KEY not in json.dumps(dict(answer.headers))
        guarded.delete(GONE, headers=WRONG)
    assert KEY not in caplog.text and WRONG["Authorization"][7:] not in caplog.text
