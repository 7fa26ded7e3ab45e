"""Deadlines are the law's, or a province's shorter promise beside the law's."""

import re
from datetime import date
from pathlib import Path

import pytest

from registry.citation import Certainty
from registry.time_limits import LIMITS, Limit, Promise, Unit, deadline, shift_months

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


def test_every_official_limit_stands_in_the_cited_article(shared: Path) -> None:
    units = {Unit.WORKDAY: "(?:个工作)?日", Unit.DAY: "(?:个工作)?日"}
    for limit in LIMITS.values():
        if limit.basis is None or limit.basis.certainty is not Certainty.OFFICIAL:
            continue
        assert limit.basis.article is not None
        article = article_text(shared, limit.basis.law.zh, limit.basis.article)
        amounts = f"(?:{limit.amount}|{numeral(limit.amount)})"

        assert re.search(amounts + units[limit.unit], article), limit.key


def article_text(shared: Path, law: str, number: int) -> str:
    text = (shared / "data" / "laws" / f"{law}.md").read_text("utf-8")
    start = re.search(rf"^第{numeral(number)}条", text, re.MULTILINE)
    assert start, f"{law} has no article {number}"
    rest = text[start.end() :]
    end = re.search(r"^第[一二三四五六七八九十百零]+条", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    head = "" if not tens else ("十" if tens == 1 else digits[tens] + "十")
    return head + (digits[ones] if ones else "")
