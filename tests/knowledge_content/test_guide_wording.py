"""What a guide tells people to press, type or open is what the chat calls it."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from knowledge.vocabulary import Guide, read_guides

LOCALE = Path(__file__).parents[2] / "bot/locale"
CONTROL = {
    "zh": re.compile("(?:点|打|在)“([^”]+)”"),
    "en": re.compile('(?:[Pp]ress|[Tt]ype|[Uu]nder) "([^"]+)"'),
}


def _chat(language: str) -> str:
    with (LOCALE / language / "LC_MESSAGES/chat.po").open("rb") as file:
        return "\n".join(str(message.string) for message in read_po(file))


def _controls(guide: Guide) -> list[tuple[str, str, str]]:
    text = CONTROL[guide.language].findall(guide.body)
    return [(guide.id, guide.language, name) for name in text]


NAMED = [row for guide in read_guides() for row in _controls(guide)]


@pytest.mark.parametrize(("guide", "language", "name"), NAMED)
def test_the_chat_has_what_a_guide_names(guide: str, language: str, name: str) -> None:
    assert name in _chat(language), guide


def test_both_languages_name_controls_in_the_same_guides() -> None:
    zh, en = ({g for g, language, _ in NAMED if language == one} for one in ("zh", "en"))
    assert zh == en
