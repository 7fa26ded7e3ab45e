"""The guides are complete, paired, cite articles that exist and quote their numbers rightly."""

import re
from datetime import date
from pathlib import Path

import pytest

from knowledge.vocabulary import Guide, read_guides
from tests.knowledge_content.citations import citations, law_names
from tests.knowledge_content.law_texts import Laws, read_laws
from tests.knowledge_content.quantities import Quantity, quantities_en, quantities_zh

GUIDES = read_guides()
ZH = {guide.id: guide for guide in GUIDES if guide.language == "zh"}
EN = {guide.id: guide for guide in GUIDES if guide.language == "en"}
SERVICES = {
    "change-main-institution",
    "change-scope",
    "change-category",
    "first-registration",
    "multi-institution-filing",
    "additional-registration",
    "assistant-to-physician",
    "deregistration",
    "re-registration",
    "leaving-filing",
    "certificate-reissue",
    "practice-file",
    "account-activation",
    "electronic-licence",
    "periodic-assessment",
    "continuing-education",
    "short-term-practice",
    "objection",
    "need-to-report",
    "selfie-verification",
}
UNVERIFIED = {"zh": "请向当地", "en": "ask your authority"}
HAN = re.compile(r"[㐀-鿿]")
LONGEST = {"zh": 900, "en": 2800}  # characters: a guide is read between two patients


def label(guide: Guide) -> str:
    return f"{guide.id}.{guide.language}"


@pytest.fixture(scope="module")
def laws(shared: Path) -> Laws:
    return read_laws(shared / "data" / "laws")


def test_there_are_at_least_forty_guides_and_one_for_every_service() -> None:
    assert len(ZH) >= 40
    assert SERVICES - set(ZH) == set()


def test_every_guide_is_in_both_languages_with_the_same_cites() -> None:
    assert {key: guide.cites for key, guide in ZH.items()} == {
        key: guide.cites for key, guide in EN.items()
    }


@pytest.mark.parametrize("guide", GUIDES, ids=label)
def test_a_guide_has_title_questions_cites_date_and_sections(guide: Guide) -> None:
    assert guide.title
    assert 4 <= len(guide.questions) <= 8
    assert all(question.endswith(("？", "?")) for question in guide.questions)
    assert len(set(guide.questions)) == len(guide.questions)
    assert guide.cites
    assert guide.updated == date(2026, 11, 23)
    assert guide.body.startswith("## ")
    assert len(guide.body) <= LONGEST[guide.language]


@pytest.mark.parametrize("guide", list(EN.values()), ids=label)
def test_an_english_guide_is_written_in_english(guide: Guide) -> None:
    assert HAN.findall(guide.title + " ".join(guide.questions) + guide.body) == []


def test_no_question_belongs_to_two_guides() -> None:
    owners: dict[str, set[str]] = {}
    for guide in GUIDES:
        for question in guide.questions:
            owners.setdefault(question, set()).add(guide.id)
    assert {question: ids for question, ids in owners.items() if len(ids) > 1} == {}


def test_every_law_has_a_chinese_and_an_english_name(laws: Laws) -> None:
    assert {name.law for name in law_names()} == set(laws)
    assert all(name.title and name.en for name in law_names())


@pytest.mark.parametrize("guide", GUIDES, ids=label)
def test_every_cited_article_exists_and_is_named_in_the_text(guide: Guide, laws: Laws) -> None:
    named = set(citations(guide.body, guide.language, laws))
    assert named == {f"{source.law}:{source.article}" for source in guide.cites}
    assert [cite for cite in sorted(named) if _article(cite, laws) is None] == []


@pytest.mark.parametrize("guide", GUIDES, ids=label)
def test_every_number_stands_in_an_article_cited_beside_it(guide: Guide, laws: Laws) -> None:
    wrong = [
        (sentence, sorted(loose))
        for sentence in _sentences(guide)
        if (loose := _unsupported(sentence, guide.language, laws))
    ]
    assert wrong == []


@pytest.mark.parametrize("guide", list(ZH.values()), ids=label)
def test_no_guide_says_that_the_practice_certificate_expires(guide: Guide) -> None:
    wrong = [
        sentence
        for sentence in _sentences(guide)
        if "执业证" in sentence
        and re.search("有效期|到期|过期", sentence)
        and not re.search("没有|乡村医生|别信", sentence)
    ]
    assert wrong == []


def _sentences(guide: Guide) -> list[str]:
    lines = [line for line in guide.body.splitlines() if line and not line.startswith("#")]
    if guide.language == "zh":
        return [part for line in lines for part in line.split("。") if part]
    return [part for line in lines for part in re.split(r"(?<!art)(?<!arts)\. ", line) if part]


def _unsupported(sentence: str, language: str, laws: Laws) -> set[Quantity]:
    """Return the quantities of a sentence that no article cited in it holds."""
    if UNVERIFIED[language] in sentence.lower():
        return set()
    read = quantities_zh if language == "zh" else quantities_en
    cited = citations(sentence, language, laws)
    held = {q for cite in cited for q in quantities_zh(_article(cite, laws) or "")}
    return read(sentence) - held


def _article(cite: str, laws: Laws) -> str | None:
    law, _, article = cite.rpartition(":")
    return laws.get(law, {}).get(article)
