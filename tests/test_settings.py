"""Settings: each says what it is, and a bad one is one sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app import settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in list(os.environ):
        if name.startswith(settings.PREFIX):
            monkeypatch.delenv(name)


def test_the_defaults_serve_this_machine_only():
    read = settings.read()
    assert (read.host, read.port, read.root_path) == ("127.0.0.1", 8000, "")
    assert (read.frame_ancestors, read.body_limit) == ("*", 65536)


@pytest.mark.parametrize(
    ("name", "value", "field", "result"),
    [
        ("RAVINE_PORT", "9000", "port", 9000),
        ("RAVINE_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("RAVINE_ROOT_PATH", "/ravine/", "root_path", "/ravine"),
        ("RAVINE_ROOT_PATH", "/", "root_path", ""),
        ("RAVINE_ROOT_PATH", "/a/b-c", "root_path", "/a/b-c"),
        ("RAVINE_FRAME_ANCESTORS", "'self' https://*.school.example", "frame_ancestors", None),
        ("RAVINE_FRAME_ANCESTORS", "'none'", "frame_ancestors", None),
        ("RAVINE_BODY_LIMIT", "1024", "body_limit", 1024),
        ("RAVINE_PORT", "", "port", 8000),
    ],
)
def test_a_setting_comes_from_the_environment(monkeypatch, name, value, field, result):
    monkeypatch.setenv(name, value)
    assert getattr(settings.read(), field) == (value if result is None else result)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RAVINE_PORT", "abc"),
        ("RAVINE_PORT", "-1"),
        ("RAVINE_PORT", "65536"),
        ("RAVINE_PORT", "80.5"),
        ("RAVINE_PORT", "tcp://10.0.0.1:8000"),
        ("RAVINE_HOST", "a host"),
        ("RAVINE_ROOT_PATH", "ravine"),
        ("RAVINE_ROOT_PATH", "/a//b"),
        ("RAVINE_ROOT_PATH", "/a/../b"),
        ("RAVINE_ROOT_PATH", "/a b"),
        ("RAVINE_FRAME_ANCESTORS", "*; script-src *"),
        ("RAVINE_FRAME_ANCESTORS", "*\r\nX: y"),
        ("RAVINE_FRAME_ANCESTORS", "a, b"),
        ("RAVINE_BODY_LIMIT", "0"),
        ("RAVINE_ACCESS_KEY", "secret"),
        ("RAVINE_ACCESS_KEY", "secret with spaces"),
        ("RAVINE_ACCESS_KEY", "secret of 선생님"),
        ("RAVINE_LOG_REQUESTS", "some"),
        ("RAVINE_HEAD_SECONDS", "0"),
        ("RAVINE_BODY_SECONDS", "nan"),
        ("RAVINE_READER_SECONDS", "inf"),
        ("RAVINE_WORKERS", "65"),
        ("RAVINE_JOBS", "-1"),
        ("RAVINE_JOB_SECONDS", "0"),
        ("RAVINE_JOB_MEMORY", "1"),
        ("RAVINE_MAP_EVALUATIONS", "1000"),
        ("RAVINE_STORAGE", "postgresql://"),
        ("RAVINE_STORAGE", "postgresql://127.0.0.1:5432/postgres"),
        ("RAVINE_STORAGE", "postgresql://ravine@host:abc/db"),
        ("RAVINE_STORAGE", "postgresql://ravine:secret@host/db?sslmode=disable"),
    ],
)
def test_a_bad_value_is_one_sentence_with_its_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(settings.SettingError) as caught:
        settings.read()
    sentence = str(caught.value)
    assert sentence.startswith(f"{name} must be ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "secret" not in sentence


def test_a_bad_value_ends_the_program_with_2_and_no_traceback():
    done = subprocess.run(
        [sys.executable, "-m", "app"],
        env={**os.environ, "RAVINE_PORT": "abc"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "RAVINE_PORT must be a whole number from 0 to 65535, not 'abc'.\n"


def test_a_key_is_not_shown_with_the_settings(monkeypatch):
    monkeypatch.setenv("RAVINE_ACCESS_KEY", "secret-enough")
    read = settings.read()
    assert read.access_key.get_secret_value() == "secret-enough"
    assert "secret" not in repr(read) + str(read) + read.model_dump_json()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("RAVINE_PROT", "; did you mean RAVINE_PORT?"),
        ("RAVINE_WORKER", "; did you mean RAVINE_WORKERS?"),
        ("RAVINE_THREADS", "."),
        ("RAVINE_TOKEN", "."),
        ("RAVINE_", "."),
    ],
)
def test_a_misspelt_name_is_told_once(monkeypatch, capsys, name, hint):
    settings._tell_misspelt.cache_clear()
    monkeypatch.setenv(name, "9000")
    for _ in range(3):
        assert settings.read_or_exit().port == 8000
    assert capsys.readouterr().err == f"{name} is not a setting of Ravine and is ignored{hint}\n"
    settings._tell_misspelt.cache_clear()


def test_what_the_files_of_compose_ask_for_is_no_misspelling(monkeypatch, capsys):
    root = Path(__file__).parent.parent
    text = "".join((root / name).read_text() for name in ("compose.yaml", "deploy/compose.yaml"))
    asked = {name for name in re.findall(r"\$\{(\w+)", text) if name.startswith(settings.PREFIX)}
    assert asked - {name for name, _, _ in settings.table()} == {settings.PREFIX + each for each in settings.COMPOSE}
    settings._tell_misspelt.cache_clear()
    for name in asked:
        monkeypatch.setenv(name, "")
    settings.read_or_exit()
    assert capsys.readouterr().err == ""


def test_every_setting_says_what_it_is_and_what_it_must_be():
    for variable, default, description in settings.table():
        assert variable.startswith(settings.PREFIX)
        assert description.endswith("."), variable
        assert default != "PydanticUndefined"
    for field in settings.Settings.model_fields.values():
        assert field.json_schema_extra["must"]
