"""Chinese and English texts of one law: one match, the Chinese first, paired by number alone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.reply import Answer, Candidates, Citation, Refusal, RefusalKind

TODAY = date(2026, 11, 23)
Write = Callable[[str, str], Path]
CHINESE = """# 中华人民共和国消防法

2018年4月27日 第二次修正

第一条 为了发展精神卫生事业，制定本法。

第二条 公民应当提高精神健康水平，患者的隐私受保护。

医疗机构应当每年评估患者的用药。

第三条 患者出院时，医师应当在三日内书面告知其监护人。

第四条 本法自2013年5月1日起施行。
"""
ENGLISH = """# Fire Protection Law of the People's Republic of China

(Second amendment issued on April 27, 2018)

Article 1 This Law is enacted to develop mental health services.

Article 2 Citizens shall improve their mental health; the privacy of patients is protected.

Medical institutions shall review the medication of patients every year.

Article 3 When a patient is discharged, the physician shall notify the guardian in writing within three days.

Article 4 This Law shall come into force as of May 1, 2013.
"""
QUESTION = "Within how many days must a discharged patient's guardian be notified in writing?"


@pytest.fixture
def pair(tmp_path: Path, write: Write) -> KnowledgeBase:
    """A base with both texts of one law."""
    kb = KnowledgeBase(tmp_path / "home")
    kb.add([write("消防法.md", CHINESE), write("mental.md", ENGLISH)])
    return kb


def cited(base: KnowledgeBase, question: str) -> Citation:
    reply = base.ask(question, today=TODAY)
    assert isinstance(reply, Answer | Candidates), reply
    return reply.citations[0]


def test_texts_of_one_law_and_version_are_paired_by_their_titles(pair: KnowledgeBase) -> None:
    assert pair.pairs() == {"mental.md": ("消防法.md",)}


@pytest.mark.parametrize("question", [QUESTION, "患者出院，几日内书面告知监护人？"])
def test_a_match_in_either_text_is_quoted_in_chinese_with_the_english_beneath(
    pair: KnowledgeBase, question: str
) -> None:
    quoted = cited(pair, question)
    assert quoted.translation is not None

    assert ("消防法.md", "3") == (quoted.document, quoted.article)
    assert "三日内" in quoted.lines[0]
    assert ("Article 3", "mental.md") == (quoted.translation.label, quoted.translation.document)
    assert "within three days" in quoted.translation.lines[0]


def test_no_article_is_listed_twice(pair: KnowledgeBase) -> None:
    reply = pair.ask(QUESTION, today=TODAY)
    listed = [(each.document, each.article) for each in reply.candidates]
    found = [(each.document, each.article) for each in pair.search(QUESTION)]

    assert len(listed) == len(set(listed))
    assert len(found) == len(set(found))
    assert {"消防法.md"} == {document for document, _ in (*listed, *found)}


def test_lines_of_an_article_go_together_where_both_texts_have_as_many(
    pair: KnowledgeBase,
) -> None:
    quoted = cited(pair, "Must medical institutions review medication every year?")
    assert quoted.translation is not None

    assert len(quoted.lines) == len(quoted.translation.lines)


def test_an_article_of_fewer_lines_is_shown_whole(tmp_path: Path, write: Write) -> None:
    base = KnowledgeBase(tmp_path / "home")
    joined = ENGLISH.replace("protected.\n\nMedical", "protected. Medical")
    base.add([write("消防法.md", CHINESE), write("mental.md", joined)])
    article = base.article("消防法.md", "2", TODAY)
    assert article is not None and article.translation is not None

    assert (2, 1) == (len(article.lines), len(article.translation.lines))


def test_the_whole_article_comes_with_its_english(pair: KnowledgeBase) -> None:
    articles = [pair.article("消防法.md", key, TODAY) for key in "1234"]

    assert ["Article 1", "Article 2", "Article 3", "Article 4"] == [
        one.translation.label for one in articles if one and one.translation
    ]


def test_an_article_by_its_number_is_found_once(pair: KnowledgeBase) -> None:
    reply = pair.ask("Article 3 of the Fire Protection Law", today=TODAY)

    assert isinstance(reply, Answer)
    assert [(one.document, one.article) for one in reply.citations] == [("消防法.md", "3")]


@pytest.mark.parametrize(
    "english",
    [
        ENGLISH.replace("April 27, 2018", "October 26, 2012"),
        ENGLISH.replace("April 27", "March 3").replace("May 1, 2013", "June 1, 2013"),
        ENGLISH.replace("Fire Protection Law", "Fire Act"),
    ],
)
def test_another_version_or_title_is_paired_only_by_a_person(
    tmp_path: Path, write: Write, english: str
) -> None:
    base = KnowledgeBase(tmp_path / "home")
    base.add([write("消防法.md", CHINESE), write("other.md", english)])
    before = base.pairs()
    said = [base.pair("other.md", "消防法.md"), base.pairs()]
    base.pair("other.md", "")

    assert before == base.pairs() == {}
    assert said == [True, {"other.md": ("消防法.md",)}]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("none.md", "消防法.md"), ("mental.md", "none.md"), ("消防法.md", "消防法.md"),
     ("mental.md", "mental.md")],
)  # fmt: skip
def test_what_is_not_there_or_of_the_wrong_language_is_not_paired(
    pair: KnowledgeBase, english: str, chinese: str
) -> None:
    assert not pair.pair(english, chinese)


def test_the_english_of_a_law_without_its_chinese_says_so(tmp_path: Path, write: Write) -> None:
    base = KnowledgeBase(tmp_path / "home")
    base.add([write("mental.md", ENGLISH)])
    by_name = cited(base, "Article 3 of the Fire Protection Law")

    assert ("mental.md", "3") == (by_name.document, by_name.article)
    assert by_name.translated_only


def test_a_translation_ends_with_what_it_translates(pair: KnowledgeBase, write: Write) -> None:
    repealing = "# 示范新法\n第一条 甲。\n第二条 本法自2020年1月1日起施行，《消防法》同时废止。"
    pair.add([write("新法.md", repealing)])
    reply = pair.ask("Article 3 of the Fire Protection Law", today=TODAY)

    assert isinstance(reply, Refusal) and reply.kind is RefusalKind.NOT_IN_FORCE_THEN


def test_parts_of_a_code_share_one_translation(tmp_path: Path, write: Write) -> None:
    base = KnowledgeBase(tmp_path / "home")
    parts = {
        "人格权.md": "第九百九十条 人格权受法律保护。",
        "侵权.md": "第一千二百二十二条 推定医疗机构有过错。",
    }
    head = "# 中华人民共和国民法典\n2021年1月1日 施行\n"
    english = "# Civil Code of the People's Republic of China\neffective January 1, 2021\n"
    english += "Article 990 Personality rights are protected.\n"
    english += "Article 1222 The institution is presumed at fault."
    base.add([write(name, head + text) for name, text in parts.items()])
    base.add([write("code.md", english)])

    assert base.pairs() == {"code.md": ("人格权.md", "侵权.md")}
    assert ("侵权.md", "1222") == (
        cited(base, "Article 1222 of the Civil Code").document,
        cited(base, "Article 1222 of the Civil Code").article,
    )
