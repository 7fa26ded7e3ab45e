"""One spelling for matching: NFKC, lower case, simplified characters."""

import unicodedata
from functools import lru_cache
from typing import Protocol


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@lru_cache(maxsize=1)
def _simplifier() -> _Converter:
    from opencc import OpenCC

    converter: _Converter = OpenCC("t2s")
    return converter


@lru_cache(maxsize=1)
def _regional() -> _Converter:
    from opencc import OpenCC

    converter: _Converter = OpenCC("tw2sp")
    return converter


def is_chinese(char: str) -> bool:
    """Tell whether a character is a Chinese ideograph."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char >= "\U00020000"


def is_english(text: str) -> bool:
    """Tell whether a text is written in Latin letters; a few Chinese names do not change that."""
    latin = sum(char.isascii() and char.isalpha() for char in text)
    return latin > 10 * sum(map(is_chinese, text))


def normalise(text: str) -> str:
    """Return text for matching: compatibility forms folded, lower case, simplified."""
    folded = unicodedata.normalize("NFKC", text).lower()
    if folded.isascii():
        return folded
    return _simplifier().convert(folded)


def simplify_regional(text: str) -> str:
    """Return a question in mainland words: traditional characters and Taiwan usage converted."""
    return _regional().convert(unicodedata.normalize("NFKC", text).lower())
