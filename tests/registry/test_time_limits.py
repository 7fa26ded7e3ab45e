"""Deadlines are the law's, or a province's shorter promise beside the law's."""

from datetime import date

import pytest

from registry.time_limits import LIMITS, Limit, Promise, deadline, shift_months

PROMISES = (
    Promise(province="42", key=Limit.CHANGE_DECISION, amount=10),
    Promise(province="43", key=Limit.CHANGE_DECISION, amount=30),
)
START = date(2026, 9, 28)


@pytest.mark.parametrize(
    ("province", "due", "promised"),
    [
        (None, date(2026, 10, 30), False),
        ("11", date(2026, 10, 30), False),
        ("42", date(2026, 10, 16), True),
        ("43", date(2026, 10, 30), False),
    ],
)
def test_a_promise_counts_only_where_it_is_shorter(
    province: str | None, due: date, promised: bool
) -> None:
    answer = deadline(Limit.CHANGE_DECISION, START, province, PROMISES)

    assert (due, promised) == (answer.due, answer.promised)
    assert date(2026, 10, 30) == answer.legal_due


def test_a_limit_in_days_that_ends_on_a_holiday_moves_to_the_next_working_day() -> None:
    answer = deadline(Limit.INSTITUTION_REPORT, date(2026, 9, 1))

    assert date(2026, 10, 8) == answer.due


def test_a_count_into_an_unpublished_year_says_so() -> None:
    assert not deadline(Limit.REGISTRATION_DECISION, date(2026, 12, 20)).calendar_known


def test_every_limit_is_in_the_table_and_counts_something() -> None:
    assert set(Limit) == set(LIMITS)
    assert all(limit.amount > 0 for limit in LIMITS.values())


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 24, date(2028, 12, 15)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, expected: date) -> None:
    assert expected == shift_months(day, months)
