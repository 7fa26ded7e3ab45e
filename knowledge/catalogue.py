"""Laws by the names people use for them, those that a base lacks included.

`laws.tsv` gives short and official titles, English titles of the same law, other names in both
languages, numbers, the day on which the newest text known to the project took effect, and where a
text is published. `seen` says when an address was found, and in how many stored copies of public
pages that name the law: none of them was opened live.
"""

import csv
import re
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.normal import normalise

FILE = Path(__file__).parent / "laws.tsv"
_QUOTED = re.compile(r"《([^》]{2,40})》")
_LATIN = re.compile(r"[a-z]")
_STATE = re.compile(r"(?:of (?:the )?)?(?:people's republic of china(?:'s)?|p\.?r\.?c\b\.?)")
_REVISED = re.compile(r"\([^)]*(?:\d{4}|revis|amend|trial)[^)]*\)")
_WORD = re.compile(r"[a-z]+")


class Law(BaseModel):
    """A law as the catalogue knows it; `newest` is the day its newest known text took effect."""

    model_config = ConfigDict(frozen=True)

    title: str
    official: str
    english: tuple[str, ...]
    names: tuple[str, ...]
    number: str | None
    newest: date | None
    repealed: date | None
    address: str | None
    seen: str


class Named(BaseModel):
    """A law that a question names by `word`: a known one, or words in 《》 that no entry has.

    The word may be the title of an older law, which a base may hold besides the one of today.
    """

    model_config = ConfigDict(frozen=True)

    title: str
    known: bool
    word: str


@cache
def laws() -> tuple[Law, ...]:
    """Return the catalogue."""
    with FILE.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(_law(row) for row in rows)


def _law(row: dict[str, str]) -> Law:
    return Law(
        title=row["title"],
        official=row["official"],
        english=_parts(row["english"]),
        names=_parts(row["names"]),
        number=row["number"] or None,
        newest=date.fromisoformat(row["newest"]) if row["newest"] else None,
        repealed=date.fromisoformat(row["repealed"]) if row["repealed"] else None,
        address=row["address"] or None,
        seen=row["seen"],
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(name for name in cell.split("|") if name)


def newest(title: str) -> date | None:
    """Return when the newest known text of a law took effect."""
    return next((law.newest for law in laws() if law.title == title), None)


def titled(title: str) -> str | None:
    """Return the Chinese short title of the law that an English title names, or None."""
    return _english().get(_bare(title))


def english_name(title: str) -> str | None:
    """Return the usual English name of a law, given its Chinese short title, or None."""
    law = next((law for law in laws() if law.title == title), None)
    names = (*law.names, *law.english) if law else ()
    return next((name for name in names if name.isascii() and " " in name), None)


@cache
def _english() -> dict[str, str]:
    return {
        _bare(name): law.title
        for law in laws()
        for name in (*law.english, *law.names)
        if _LATIN.search(normalise(name))
    }


def _bare(title: str) -> str:
    """Return an English title without the state, articles and the year of its revision."""
    text = _REVISED.sub(" ", _STATE.sub(" ", normalise(title).replace("’", "'")))
    return " ".join(word for word in _WORD.findall(text) if word != "the")


def named(text: str) -> Named | None:
    """Return the law that a normalised question names, the longest name counting."""
    match = _names().search(text)
    if match:
        return Named(title=_titles()[match[0]], known=True, word=match[0])
    quoted = _QUOTED.search(text)
    return Named(title=quoted[1], known=False, word=quoted[1]) if quoted else None


@cache
def _titles() -> dict[str, str]:
    return {
        normalise(name): law.title
        for law in laws()
        for name in (law.title, law.title.removesuffix("（试行）"), *law.english, *law.names)
    }


@cache
def _names() -> re.Pattern[str]:
    names = sorted(_titles(), key=len, reverse=True)
    return re.compile("|".join(_bounded(name) for name in names))


def _bounded(name: str) -> str:
    word = re.escape(name)
    return rf"\b{word}\b" if _LATIN.search(name) else rf"{word}(?![律规院定官])"
