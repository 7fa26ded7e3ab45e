"""What is cited as official stands in the text of the law."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry import cleaning, need_to_report, reminders
from registry.citation import Certainty, Citation, Law
from registry.time_limits import LIMITS, Limit

_NUMERALS = " 一二三四五六七八九"


def cited() -> Iterator[Citation]:
    """Every official citation of an article, in all tables."""
    bases = [
        *(limit.basis for limit in LIMITS.values()),
        *(rule.basis for rule in reminders.RULES),
        *(rule.basis for rule in cleaning.RULES.values()),
        *(one for row in need_to_report.ROWS for one in row.advice.citations),
    ]
    for basis in dict.fromkeys(bases):
        if basis and basis.certainty is Certainty.OFFICIAL and basis.article:
            yield basis


def numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else _NUMERALS[tens] + "十")
    return head + _NUMERALS[ones].strip()


def article_text(shared: Path, law: str, number: int) -> str:
    text = (shared / "data" / "laws" / f"{law}.md").read_text("utf-8")
    start = re.search(rf"^第{numeral(number)}条", text, re.MULTILINE)
    assert start, f"{law} has no article {number}"
    rest = text[start.end() :]
    end = re.search(r"^第[一二三四五六七八九十百零]+条", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def test_every_cited_article_exists(shared: Path) -> None:
    for citation in cited():
        assert citation.article
        assert article_text(shared, citation.law.zh, citation.article)


def test_every_official_limit_stands_in_its_article(shared: Path) -> None:
    for limit in LIMITS.values():
        basis = limit.basis
        if basis is None or basis.certainty is not Certainty.OFFICIAL or not basis.article:
            continue
        amount = f"(?:{limit.amount}|{numeral(limit.amount)})(?:个工作)?日"
        text = article_text(shared, basis.law.zh, basis.article)

        assert re.search(amount, text), limit.key


@pytest.mark.parametrize(
    ("law", "article", "words"),
    [
        (Law.PHYSICIANS, 13, "集体办理注册手续"),
        (Law.PHYSICIANS, 14, "执业地点、执业类别、执业范围"),
        (Law.PHYSICIANS, 14, "增加执业范围"),
        (Law.PHYSICIANS, 15, "二个以上医疗卫生机构定期执业"),
        (Law.PHYSICIANS, 17, "中止医师执业活动满二年"),
        (Law.PHYSICIANS, 18, "规范化培训、进修、对口支援、会诊"),
        (Law.PHYSICIANS, 18, "医疗联合体内"),
        (Law.PHYSICIANS, 19, "重新注册"),
        (Law.PHYSICIANS, 20, "执业满五年"),
        (Law.PHYSICIANS, 27, "公共场所急救"),
        (Law.PHYSICIANS, 30, "经所在医疗卫生机构同意"),
        (Law.PHYSICIANS, 34, "在执业医师的指导下"),
        (Law.PHYSICIANS, 42, "考核周期为三年"),
        (Law.PHYSICIANS, 57, "一万元以上三万元以下"),
        (Law.LICENSING, 32, "逾期不告知的，自收到申请材料之日起即为受理"),
        (Law.RURAL_DOCTORS, 16, "期满前3个月申请再注册"),
    ],
)
def test_a_rule_says_what_its_article_says(
    shared: Path, law: Law, article: int, words: str
) -> None:
    assert words in article_text(shared, law.zh, article)


def test_every_limit_has_its_basis_or_is_the_operators_own() -> None:
    own = [key for key, limit in LIMITS.items() if limit.basis is None]

    assert own == [Limit.INSTITUTION_CONFIRMATION]
