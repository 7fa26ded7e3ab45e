"""An enum whose members carry their official Chinese and English names."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A member is its stored key; `zh` and `en` are the official terms, not interface text."""

    zh: str
    en: str

    def __new__(cls, key: str, zh: str = "", en: str = "") -> Self:
        """Build a member from (key, zh, en); a call with the key alone looks the member up."""
        member = str.__new__(cls, key)
        member._value_ = key
        member.zh = zh
        member.en = en
        return member

    def in_language(self, language: str) -> str:
        """The term in "zh" or "en"; every other language reads English."""
        return self.zh if language.startswith("zh") else self.en
