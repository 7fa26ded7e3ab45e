"""Kinds of question that no policy text answers, by the words and turns they use.

`scope_words/<kind>.txt` are plain words, `patterns/scope.tsv` turns of phrase. Neither decides
alone: they are signs that the support model weighs against what the base holds.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knowledge.patterns import load
from knowledge.reply import RefusalKind

_WORDS = Path(__file__).parent / "scope_words"
_LATIN = re.compile(r"[a-z]+")
_LETTERS = re.compile(r"[\W_]")
_MOST = 0.6

_KINDS = {
    "small_talk": RefusalKind.SMALL_TALK,
    "other_country": RefusalKind.OTHER_COUNTRY,
    "dosage": RefusalKind.DOSAGE,
    "clinical": RefusalKind.CLINICAL,
    "internal": RefusalKind.INTERNAL,
    "off_topic": RefusalKind.OFF_TOPIC,
}


class Signs(NamedTuple):
    """How far a question speaks of things outside policy.

    `outside` is the part of its words that lie outside (at most 0.6), `turn` whether it is put
    as such questions are, `legal` whether it uses a word of law, `kind` the likeliest kind.
    """

    outside: float
    turn: bool
    legal: bool
    kind: RefusalKind | None


def signs(text: str) -> Signs:
    """Return the signs in a normalised question."""
    shares = {kind: _share(kind, text) for kind in _KINDS if kind not in ("small_talk", "dosage")}
    turns = [kind for kind in _KINDS if load("scope")[kind].search(text)]
    if _share("within_china", text):
        shares["other_country"] = 0.0
        turns = [kind for kind in turns if kind != "other_country"]
    return Signs(
        outside=sum(min(share, _MOST) for share in shares.values()),
        turn=bool(turns),
        legal=bool(load("scope")["legal"].search(text)),
        kind=_kind(turns, shares),
    )


def _kind(turns: list[str], shares: dict[str, float]) -> RefusalKind | None:
    if turns:
        return _KINDS[turns[0]]
    best = max(shares, key=lambda kind: shares[kind])
    return _KINDS[best] if shares[best] else None


def _share(kind: str, text: str) -> float:
    """Return the part of a question's words (English) or characters (Chinese) of a kind."""
    found = _words(kind).findall(text)
    latin = _LATIN.findall(text)
    letters = _LETTERS.sub("", text)
    if sum(map(len, latin)) > len(letters) / 2:
        return len(found) / len(latin)
    return sum(map(len, found)) / max(len(letters), 1)


@cache
def _words(kind: str) -> re.Pattern[str]:
    words = sorted((_WORDS / f"{kind}.txt").read_text(encoding="utf-8").split(), key=len)[::-1]
    chinese = "|".join(re.escape(word) for word in words if not word.isascii())
    latin = "|".join(re.escape(word) for word in words if word.isascii()) or "(?!)"
    return re.compile(rf"{chinese}|(?<![a-z])(?:{latin})(?![a-z])")
