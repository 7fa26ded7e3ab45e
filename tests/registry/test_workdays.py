"""Working days follow the published calendar, and say so where there is none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.workdays import (
    Calendar,
    WorkdayCount,
    add_workdays,
    is_workday,
    next_workday,
    workdays_left,
)

CALENDAR_2027 = Calendar(
    years=frozenset({2027}),
    holidays=frozenset({date(2027, 1, 1)}),
    make_up_days=frozenset({date(2027, 1, 3)}),
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2026, 2, 17), False),
        (date(2030, 10, 1), True),
    ],
)
def test_holidays_and_make_up_days_are_known(day: date, works: bool) -> None:
    assert works == is_workday(day)


@pytest.mark.parametrize(
    ("start", "count", "day", "known"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8), True),
        (date(2026, 9, 30), 3, date(2026, 10, 10), True),
        (date(2026, 11, 23), 20, date(2026, 12, 21), True),
        (date(2026, 12, 21), 20, date(2027, 1, 18), False),
    ],
)
def test_working_days_are_counted_from_the_next_day(
    start: date, count: int, day: date, known: bool
) -> None:
    assert WorkdayCount(day=day, calendar_known=known) == add_workdays(start, count)


def test_the_operator_can_add_a_year() -> None:
    expected = WorkdayCount(day=date(2027, 1, 3), calendar_known=True)

    assert expected == add_workdays(date(2026, 12, 31), 1, CALENDAR_2027)


def test_a_day_off_moves_to_the_next_working_day() -> None:
    assert date(2026, 10, 8) == next_workday(date(2026, 10, 1))
    assert date(2026, 9, 30) == next_workday(date(2026, 9, 30))


@given(st.dates(date(2004, 1, 1), date(2040, 1, 1)), st.integers(1, 60))
def test_days_left_undo_days_added(start: date, count: int) -> None:
    due = add_workdays(start, count).day

    assert count == workdays_left(start, due)
    assert -count == workdays_left(due, start)
    assert is_workday(due)
    assert due - start >= timedelta(days=count)
