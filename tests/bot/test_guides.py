"""The guides are found by the questions that they list, and stay out of other questions."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from opencc import OpenCC

from bot import guides
from knowledge.vocabulary import read_guides

ASKED = {
    lang: [(g.id, q) for g in read_guides(guides.FOLDER) if g.language == lang for q in g.questions]
    for lang in ("zh", "en")
}
Change = Callable[[str], str]
PARAPHRASES: dict[str, dict[str, Change]] = {
    "zh": {
        "as listed": str,
        "polite": lambda q: f"您好，请问{q}谢谢",
        "bare": lambda q: q.strip("？?").replace("，", ""),
        "traditional": OpenCC("s2t").convert,
        "other words": lambda q: q.replace("怎么", "如何").replace("多久", "多长时间"),
        "talking": lambda q: "那" + q.replace("？", "呢？"),
        "of me": lambda q: f"我{q}",
    },
    "en": {
        "as listed": str,
        "polite": lambda q: f"Hi, could you tell me: {q} Thanks",
        "bare": lambda q: q.strip("?").lower(),
        "other words": lambda q: q.replace("What now", "What do I do now").replace("I ", "we "),
        "may": lambda q: q.replace("May ", "Can ").replace("What happens", "What will happen"),
        "mistyped": lambda q: q.replace("registration", "registraton"),
    },
}


@pytest.mark.parametrize(
    ("lang", "change"), [(lang, name) for lang in PARAPHRASES for name in PARAPHRASES[lang]]
)
def test_a_listed_question_and_light_paraphrases_find_their_guide(lang: str, change: str) -> None:
    put = PARAPHRASES[lang][change]
    right = [guides.answering(put(question)) == guide for guide, question in ASKED[lang]]

    assert sum(right) / len(right) >= 0.9


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_bound_lies_above_what_other_guides_reach(lang: str) -> None:
    """A question that no guide lists is known by the guides' questions, its own guide left out."""
    others = [
        max(value for id_, value in guides.likeness(question).items() if id_ != guide)
        for guide, question in ASKED[lang]
    ]

    assert sum(value < guides.CLEAR for value in others) / len(others) >= 0.93


def test_questions_about_law_are_seldom_taken_by_a_guide(shared: Path) -> None:
    lines = (shared / "data" / "questions.jsonl").read_text("utf-8").splitlines()
    taken = [guides.answering(json.loads(line)["q"]) for line in lines]

    assert sum(guide is not None for guide in taken) / len(taken) <= 0.05


@pytest.mark.parametrize("text", ["", "？", "你好", "hi", "今天天气怎么样"])
def test_what_asks_nothing_finds_no_guide(text: str) -> None:
    assert guides.answering(text) is None
