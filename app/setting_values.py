"""What the value of a setting must look like, where a bound or a pattern does not say it."""

import re
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr


def root_path(value: str) -> str:
    """A path prefix without a slash at its end. Raises `ValueError`."""
    value = value.rstrip("/")
    segments = value.split("/")
    plain = all(re.fullmatch(r"[A-Za-z0-9._~-]+", segment) for segment in segments[1:])
    if segments[0] or not plain or {".", ".."} & set(segments):
        raise ValueError("not a path prefix")
    return value


def frame_ancestors(value: str) -> str:
    """Sources as a Content-Security-Policy names them. Raises `ValueError`."""
    # It becomes part of a header: a stray `;` or line break would rewrite the policy.
    if not re.fullmatch(r"[A-Za-z0-9:/.*'_\[\]-]+( [A-Za-z0-9:/.*'_\[\]-]+)*", value):
        raise ValueError("not a list of sources")
    return value


_OPTIONS = {"unix_sock", "application_name"}  # of a connection to PostgreSQL, as its driver knows them


def storage(value: str) -> str:
    """The address of a database that Ravine can use. Raises `ValueError`."""
    if value and not re.match(r"(sqlite|postgresql)(\+[a-z0-9]+)?://", value):
        raise ValueError("not a database that Ravine knows")
    place = urlsplit(value)
    if place.scheme in ("postgresql", "postgresql+pg8000"):
        place.port  # noqa: B018 - one that is no number is refused
        if not place.username or not parse_qs(place.query).keys() <= _OPTIONS:
            raise ValueError("nothing that the driver can use")
    return value


def access_key(value: SecretStr) -> SecretStr:
    """A key that a header can carry. Raises `ValueError`."""
    # The signs of RFC 6750 and some more, none of them a space.
    if not re.fullmatch(r"[!-~]{8,200}", value.get_secret_value()):
        raise ValueError("not a key")
    return value
