"""Dates found in legal texts: issue, entry into force, expiry, each with the words that say so."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from knowledge.numerals import NUMERAL, value

_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTHS = _MONTH.split("|")
_ISO = r"\d{4}-\d{1,2}-\d{1,2}"
_CHINESE = rf"{NUMERAL}\s*年\s*{NUMERAL}\s*月\s*{NUMERAL}\s*日"
_ENGLISH = (
    rf"(?:(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH}),?\s+\d{{4}})"
)
_ANY = re.compile(rf"{_ISO}|{_CHINESE}|{_ENGLISH}", re.IGNORECASE)
_PARTS = re.compile(rf"{_MONTH}|\d+|{NUMERAL}", re.IGNORECASE)

_IN_FORCE = re.compile(
    rf"(?:[自从于]\s*)?{_CHINESE}\s*起?\s*(?:施行|实施|生效|执行)"
    rf"|(?:施行|实施|生效)日期\s*[：:]\s*(?:{_ISO}|{_CHINESE})"
    r"|(?:into (?:force|effect|operation)|takes? effect|effective|be implemented)\b"
    rf"[^.;\n]{{0,30}}?{_ENGLISH}",
    re.IGNORECASE,
)
_ON_ISSUE = re.compile(
    r"自(?:公布|发布|颁布|印发|下发)之日起\s*(?:施行|实施|生效|执行)"
    r"|(?:into (?:force|effect)|effective|be implemented)\b[^.;\n]{0,20}?"
    r"date of (?:its |their )?(?:promulgation|publication|issu)",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    rf"{_CHINESE}.{{0,40}}?(?:通过|公布|发布|颁布|修订|修正|印发|批准)"
    rf"|(?:公布|发布|印发)日期\s*[：:]\s*(?:{_ISO}|{_CHINESE})"
    r"|(?:adopted|promulgated|issued|approved|revised|amended)\b"
    rf"[^.;\n]{{0,160}}?{_ENGLISH}",
    re.IGNORECASE,
)
_LAST_DAY = re.compile(rf"有效期?限?\s*(?:截止)?(?:至|到)\s*{_CHINESE}")
_TERM = re.compile(rf"有效期(?:限)?(?:为)?\s*({NUMERAL})\s*年")
_LONGEST = 60


class Stated(NamedTuple):
    """A day, and the words that give it."""

    day: date
    words: str


def parse_day(text: str) -> date | None:
    """Return the first ISO, Chinese or English date in a text, or None."""
    match = _ANY.search(text)
    return _day(match[0]) if match else None


def all_days(text: str) -> list[date]:
    """Return every ISO date in a text, in order."""
    return [day for found in re.findall(_ISO, text) if (day := _day(found))]


def issued(text: str) -> Stated | None:
    """Return the last day on which the text says it was passed, issued or revised."""
    return max(_stated(_ISSUED, text), key=lambda found: found.day, default=None)


def in_force(text: str, promulgated: date | None) -> Stated | None:
    """Return the day on which a text says that it takes effect, or None when it does not say."""
    if found := _stated(_IN_FORCE, text):
        return found[-1]
    on_issue = _ON_ISSUE.search(text)
    return Stated(promulgated, on_issue[0]) if on_issue and promulgated else None


def expiry(text: str, since: date | None) -> date | None:
    """Return the first day on which a text no longer holds by its own words, or None."""
    match = _LAST_DAY.search(text)
    if match:
        last = _last(match[0])
        return last + timedelta(days=1) if last else None
    term = _TERM.search(text)
    years = value(term[1]) if term else None
    return _later(since, years) if since and years else None


def _stated(pattern: re.Pattern[str], text: str) -> list[Stated]:
    return [
        Stated(day, match[0].strip()[-_LONGEST:])
        for match in pattern.finditer(text)
        if (day := _last(match[0]))
    ]


def _later(day: date, years: int) -> date:
    """Return the same day so many years later; the day after for the 29th of February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _last(text: str) -> date | None:
    """Return the last date in a text."""
    matches = list(_ANY.finditer(text))
    return _day(matches[-1][0]) if matches else None


def _day(text: str) -> date | None:
    """Return the day that one date in whatever form names, or None when there is no such day."""
    parts = _PARTS.findall(text)
    month = next((part for part in parts if part.lower() in _MONTHS), None)
    if month:
        day, year = (int(part) for part in parts if part != month)
        numbers: list[int | None] = [year, _MONTHS.index(month.lower()) + 1, day]
    else:
        numbers = [value(part) for part in parts]
    try:
        return date(*(number for number in numbers if number is not None))
    except (TypeError, ValueError):
        return None
