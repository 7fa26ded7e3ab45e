"""Every sentence a person reads, by key and language, from the gettext catalogues in `locale/`."""

from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.messages.pofile import read_po
from jinja2 import Environment, StrictUndefined, Template

from handlers.session import Lang
from storage.beijing import BEIJING

LOCALE = Path(__file__).parent / "locale"


class Texts:
    """The catalogue of one language; a text is a small Jinja template over named values."""

    def __init__(self, lang: Lang, messages: dict[str, str]) -> None:
        self.lang = lang
        self._messages = messages
        self._templates: dict[str, Template] = {}
        self._environment = Environment(undefined=StrictUndefined, autoescape=False)
        self._environment.globals["t"] = self.text
        self._environment.filters["day"] = partial(day, lang=lang)
        self._environment.filters["past"] = partial(past, lang=lang)
        self._environment.filters["answer"] = partial(answer, texts=self)

    def __contains__(self, key: str) -> bool:
        return key in self._messages

    def keys(self) -> frozenset[str]:
        """Every key of this language."""
        return frozenset(self._messages)

    def source(self, key: str) -> str:
        """The text before its values are put in; KeyError if the catalogue lacks the key."""
        return self._messages[key]

    def text(self, key: str, **values: Any) -> str:
        """The sentence for `key`; KeyError if the catalogue lacks it, UndefinedError a value."""
        template = self._templates.get(key)
        if template is None:
            template = self._environment.from_string(self._messages[key])
            self._templates[key] = template
        return template.render(values)


@cache
def texts(lang: Lang) -> Texts:
    """The catalogue of a language: all `locale/<lang>/LC_MESSAGES/*.po` together."""
    messages: dict[str, str] = {}
    for path in sorted((LOCALE / lang.value / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    messages[str(message.id)] = str(message.string)
    return Texts(lang, messages)


def day(value: str | date | None, lang: Lang) -> str:
    """A day as people read it: 2026年12月18日(周五), Fri 18 December 2026.

    `value` is ISO; a moment with its time zone is taken by the calendar of China.
    """
    return _written(value, lang, "y年M月d日(E)", "EEE d MMMM y")


def past(value: str | date | None, lang: Lang) -> str:
    """A day long past, whose weekday helps nobody: 2007年11月19日, 19 November 2007."""
    return _written(value, lang, "y年M月d日", "d MMMM y")


def _written(value: str | date | None, lang: Lang, chinese: str, english: str) -> str:
    if not value:
        return "—"
    moment = value if isinstance(value, date) else datetime.fromisoformat(value)
    if isinstance(moment, datetime) and moment.tzinfo:
        moment = moment.astimezone(BEIJING)
    if lang is Lang.ZH:
        return str(format_date(moment, chinese, locale="zh_CN"))
    return str(format_date(moment, english, locale="en_GB"))


def answer(row: dict[str, Any], texts: "Texts") -> str:
    """One row of the review page: days as days, choices and files in words."""
    value = row["value"]
    if value in (None, ""):
        return texts.text("review.empty")
    match row["kind"]:
        case "date":
            return day(value, texts.lang)
        case "document" | "photo":
            return texts.text("review.files", count=int(value))
        case "choice":
            return texts.text(f"choice.{row['step']}.{value}")
        case _:
            return str(value)
