"""A question that a guide lists is answered by that guide first, in the person's language."""

from datetime import date
from pathlib import Path

import pytest

from bot import guides
from bot.answering import told
from knowledge.base import KnowledgeBase
from tests.bot.test_guides import ASKED

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    base = KnowledgeBase(tmp_path_factory.mktemp("knowledge"))
    base.add([guides.FOLDER])
    return base


def first(base: KnowledgeBase, question: str, lang: str) -> str:
    reply = base.ask(question, today=TODAY)
    result = told(base, reply, lang, guides.answering(question))
    assert result["kind"] == "guide"
    return str(result["citations"][0]["document"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_guides_own_questions_show_their_guide_first(base: KnowledgeBase, lang: str) -> None:
    asked = ASKED[lang][::5]
    right = [first(base, question, lang) == f"{guide}.{lang}.md" for guide, question in asked]

    assert sum(right) / len(right) >= 0.95


def test_the_guide_comes_in_the_language_of_the_person(base: KnowledgeBase) -> None:
    guide, question = ASKED["zh"][0]

    assert first(base, question, "en") == f"{guide}.en.md"


def test_a_law_stays_beside_the_guide_and_is_not_called_one(tmp_path: Path) -> None:
    base = KnowledgeBase(tmp_path / "home")
    law = tmp_path / "医师法.md"
    law.write_text(
        "# 中华人民共和国医师法\n\n2022年3月1日起施行\n\n第十八条 医师变更执业地点、执业类别、"
        "执业范围等注册事项的，应当依照本法规定到准予注册的卫生健康主管部门办理变更注册手续。\n",
        "utf-8",
    )
    base.add([guides.FOLDER, law])
    question = "没变更就去新医院上班可以吗？"

    result = told(base, base.ask(question, today=TODAY), "zh", guides.answering(question))

    currencies = [one["currency"] == "guide" for one in result["citations"]]
    assert currencies[0]
    assert (result["kind"] == "guide_and_law") == (False in currencies)


ENGLISH = """# Physicians Law of the People's Republic of China

Effective March 1, 2022

Article 18 A physician who changes the place of practice shall change the registration.
"""


@pytest.mark.parametrize(
    ("lang", "translation"),
    [
        ("zh", ()),
        ("en", ("A physician who changes the place of practice shall change the registration.",)),
    ],
)
def test_whoever_reads_english_gets_the_english_article_beneath_the_chinese(
    tmp_path: Path, lang: str, translation: tuple[str, ...]
) -> None:
    base = KnowledgeBase(tmp_path / "home")
    law = (
        "# 中华人民共和国医师法\n\n2022年3月1日起施行\n\n第十八条 变更执业地点的，应当变更注册。\n"
    )
    for name, text in (("医师法.md", law), ("law.md", ENGLISH)):
        (tmp_path / name).write_text(text, "utf-8")
        base.add([tmp_path / name])
    (cited,) = told(base, base.ask("Article 18 of the Physicians Law", today=TODAY), lang)[
        "citations"
    ]

    assert cited["lines"] == ("变更执业地点的，应当变更注册。",)
    assert cited["translation"] == translation
    assert bool(cited["translated_as"]) == (lang == "en")
