"""What a question says besides its subject: a law and an article by name, a day, a follow-up."""

import re
from calendar import monthrange
from datetime import date

from pydantic import BaseModel, ConfigDict

from knowledge.catalogue import Named, named
from knowledge.numerals import NUMERAL, value
from knowledge.patterns import load
from knowledge.reply import Topic

_ARTICLE = re.compile(
    rf"第\s*({NUMERAL})\s*条(?:\s*之\s*({NUMERAL}))?|\barticles?\s+(\d+)\b|\bart\.?\s*(\d+)\b"
)
_DAY = re.compile(
    rf"(\d{{4}})\s*年(?:\s*({NUMERAL})\s*月(?:\s*({NUMERAL})\s*[日号])?)?|"
    r"(?:in|as of|on|before|until|during)\s+(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\b"
)
_LONGEST_FOLLOW_UP = 24


class Request(BaseModel):
    """A question taken apart; `article` is an article's key, `as_of` a day that it names."""

    model_config = ConfigDict(frozen=True)

    law: Named | None
    article: str | None
    as_of: date | None


def read(text: str, today: date) -> Request:
    """Return what a normalised question names."""
    return Request(law=named(text), article=_article(text), as_of=_as_of(text, today))


def _article(text: str) -> str | None:
    match = _ARTICLE.search(text)
    if match is None:
        return None
    if match[3] or match[4]:
        return match[3] or match[4]
    number = value(match[1])
    if number is None:
        return None
    return f"{number}-{value(match[2])}" if match[2] else str(number)


def _as_of(text: str, today: date) -> date | None:
    """Return the last day of the period that a question speaks of, if it lies in the past."""
    match = _DAY.search(text)
    if match is None or load("as_of")["not_a_time"].search(text):
        return None
    year, month, day = (match[1] or match[4], match[2] or match[5], match[3] or match[6])
    numbers = [value(part) if part else None for part in (year, month, day)]
    last = _last_day(numbers[0] or 0, numbers[1], numbers[2])
    return last if last and last < today else None


def _last_day(year: int, month: int | None, day: int | None) -> date | None:
    try:
        month = month or 12
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None


def follows_up(question: str) -> bool:
    """Tell whether a question makes sense only after the one before ("那助理医师呢？")."""
    return len(question) <= _LONGEST_FOLLOW_UP * (2 if question.isascii() else 1) and bool(
        load("follow_up")["follow_up"].search(question.strip())
    )


def with_topic(question: str, topic: Topic | None) -> str:
    """Return a question made whole: a follow-up brings the words of the question before it."""
    if topic is None or not follows_up(question):
        return question
    return f"{topic.question} {question}"
