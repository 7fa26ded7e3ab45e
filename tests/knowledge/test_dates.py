"""Days of force: found in the words of a text with where they stand, or given by a person."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.dates import expiry, in_force, issued
from knowledge.document import Added, Dates, Heading, Origin
from knowledge.formats.marked import from_text, to_document
from knowledge.reply import Answer, Candidates, Currency

TODAY = date(2026, 11, 23)
Write = Callable[[str, str], Path]
UNDATED = "# 示范考核办法\n第一条 医师每三年考核一次。\n第二条 考核不合格的，暂停执业六个月。"


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("本办法自2022年3月1日起施行。", date(2022, 3, 1), "自2022年3月1日起施行"),
        ("本法自二〇〇七年五月一日起施行", date(2007, 5, 1), "自二〇〇七年五月一日起施行"),
        ("施行日期：2024-02-01", date(2024, 2, 1), "施行日期：2024-02-01"),
        (
            "This Law shall come into force as of March 1, 2022.",
            date(2022, 3, 1),
            "into force as of March 1, 2022",
        ),
        (
            "These Measures take effect on 1st July 2019.",
            date(2019, 7, 1),
            "take effect on 1st July 2019",
        ),
        ("自公布之日起施行", date(2020, 1, 2), "自公布之日起施行"),
        (
            "effective on the date of promulgation",
            date(2020, 1, 2),
            "effective on the date of promulg",
        ),
    ],
)
def test_the_day_in_force_is_found_with_the_words_that_say_so(
    text: str, day: date, words: str
) -> None:
    found = in_force(text, date(2020, 1, 2))

    assert found is not None
    assert (day, words) == (found.day, found.words[: len(words)])


@pytest.mark.parametrize(
    "text", ["医师每三年考核一次。", "自2022年13月1日起施行", "March 1, 2022", "自公布之日起施行"]
)
def test_a_text_that_does_not_say_when_is_not_guessed_at(text: str) -> None:
    assert in_force(text, None) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("有效期至2024年12月31日", date(2025, 1, 1)),
        ("自印发之日起施行，有效期五年。", date(2025, 3, 1)),
        ("有效期为2年", date(2022, 3, 1)),
        ("本办法由本委负责解释。", None),
    ],
)
def test_the_end_of_a_text_is_the_day_after_its_last(text: str, day: date | None) -> None:
    assert day == expiry(text, date(2020, 3, 1))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021年8月20日 第三十次会议通过", date(2021, 8, 20)),
        ("2018年10月26日 第一次修正 2023年12月29日 第二次修正", date(2023, 12, 29)),
        ("(Adopted at the 30th Meeting of the Committee on August 20, 2021)", date(2021, 8, 20)),
    ],
)
def test_the_day_of_issue_is_the_last_one_named(text: str, day: date) -> None:
    found = issued(text)

    assert found is not None and day == found.day


def heading(text: str) -> Heading:
    return to_document("x.md", from_text(text)).heading


@pytest.mark.parametrize(
    ("text", "origin", "words"),
    [
        ("<!--\nin_force: 2015-06-01\n-->\n# 甲\n第一条 乙。", Origin.HEADER, "2015-06-01"),
        ("# 甲\n第一条 乙。\n第二条 本办法自2015年6月1日起施行。", Origin.TEXT,
         "第二条 自2015年6月1日起施行"),
        ("# 甲\n2015年6月1日起施行\n第一条 乙。", Origin.TEXT, "2015年6月1日起施行"),
        ("# 甲\n2016年2月6日 第一次修订\n第一条 乙。\n第二条 自2015年6月1日起施行。", Origin.TEXT,
         "2016年2月6日 第一次修订"),
        (UNDATED, None, ""),
    ],
)  # fmt: skip
def test_a_text_tells_where_its_day_was_found(text: str, origin: Origin | None, words: str) -> None:
    found = heading(text)

    assert (origin, words) == (found.origin, found.words)


def test_a_given_day_takes_the_place_of_the_found_one_and_the_law_keeps_its_first() -> None:
    amended = heading("# 甲\n2016年2月6日 第一次修订\n第一条 乙。\n第二条 自2015年6月1日起施行。")
    plain = heading("# 甲\n第一条 乙。\n第二条 自2015年6月1日起施行。")
    given = Dates(since=date(2016, 3, 1))

    assert [
        (one.first_in_force, one.in_force_from, one.origin)
        for one in (amended.dated(given), plain.dated(given))
    ] == [
        (date(2015, 6, 1), date(2016, 3, 1), Origin.GIVEN),
        (date(2016, 3, 1), date(2016, 3, 1), Origin.GIVEN),
    ]


def test_an_undated_text_is_quoted_as_undated_until_its_day_is_given(
    base: KnowledgeBase, write: Write
) -> None:
    base.add([write("考核.md", UNDATED)])
    question, seen = "医师几年考核一次？", []
    for days in ({}, {"考核.md": Dates(since=date(2024, 1, 1))}):
        base.set_dates(days)
        reply = base.ask(question, today=TODAY)
        assert isinstance(reply, Answer | Candidates)
        seen.append((reply.citations[0].currency, reply.citations[0].in_force_from))

    assert seen == [(Currency.UNKNOWN, None), (Currency.IN_FORCE, date(2024, 1, 1))]
    assert "考核.md" not in [c.document for c in base.search(question, as_of=date(2023, 1, 1))]


def test_a_text_is_quoted_no_more_from_its_last_day_on(base: KnowledgeBase) -> None:
    base.set_dates({"废物.md": Dates(since=date(2015, 6, 1), until=date(2026, 1, 1))})
    article = base.article("废物.md", "2", TODAY)

    assert "废物.md" not in [c.document for c in base.search("医疗废物", as_of=TODAY)]
    assert article is not None and article.currency == Currency.EXPIRED


def test_days_that_change_nothing_build_no_index_anew(base: KnowledgeBase) -> None:
    held = {one.heading.document: one.heading.days for one in base.documents()}

    assert base.set_dates(held) == []


def test_a_corrected_day_keeps_the_place_in_the_list(base: KnowledgeBase) -> None:
    names = [one.heading.document for one in base.documents()]
    base.set_dates({names[0]: Dates(since=date(2001, 1, 1))})

    assert names == [one.heading.document for one in base.documents()]


def test_an_undated_text_does_not_take_the_place_of_a_dated_one(
    base: KnowledgeBase, write: Write
) -> None:
    changed = UNDATED.replace("示范考核办法", "示范医疗废物办法")
    outcomes = [
        base.add([write("废物.md", text)])[0] for text in (changed, changed.replace("三年", "两年"))
    ]
    names = [one.document for one in outcomes if isinstance(one, Added)]

    assert names == ["废物@2.md", "废物@2.md"]
    assert "废物.md" in [one.heading.document for one in base.documents()]


def test_a_day_given_on_adding_makes_a_version(base: KnowledgeBase, write: Write) -> None:
    file = write("废物.md", UNDATED.replace("示范考核办法", "示范医疗废物办法"))
    (added,) = base.add([file], Dates(since=date(2025, 1, 1)))

    assert isinstance(added, Added) and added.document == "废物@2025-01-01.md"
    article = base.article("废物.md", "2", TODAY)
    assert article is not None and article.in_force_to == date(2025, 1, 1)
