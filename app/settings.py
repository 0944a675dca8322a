"""The settings: each comes from an environment variable `RAVINE_<NAME>` and says for itself what it is."""

import functools
import os
import re
import sys
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from app import setting_values

PREFIX = "RAVINE_"
# What only the files of Compose ask for, in the same environment.
COMPOSE = {"CERTIFICATE", "DATABASE_PASSWORD", "MEMORY", "NETWORK", "PUBLISH", "PUBLISH_TLS", "SERVER"}
# What every process begins with: small matrices on several threads wait for each other, and for all else that works.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class SettingError(ValueError):
    """A setting that cannot be used; its text is one sentence for the person who set it."""


class Settings(BaseModel):
    """What the person who runs Ravine may choose.

    `description` and `must` of each field are printed in the README and in the sentence about a bad value.
    """

    model_config = ConfigDict(frozen=True)

    host: str = Field(
        "127.0.0.1",
        min_length=1,
        pattern=r"^\S+$",
        description="Address to listen on; 0.0.0.0 lets a class in.",
        json_schema_extra={"must": "an address or name of this machine"},
    )
    port: int = Field(
        8000,
        ge=0,
        le=65535,
        description="Port to listen on; 0 takes a free one.",
        json_schema_extra={"must": "a whole number from 0 to 65535"},
    )
    root_path: Annotated[str, AfterValidator(setting_values.root_path)] = Field(
        "",
        description="Path under which a proxy shows Ravine, whether the proxy keeps it or strips it.",
        json_schema_extra={"must": "empty or a path like /ravine"},
    )
    frame_ancestors: Annotated[str, AfterValidator(setting_values.frame_ancestors)] = Field(
        "*",
        description="Pages that may show Ravine in a frame, as in the Content-Security-Policy.",
        json_schema_extra={"must": "*, 'none', 'self' or addresses with spaces between"},
    )
    access_key: Annotated[SecretStr, AfterValidator(setting_values.access_key)] = Field(
        SecretStr(""),
        description="Key that a teacher's functions take: acting on searches, and `/metrics`; without one all may.",
        json_schema_extra={"must": "8 to 200 letters, digits and signs of ASCII without spaces"},
    )
    body_limit: int = Field(
        65536,
        ge=1024,
        le=16_777_216,
        description="Largest request body, in bytes.",
        json_schema_extra={"must": "a whole number of bytes from 1024 to 16777216"},
    )
    lessons: str = Field(
        "",
        description="A folder with a school's own lessons, shown after Ravine's.",
        json_schema_extra={"must": "a folder"},
    )
    log_requests: bool = Field(
        False,
        description="Whether the log has a line for each answer: its declared path, status, time and size.",
        json_schema_extra={"must": "true or false"},
    )
    head_seconds: float = Field(
        10,
        gt=0,
        le=3600,
        description="How long a connection may take to say what it wants.",
        json_schema_extra={"must": "a number of seconds above 0"},
    )
    body_seconds: float = Field(
        15,
        gt=0,
        le=3600,
        description="How long a request body may take to arrive.",
        json_schema_extra={"must": "a number of seconds above 0"},
    )
    reader_seconds: float = Field(
        30,
        gt=0,
        le=3600,
        description="How long a reader may stand still before its connection is closed.",
        json_schema_extra={"must": "a number of seconds above 0"},
    )

    workers: int = Field(
        1,
        ge=0,
        le=64,
        description="Processes that serve, on Linux; 0 takes one for each core.",
        json_schema_extra={"must": "a whole number from 0 to 64"},
    )
    jobs: int = Field(
        0,
        ge=0,
        le=256,
        description="Pieces of heavy work at once, in processes of their own; 0 goes by cores and memory.",
        json_schema_extra={"must": "a whole number from 0 to 256"},
    )
    job_seconds: float = Field(
        300,
        gt=0,
        le=86400,
        description="How long one piece of heavy work may take, once it is begun.",
        json_schema_extra={"must": "a number of seconds above 0"},
    )
    job_memory: int = Field(
        1024,
        ge=64,
        le=1_048_576,
        description="Memory that one piece of heavy work may take, in megabytes.",
        json_schema_extra={"must": "a whole number of megabytes from 64 to 1048576"},
    )

    map_evaluations: int = Field(
        2_000_000_000,
        ge=100_000_000,
        le=10**15,
        description="Work that one map may be, in gradients of a formula.",
        json_schema_extra={"must": "a whole number from 100000000 to 1000000000000000"},
    )

    data: str = Field(
        "",
        description="A folder for searches and their checkpoints; else `ravine` in the user's state folder.",
        json_schema_extra={"must": "a folder"},
    )
    storage: Annotated[str, AfterValidator(setting_values.storage)] = Field(
        "",
        description="Database of searches, `postgresql://user:password@host/name`; else a file in that folder.",
        json_schema_extra={
            "must": "the address of a database, sqlite:///... or postgresql://user:password@host/name without options"
        },
    )
    searches: int = Field(
        50,
        ge=1,
        le=10_000,
        description="Searches that are kept.",
        json_schema_extra={"must": "a whole number from 1 to 10000"},
    )
    search_workers: int = Field(
        4,
        ge=0,
        le=64,
        description="Worker processes that the page may start for searches; with 0 it only looks on.",
        json_schema_extra={"must": "a whole number from 0 to 64"},
    )
    search_grace: int = Field(
        15,
        ge=2,
        le=3600,
        description="Seconds of silence after which a worker counts as dead, and its trial is given to another.",
        json_schema_extra={"must": "a whole number of seconds from 2 to 3600"},
    )

    @classmethod
    def of_environment(cls) -> Self:
        """As the environment has them; what is empty counts as not set. Raises `ValidationError`."""
        named = {name.upper(): value for name, value in os.environ.items() if name.startswith(PREFIX)}
        given = {field: named.get(PREFIX + field.upper()) for field in cls.model_fields}
        return cls.model_validate({field: value for field, value in given.items() if value})


def read() -> Settings:
    """The settings of this environment. Raises `SettingError`."""
    try:
        return Settings.of_environment()
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingError(_sentence(str(first["loc"][0]), first["input"])) from None


def read_or_exit() -> Settings:
    """The settings, or one sentence on stderr and exit status 2; a misspelt name is told there, too, and ignored."""
    _tell_misspelt()
    try:
        return read()
    except SettingError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None


@functools.cache  # once: those that serve begin with what their keeper has told
def _tell_misspelt() -> None:
    known = {name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        own = name.removeprefix(PREFIX)
        if own == name or own.upper() in known | COMPOSE:
            continue
        import difflib

        near = difflib.get_close_matches(own.upper(), known, 1)
        hint = f"; did you mean {PREFIX}{near[0]}?" if near else "."
        sys.stderr.write(f"{name} is not a setting of Ravine and is ignored{hint}\n")


def table() -> list[tuple[str, str, str]]:
    """Variable, default and description of every setting, for the README."""
    return [
        (PREFIX + name.upper(), str(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def _sentence(name: str, given: object) -> str:
    extra = Settings.model_fields[name.lower()].json_schema_extra
    must = extra["must"] if isinstance(extra, dict) else "something else"
    if isinstance(Settings.model_fields[name.lower()].default, SecretStr):
        return f"{PREFIX}{name.upper()} must be {must}."
    shown = re.sub("://.*@", "://...@", str(given))  # a password is for no log
    return f"{PREFIX}{name.upper()} must be {must}, not {shown[:80]!r}."
