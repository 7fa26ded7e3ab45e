"""Quantities are read alike from Chinese and English, so that guides can be held to the law."""

import pytest

from tests.knowledge_content.quantities import Quantity, quantities_en, quantities_zh

CHINESE: list[tuple[str, set[Quantity]]] = [
    ("自受理申请之日起二十个工作日内准予注册", {(20, "day")}),
    ("处违法所得二倍以上五倍以下的罚款", {(2, "times"), (5, "times")}),
    ("一万元以上三万元以下的罚款", {(10_000, "yuan"), (30_000, "yuan")}),
    ("并处5万元以上10万元以下罚款", {(50_000, "yuan"), (100_000, "yuan")}),
    ("责令暂停六个月以上一年以下执业活动", {(6, "month"), (1, "year")}),
    ("抢救结束后6小时内据实补记", {(6, "hour")}),
    ("每日按罚款数额的百分之三加处罚款", {(3, "percent")}),
    ("本法自2022年起施行", set()),
    ("第十五日刊", set()),
]
ENGLISH: list[tuple[str, set[Quantity]]] = [
    ("within 20 working days of acceptance", {(20, "day")}),
    ("a fine of 10,000 to 30,000 yuan", {(10_000, "yuan"), (30_000, "yuan")}),
    ("suspension of six months to one year", {(6, "month"), (1, "year")}),
    ("two to five times the gains", {(2, "times"), (5, "times")}),
    ("three percent a day is added", {(3, "percent")}),
    ("within 48 hours of death, up to seven days", {(48, "hour"), (7, "day")}),
    ("Two years after revocation", {(2, "year")}),
    ("the two-year stop", {(2, "year")}),
    ("every day", set()),
]


@pytest.mark.parametrize(("text", "expected"), CHINESE)
def test_chinese_quantities_are_read(text: str, expected: set[Quantity]) -> None:
    assert quantities_zh(text) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_quantities_are_read(text: str, expected: set[Quantity]) -> None:
    assert quantities_en(text) == expected
