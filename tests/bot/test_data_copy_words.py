"""The words of the copy of one's own data: values as people read them, and no text too many."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from babel.messages.pofile import read_po

from bot.data_copy import value_of
from bot.texts import LOCALE, texts
from bot.web.assets import STATIC
from handlers.session import Lang
from storage.data_copy import SECTIONS

ZH = texts(Lang.ZH)


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("at", datetime(2026, 11, 23, 2, 5, tzinfo=UTC), "2026-11-23 10:05"),
        ("deleted_at", None, "—"),
        ("handed_over", True, "是"),
        ("verdict", "match", "一致"),
        ("service", "change_main_institution", "变更主要执业机构"),
        ("text", "match", "match"),
        ("former_names", ("甲", "乙"), "甲, 乙"),
        ("after", {"main_institution": {"name": "某院"}}, "主要执业机构: 姓名: 某院"),
    ],
)
def test_a_value_is_shown_in_words(key: str, value: Any, shown: str) -> None:
    assert shown == value_of(key, value, ZH)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_catalogue_has_every_text_of_the_page_and_no_other(lang: Lang) -> None:
    with (LOCALE / lang.value / "LC_MESSAGES" / "copy.po").open("rb") as file:
        there = {str(message.id) for message in read_po(file) if message.id}
    templates = (STATIC.parent / "templates").glob("data_copy*.html")
    named = [re.findall(r"t\('(copy\.[\w.]+)'", path.read_text("utf-8")) for path in templates]
    shown = {key for keys in named for key in keys}
    sections = {f"copy.section.{name}" for name in (*SECTIONS, "conversation")}
    words = {key for key in there if key.startswith(("copy.key.", "copy.word."))}

    assert there == shown | sections | words
