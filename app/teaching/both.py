"""Words of a lesson's file that stand on the page."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from app.declared import Strict
from app.i18n import LANGUAGES

Spoken = Annotated[str, Field(min_length=1, max_length=200)]


class Both(Strict):
    """The same words in each language; a school that writes in one language says them once."""

    en: Spoken
    ko: Spoken

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))

    @model_validator(mode="before")
    @classmethod
    def _one_may_stand_for_both(cls, said: Any) -> Any:
        if isinstance(said, dict) and (spoken := [said[one] for one in LANGUAGES if one in said]):
            return dict.fromkeys(LANGUAGES, spoken[0]) | said
        return said
