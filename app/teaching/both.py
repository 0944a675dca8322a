"""Words of a lesson's file that stand on the page."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.specs import Strict

Spoken = Annotated[str, Field(min_length=1, max_length=200)]


class Both(Strict):
    """The same words in each language."""

    en: Spoken
    ko: Spoken

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))
