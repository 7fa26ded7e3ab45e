"""When each text is the one to quote."""

from datetime import date

import pytest

from knowledge.document import Heading
from knowledge.reply import Currency
from knowledge.versions import Window, currency, windows

KEYS = frozenset({"1", "2"})


def heading(name: str, since: int | None, **more: object) -> Heading:
    day = date(since, 1, 1) if since else None
    facts = {"document": name, "title": "某法", "first_in_force": day, "in_force_from": day}
    return Heading.model_validate(facts | more)


def ends(*headings: Heading) -> list[int | None]:
    found = windows(headings, [KEYS] * len(headings))
    return [window.ends.year if window.ends else None for window in found]


def test_each_version_lasts_until_the_next() -> None:
    assert [2010, 2020, None] == ends(heading("a", 2000), heading("b", 2010), heading("c", 2020))


def test_a_version_that_ends_before_the_next_begins_ends_on_its_own_day() -> None:
    own = heading("a", 2000, in_force_to=date(2005, 1, 1))
    found = windows([own, heading("b", 2010)], [KEYS, KEYS])

    assert (date(2005, 1, 1), "b") == (found[0].ends, found[0].newer)


def test_a_text_without_a_date_is_no_version_of_another() -> None:
    assert [None, None] == ends(heading("a", None), heading("b", 2010))


def test_parts_of_one_code_are_no_versions_of_each_other() -> None:
    parts = [heading("a", 2020), heading("b", 2021)]
    found = windows(parts, [frozenset({"1"}), frozenset({"2"})])

    assert [None, None] == [window.ends for window in found]


def test_a_law_ends_when_another_repeals_it() -> None:
    old, new = heading("a", 2000), heading("b", 2022, title="新法", supersedes=("某法",))
    found = windows([old, new], [KEYS, KEYS])

    assert (date(2022, 1, 1), "b", True) == (found[0].ends, found[0].newer, found[0].repealed)


WINDOW = Window(
    begins=date(2000, 1, 1), text_from=date(2012, 1, 1), ends=date(2020, 1, 1), newer="b"
)


@pytest.mark.parametrize(
    ("year", "newest", "expected"),
    [
        (1999, None, Currency.NOT_YET),
        (2005, None, Currency.LATER_TEXT),
        (2015, None, Currency.IN_FORCE),
        (2015, 2014, Currency.NEWER_KNOWN),
        (2013, 2014, Currency.IN_FORCE),
        (2021, None, Currency.SUPERSEDED),
    ],
)
def test_a_text_stands_differently_on_different_days(
    year: int, newest: int | None, expected: Currency
) -> None:
    known = date(newest, 1, 1) if newest else None

    assert expected == currency(WINDOW, date(year, 6, 1), known)[0]


def test_a_text_that_ended_without_another_has_expired() -> None:
    alone = WINDOW.model_copy(update={"newer": None})

    assert (Currency.EXPIRED, alone.ends) == currency(alone, date(2021, 6, 1), None)
