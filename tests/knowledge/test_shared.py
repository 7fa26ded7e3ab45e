"""Over the shared laws: the floors of the product, and data that cites what exists."""

import json
from datetime import date
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.evaluate import read, results, tallies
from knowledge.privacy import patient_details
from knowledge.vocabulary import HERE, read_asked, read_headnotes

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def laws(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    base = KnowledgeBase(tmp_path_factory.mktemp("laws"))
    base.add([shared / "data" / "laws"])
    return base


def test_every_law_is_taken_whole(laws: KnowledgeBase) -> None:
    listed = laws.documents()

    assert (len(listed), sum(document.provisions for document in listed)) == (66, 4440)
    assert all(document.heading.in_force_from for document in listed)


def test_physicians_questions_are_answered_and_others_refused(
    laws: KnowledgeBase, shared: Path
) -> None:
    found = results(laws, read(shared / "data" / "questions.jsonl"), TODAY)
    shares = {tally.language: tally for tally in tallies(found)}

    assert shares["all"].first >= 0.70
    assert shares["all"].in_five >= 0.90
    assert shares["en"].in_five >= 0.80
    assert shares["all"].answerable_refused <= 0.05
    assert shares["all"].unanswerable_refused >= 0.95


def test_every_headnote_and_question_names_an_article_that_exists(laws: KnowledgeBase) -> None:
    names = {document.heading.document for document in laws.documents()}
    posts = [p for file in sorted((HERE / "headnotes").glob("*.tsv")) for p in read_headnotes(file)]
    named = {
        source for post in (*posts, *read_asked(HERE / "asked.tsv")) for source in post.sources
    }
    missing = [
        (source.law, source.article)
        for source in named
        if f"{source.law}.md" not in names
        or laws.article(f"{source.law}.md", source.article, TODAY) is None
    ]

    assert len(named) > 3000
    assert missing == []


@pytest.mark.parametrize(
    ("question", "law", "article"),
    [
        ("医师法第十四条", "医师法.md", "14"),
        ("刑法第二百五十三条之一", "刑法.md", "253-1"),
        ("Article 14 of the Physicians Law", "医师法.md", "14"),
        ("民法典第1222条", "民法典-侵权责任编.md", "1222"),
    ],
)
def test_an_article_asked_for_by_number_is_quoted_whole(
    laws: KnowledgeBase, question: str, law: str, article: str
) -> None:
    reply = laws.ask(question, today=TODAY)
    whole = laws.article(law, article, TODAY)

    assert reply.type == "answer" and whole is not None
    assert (law, article, whole.lines) == (
        reply.citations[0].document,
        reply.citations[0].article,
        reply.citations[0].lines,
    )


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("去外院会诊要变更注册吗？", "会诊"),
        ("Must I change my registration for half a year of training?", "进修"),
    ],
)
def test_a_rule_is_not_quoted_without_its_exceptions(
    laws: KnowledgeBase, question: str, words: str
) -> None:
    reply = laws.ask(question, today=TODAY)

    assert reply.type != "refusal"
    assert words in "".join(reply.citations[0].lines)


def test_a_text_of_which_a_newer_one_is_known_says_so(laws: KnowledgeBase) -> None:
    article = laws.article("传染病防治法.md", "30", TODAY)

    assert article is not None
    assert ("newer_known", date(2025, 9, 1)) == (article.currency.value, article.since)


def test_questions_without_a_patient_are_not_taken_for_ones_with_details(shared: Path) -> None:
    files = {"questions.jsonl": "q", "stard/queries.jsonl": "query"}
    asked = [
        json.loads(line)[field]
        for name, field in files.items()
        for line in (shared / "data" / name).read_text("utf-8").splitlines()
    ]

    assert len(asked) == 87 + 1235
    assert [text for text in asked if patient_details(text)] == []
