"""Days as people write them, in Chinese and English."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from registry.date_forms import DAY_MISSING, FORMS, Reader
from registry.date_text import plain
from registry.frozen import Frozen
from registry.problem import Mistake, Problem

YEARS = range(1900, 2101)


class DateWindow(StrEnum):
    """Which side of today a day may lie on; today itself is in every window."""

    ANY = "any"
    PAST = "past"
    FROM_TODAY = "from_today"


class Ambiguous(Frozen):
    """A text that names more than one day; the person is asked which, in the order of `options`."""

    options: tuple[date, ...]


def parse(
    text: str, today: date, window: DateWindow = DateWindow.ANY
) -> date | Ambiguous | Mistake:
    """The day that `text` names, seen from `today`.

    A day without its year is the nearest in the window, and ambiguous where the window allows
    both sides. Day and month in unclear order ("1/3/2026") are ambiguous.
    """
    written = plain(text)
    if not written:
        return Mistake(problem=Problem.EMPTY)
    for pattern, read in FORMS:
        match = pattern.fullmatch(written)
        if match:
            return _settle(tuple(_days(read, match, today)), today, window)
    incomplete = DAY_MISSING.fullmatch(written)
    return Mistake(problem=Problem.DAY_MISSING if incomplete else Problem.NOT_A_DATE)


def _days(read: Reader, match: re.Match[str], today: date) -> Iterator[date]:
    for year, month, day in read(match, today):
        if year in YEARS and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
            yield date(year, month, day)


def _settle(days: tuple[date, ...], today: date, window: DateWindow) -> date | Ambiguous | Mistake:
    if not days:
        return Mistake(problem=Problem.DATE_IMPOSSIBLE)
    allowed = sorted(day for day in set(days) if _inside(day, today, window))
    if not allowed:
        past = window is DateWindow.FROM_TODAY
        return Mistake(problem=Problem.DATE_IN_PAST if past else Problem.DATE_IN_FUTURE)
    return allowed[0] if len(allowed) == 1 else Ambiguous(options=tuple(allowed))


def _inside(day: date, today: date, window: DateWindow) -> bool:
    if window is DateWindow.PAST:
        return day <= today
    return window is DateWindow.ANY or day >= today
