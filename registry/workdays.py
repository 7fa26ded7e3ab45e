"""Working days of the State Council's calendar, with its holidays and make-up working days."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from registry.frozen import Frozen

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class Calendar(Frozen):
    """Years that the operator adds before a new release of the calendar package knows them.

    `holidays` and `make_up_days` hold the exceptions from Monday to Friday in `years`.
    """

    years: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()


class WorkdayCount(Frozen):
    """A counted day; `calendar_known` is False where only weekends could be left out."""

    day: date
    calendar_known: bool


PACKAGED_ONLY = Calendar()


def is_workday(day: date, calendar: Calendar = PACKAGED_ONLY) -> bool:
    """Whether people work that day; in years without a calendar, Monday to Friday."""
    if day.year in calendar.years:
        is_weekday = day.weekday() < _SATURDAY and day not in calendar.holidays
        return is_weekday or day in calendar.make_up_days
    holidays, make_up_days, years = _packaged()
    if day.year not in years:
        return day.weekday() < _SATURDAY
    return day in make_up_days or (day.weekday() < _SATURDAY and day not in holidays)


def calendar_known(first: date, last: date, calendar: Calendar = PACKAGED_ONLY) -> bool:
    """Whether every year from `first` to `last` has its published holidays."""
    known = _packaged()[2] | calendar.years
    return all(year in known for year in range(first.year, last.year + 1))


def add_workdays(start: date, count: int, calendar: Calendar = PACKAGED_ONLY) -> WorkdayCount:
    """The `count`-th working day after `start`, which is not counted itself (count ≥ 1)."""
    days = (day for day in _days_after(start) if is_workday(day, calendar))
    last = start
    for _ in range(count):
        last = next(days)
    return WorkdayCount(day=last, calendar_known=calendar_known(start, last, calendar))


def workdays_left(today: date, due: date, calendar: Calendar = PACKAGED_ONLY) -> int:
    """Working days after `today` up to and with `due`; negative when `due` has passed."""
    if due < today:
        return -workdays_left(due, today, calendar)
    span = (due - today).days
    return sum(is_workday(today + _ONE_DAY * n, calendar) for n in range(1, span + 1))


def next_workday(day: date, calendar: Calendar = PACKAGED_ONLY) -> date:
    """`day` itself if people work then, else the first day after it when they do."""
    if is_workday(day, calendar):
        return day
    return next(later for later in _days_after(day) if is_workday(later, calendar))


def _days_after(start: date) -> Iterator[date]:
    day = start
    while True:
        day += _ONE_DAY
        yield day


@cache
def _packaged() -> tuple[frozenset[date], frozenset[date], frozenset[int]]:
    import chinese_calendar  # imported on first use: not every start counts days

    holidays = frozenset(chinese_calendar.holidays)
    years = frozenset(day.year for day in holidays)
    return holidays, frozenset(chinese_calendar.workdays), years
