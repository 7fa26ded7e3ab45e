"""Texts taken apart into articles, items and sections."""

from knowledge.structure import parse


def test_articles_carry_their_chapter_and_their_lines() -> None:
    parsed = parse(["# 某法", "第一章 总 则", "第一条 甲：", "（一）乙；", "第二条　丙。"])

    assert [(p.key, p.path, p.lines) for p in parsed.provisions] == [
        ("1", ("第一章 总 则",), ("甲：", "（一）乙；")),
        ("2", ("第一章 总 则",), ("丙。",)),
    ]


def test_a_new_chapter_ends_the_section_before_it() -> None:
    parsed = parse(["第一章 甲", "第一节 乙", "第一条 一。", "第二章 丙", "第二条 二。"])

    assert [p.path for p in parsed.provisions] == [("第一章 甲", "第一节 乙"), ("第二章 丙",)]


def test_inserted_articles_have_their_own_key() -> None:
    parsed = parse(["第二百三十四条 甲。", "第二百三十四条之一 乙。"])

    assert [p.key for p in parsed.provisions] == ["234", "234-1"]


def test_a_line_that_only_mentions_an_article_goes_on_with_the_one_before() -> None:
    parsed = parse(["第一条 甲。", "第三条规定的情形除外。", "第二条 乙。"])

    assert [p.key for p in parsed.provisions] == ["1", "2"]


def test_numbers_before_the_first_article_are_preamble() -> None:
    parsed = parse(["# 某解释", "一、删除第一项。", "第一条 甲。"])

    assert ([p.key for p in parsed.provisions], parsed.preamble) == (["1"], ["一、删除第一项。"])


def test_an_interpretation_numbered_by_items_has_them_as_articles() -> None:
    parsed = parse(["关于某事的解释", "一、甲。", "二、乙。", "丙。"])

    assert [(p.key, p.lines) for p in parsed.provisions] == [
        ("1", ("甲。",)),
        ("2", ("乙。", "丙。")),
    ]


def test_a_guideline_has_its_headings_as_sections() -> None:
    parsed = parse(["# 某指南", "## 诊断", "甲。", "### 标准", "乙。", "## 治疗", "丙。"])

    assert [(p.key, p.label, p.path) for p in parsed.provisions] == [
        ("s1", "诊断", ()),
        ("s2", "标准", ("诊断",)),
        ("s3", "治疗", ()),
    ]
    assert not parsed.articles


def test_an_article_number_met_twice_keeps_both_texts() -> None:
    parsed = parse(["第一条 甲。", "第一条 乙。"])

    assert [p.key for p in parsed.provisions] == ["1", "1.2"]
