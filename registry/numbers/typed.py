"""A number as people type it, brought to the form in which it is checked."""

import re
import unicodedata

from registry.problem import Mistake, Problem

DIGITS = "0123456789"
LONGEST_TYPED = 160
_LABEL = re.compile(r"^(?:[^0-9:]{0,30}:|[\u4e00-\u9fff\s]+)")
_THANKS = re.compile(r"[\u4e00-\u9fff。!]+$")
_SEPARATORS = re.compile(r"[\s.,、。_'\"\-\u2010-\u2015\u2212\u00b7\u200b-\u200f\u2060\ufeff]+")
_LOOKS_LIKE_X = str.maketrans({"×": "X", "✕": "X", "Х": "X", "Χ": "X"})


def compact(text: str) -> str:
    """Upper case, half width, without words around it ("身份证号：") and without separators."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST_TYPED])
    unlabelled = _THANKS.sub("", _LABEL.sub("", plain.strip(), count=1))
    return _SEPARATORS.sub("", unlabelled).upper().translate(_LOOKS_LIKE_X)


def length_mistake(number: str, lengths: tuple[int, ...]) -> Mistake | None:
    """EMPTY or WRONG_LENGTH when `number` has none of the `lengths`, else None."""
    if not number:
        return Mistake(problem=Problem.EMPTY)
    if len(number) in lengths:
        return None
    expected = "/".join(str(length) for length in lengths)
    return Mistake(problem=Problem.WRONG_LENGTH, expected=expected, found=str(len(number)))


def characters_mistake(number: str, allowed: str) -> Mistake | None:
    """WRONG_CHARACTERS naming each character that is not in `allowed`, once, else None."""
    strange = dict.fromkeys(c for c in number if c not in allowed)
    if not strange:
        return None
    return Mistake(problem=Problem.WRONG_CHARACTERS, found="".join(strange)[:10])
