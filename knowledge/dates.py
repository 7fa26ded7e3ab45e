"""Dates found in legal texts: promulgation, entry into force, and dates inside questions."""

import re
from datetime import date

from knowledge.numerals import NUMERAL, value

_DAY = rf"({NUMERAL})\s*年\s*({NUMERAL})\s*月\s*({NUMERAL})\s*日"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CHINESE = re.compile(_DAY)
_IN_FORCE = re.compile(rf"(?:自|从|于)?\s*{_DAY}\s*起?\s*(?:施行|实施|生效|执行)")
_ON_ISSUE = re.compile(r"自(?:公布|发布|颁布|印发|下发)之日起\s*(?:施行|实施|生效|执行)")
_ISSUED = re.compile(rf"{_DAY}.{{0,40}}?(?:通过|公布|发布|颁布|修订|修正|印发|批准)")


def parse_day(text: str) -> date | None:
    """Return the first ISO or Chinese date in a text, or None."""
    match = _ISO.search(text) or _CHINESE.search(text)
    return _day(match) if match else None


def all_days(text: str) -> list[date]:
    """Return every ISO date in a text, in order."""
    return [day for match in _ISO.finditer(text) if (day := _day(match))]


def issued(text: str) -> date | None:
    """Return the last date on which the text says it was passed, issued or revised."""
    days = [day for match in _ISSUED.finditer(text) if (day := _day(match))]
    return max(days, default=None)


def in_force(preamble: str, closing: str, promulgated: date | None) -> date | None:
    """Return the day a text takes effect by its own words, or None when it does not say."""
    for text in (closing, preamble):
        days = [day for match in _IN_FORCE.finditer(text) if (day := _day(match))]
        if days:
            return days[-1]
        if _ON_ISSUE.search(text):
            return promulgated
    return None


def _day(match: re.Match[str]) -> date | None:
    parts = [value(part) for part in match.groups()[:3]]
    if None in parts:
        return None
    try:
        return date(*(part for part in parts if part is not None))
    except ValueError:
        return None
