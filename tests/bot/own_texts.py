"""The chat's own catalogues, and what can be asked of a text."""

import re
from functools import cache

from babel.messages.pofile import read_po
from jinja2 import Environment, meta, nodes

from bot.texts import LOCALE, texts
from handlers.session import Lang
from tests.bot.reached_texts import STAR, said_in
from tests.bot.sample_values import values_for

OURS = ("chat.po", "program.po", "ledger.po", "capture.po", "rights.po")
# What others write and the same person reads in the same chat.
THEIRS = ("notice.po", "telegram.po")
TEMPLATES = Environment()
TEMPLATES.filters |= {"day": str, "past": str, "answer": str}


@cache
def catalogue(lang: Lang, name: str) -> dict[str, str]:
    """Key and text of one file; a key that is in it twice fails in msgfmt, not here."""
    with (LOCALE / lang.value / "LC_MESSAGES" / name).open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


@cache
def ours(lang: Lang) -> dict[str, str]:
    """Key and text of everything that the chat itself says."""
    return {key: text for name in OURS for key, text in catalogue(lang, name).items()}


@cache
def spoken(lang: Lang) -> dict[str, str]:
    """Key and text of everything that is read in the chat."""
    theirs = {key: text for name in THEIRS for key, text in catalogue(lang, name).items()}
    return ours(lang) | theirs


def rendered(lang: Lang, key: str) -> str:
    """A text with plausible values."""
    return texts(lang).text(key, **values_for(key)).strip()


def variables(source: str) -> set[str]:
    """The values that a text needs."""
    return meta.find_undeclared_variables(TEMPLATES.parse(source)) - {"t"}


def words_only(source: str) -> str:
    """A text without the places of its values."""
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", source, flags=re.DOTALL)


def length(lang: Lang, text: str) -> int:
    """Chinese characters, or English words."""
    if lang is Lang.ZH:
        return len(re.findall(r"[\u3400-\u9fff]", text))
    return len(text.split())


@cache
def reached() -> frozenset[str]:
    """Every pattern that the code or a text names."""
    by_code = {pattern for said in said_in("handlers", "bot") for pattern in said.patterns}
    by_text = {pattern for text in ours(Lang.ZH).values() for pattern in _named_in(text)}
    return frozenset(by_code | by_text)


def _named_in(source: str) -> set[str]:
    """The patterns of the keys that a text puts in by `t`; values that are keys are not seen."""
    found = set()
    for call in TEMPLATES.parse(source).find_all(nodes.Call):
        first = call.args[0]
        if isinstance(first, nodes.Const):
            found.add(str(first.value))
        elif isinstance(first, nodes.Concat) and isinstance(first.nodes[0], nodes.Const):
            found.add(f"{first.nodes[0].value}{STAR}")
    return found
