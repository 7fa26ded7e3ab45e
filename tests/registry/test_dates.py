"""Days are read as people write them, and asked back where they could mean two."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import dates
from registry.dates import Ambiguous, DateWindow
from registry.problem import Mistake, Problem

TODAY = date(2026, 11, 25)
"""A Wednesday."""

MARCH_1 = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026年3月1日", MARCH_1),
        ("2026年03月01号", MARCH_1),
        ("2026 年 3 月 1 日", MARCH_1),
        ("２０２６年３月１日", MARCH_1),
        ("二〇二六年三月一日", MARCH_1),
        ("二零二六年三月一號", MARCH_1),
        ("26年3月1日", MARCH_1),
        ("85年3月1日", date(1985, 3, 1)),
        ("2026-3-1", MARCH_1),
        ("2026/03/01", MARCH_1),
        ("2026.3.1", MARCH_1),
        ("26-3-1", MARCH_1),
        ("20260301", MARCH_1),
        ("2026年3月1日（周日）", MARCH_1),
        ("2026年3月1日 星期日", MARCH_1),
        ("2026-03-01 08:30", MARCH_1),
        ("2026-03-01T08:30:00", MARCH_1),
        ("从2026年3月1日开始", MARCH_1),
        ("2026年3月1日上午9点", MARCH_1),
        ("2026年三月份一号", MARCH_1),
        ("二〇二六年元月一日", date(2026, 1, 1)),
        ("明儿个", date(2026, 11, 26)),
        ("明天上午", date(2026, 11, 26)),
        ("tomorrow morning", date(2026, 11, 26)),
        ("Monday next week", date(2026, 11, 30)),
        ("next week Friday", date(2026, 12, 4)),
        ("this coming Friday", date(2026, 11, 27)),
        ("2026 Mar 1", MARCH_1),
        ("二〇二六年十二月二十三日", date(2026, 12, 23)),
        ("13/3/2026", date(2026, 3, 13)),
        ("3/13/2026", date(2026, 3, 13)),
        ("3/3/2026", date(2026, 3, 3)),
        ("今年3月1日", MARCH_1),
        ("明年三月一号", date(2027, 3, 1)),
        ("今天", TODAY),
        ("明天", date(2026, 11, 26)),
        ("後天", date(2026, 11, 27)),
        ("大后天", date(2026, 11, 28)),
        ("昨天", date(2026, 11, 24)),
        ("下周一", date(2026, 11, 30)),
        ("下週五", date(2026, 12, 4)),
        ("下个星期天", date(2026, 12, 6)),
        ("下下周一", date(2026, 12, 7)),
        ("这周五", date(2026, 11, 27)),
        ("上周三", date(2026, 11, 18)),
        ("下个月1号", date(2026, 12, 1)),
        ("下個月十五號", date(2026, 12, 15)),
        ("本月30日", date(2026, 11, 30)),
        ("月底", date(2026, 11, 30)),
        ("下个月底", date(2026, 12, 31)),
        ("年底", date(2026, 12, 31)),
        ("三天后", date(2026, 11, 28)),
        ("两周后", date(2026, 12, 9)),
        ("一个月后", date(2026, 12, 25)),
        ("半年后", date(2027, 5, 25)),
        ("十天前", date(2026, 11, 15)),
        ("today", TODAY),
        ("Tomorrow", date(2026, 11, 26)),
        ("the day after tomorrow", date(2026, 11, 27)),
        ("next Monday", date(2026, 11, 30)),
        ("this Friday", date(2026, 11, 27)),
        ("last Friday", date(2026, 11, 20)),
        ("March 1, 2026", MARCH_1),
        ("1 March 2026", MARCH_1),
        ("Mar. 1st, 2026", MARCH_1),
        ("the 1st of March 2026", MARCH_1),
        ("1-Mar-2026", MARCH_1),
        ("the 1st of next month", date(2026, 12, 1)),
        ("in 3 days", date(2026, 11, 28)),
        ("in two weeks", date(2026, 12, 9)),
        ("a week ago", date(2026, 11, 18)),
        ("end of this month", date(2026, 11, 30)),
        ("the last day of next month", date(2026, 12, 31)),
        ("in one day", date(2026, 11, 26)),
        ("end of the year", date(2026, 12, 31)),
    ],
)
def test_a_clear_day_is_read(typed: str, day: date) -> None:
    assert day == dates.parse(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("1/3/2026", (date(2026, 1, 3), MARCH_1)),
        ("3月1日", (MARCH_1, date(2027, 3, 1))),
        ("12月1日", (date(2025, 12, 1), date(2026, 12, 1))),
        ("March 1", (MARCH_1, date(2027, 3, 1))),
        ("周五", (date(2026, 11, 20), date(2026, 11, 27))),
        ("Friday", (date(2026, 11, 20), date(2026, 11, 27))),
        ("next Friday", (date(2026, 11, 27), date(2026, 12, 4))),
        ("last Monday", (date(2026, 11, 16), date(2026, 11, 23))),
        ("26-03-01", (date(2001, 3, 26), MARCH_1)),
        ("1号", (date(2026, 11, 1), date(2026, 12, 1))),
        ("the 1st", (date(2026, 11, 1), date(2026, 12, 1))),
        ("廿七号", (date(2026, 10, 27), date(2026, 11, 27))),
        ("3-1", (MARCH_1, date(2027, 3, 1))),
        ("30号", (date(2026, 10, 30), date(2026, 11, 30))),
    ],
)
def test_an_unclear_day_is_asked_back(typed: str, options: tuple[date, ...]) -> None:
    assert Ambiguous(options=options) == dates.parse(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "window", "day"),
    [
        ("3月1日", DateWindow.FROM_TODAY, date(2027, 3, 1)),
        ("3月1日", DateWindow.PAST, MARCH_1),
        ("周五", DateWindow.FROM_TODAY, date(2026, 11, 27)),
        ("1号", DateWindow.FROM_TODAY, date(2026, 12, 1)),
        ("1号", DateWindow.PAST, date(2026, 11, 1)),
        ("11月25日", DateWindow.ANY, TODAY),
        ("今天", DateWindow.PAST, TODAY),
        ("今天", DateWindow.FROM_TODAY, TODAY),
        ("1/12", DateWindow.FROM_TODAY, None),
    ],
)
def test_the_window_settles_what_it_can(typed: str, window: DateWindow, day: date | None) -> None:
    answer = dates.parse(typed, TODAY, window)

    assert day == (None if isinstance(answer, Ambiguous) else answer)


@pytest.mark.parametrize(
    ("typed", "window", "problem"),
    [
        ("", DateWindow.ANY, Problem.EMPTY),
        ("。", DateWindow.ANY, Problem.EMPTY),
        ("2026年2月30日", DateWindow.ANY, Problem.DATE_IMPOSSIBLE),
        ("2026-13-1", DateWindow.ANY, Problem.DATE_IMPOSSIBLE),
        ("13月1日", DateWindow.ANY, Problem.DATE_IMPOSSIBLE),
        ("1026-3-1", DateWindow.ANY, Problem.DATE_IMPOSSIBLE),
        ("2026年3月", DateWindow.ANY, Problem.DAY_MISSING),
        ("March 2026", DateWindow.ANY, Problem.DAY_MISSING),
        ("下个月", DateWindow.ANY, Problem.DAY_MISSING),
        ("下周", DateWindow.ANY, Problem.DAY_MISSING),
        ("月中", DateWindow.ANY, Problem.DAY_MISSING),
        ("明年1月", DateWindow.ANY, Problem.DAY_MISSING),
        ("next week", DateWindow.ANY, Problem.DAY_MISSING),
        ("last month", DateWindow.ANY, Problem.DAY_MISSING),
        ("随便", DateWindow.ANY, Problem.NOT_A_DATE),
        ("soon", DateWindow.ANY, Problem.NOT_A_DATE),
        ("三十", DateWindow.ANY, Problem.NOT_A_DATE),
        ("2026-3-1", DateWindow.FROM_TODAY, Problem.DATE_IN_PAST),
        ("明天", DateWindow.PAST, Problem.DATE_IN_FUTURE),
    ],
)
def test_each_wrong_day_is_told_apart(typed: str, window: DateWindow, problem: Problem) -> None:
    assert Mistake(problem=problem) == dates.parse(typed, TODAY, window)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_full_day_reads_the_same_whenever_it_is_read(day: date, today: date) -> None:
    written = (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month}-{day.day}",
        f"{day:%Y%m%d}",
    )

    assert [day] * 3 == [dates.parse(text, today) for text in written]


@given(st.text(max_size=150), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_no_text_breaks_the_parser(text: str, today: date) -> None:
    dates.parse(text, today)


@given(
    st.integers(1, 12),
    st.integers(1, 31),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.sampled_from(DateWindow),
)
def test_a_day_without_its_year_stays_in_the_window(
    month: int, day: int, today: date, window: DateWindow
) -> None:
    answer = dates.parse(f"{month}月{day}日", today, window)

    days = answer.options if isinstance(answer, Ambiguous) else (answer,)
    for read in days:
        if isinstance(read, date):
            assert (month, day) == (read.month, read.day)
            assert window is not DateWindow.PAST or read <= today
            assert window is not DateWindow.FROM_TODAY or read >= today
