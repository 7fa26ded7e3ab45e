"""Every sentence a person reads, by key and language, from the gettext catalogues in `locale/`."""

from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from jinja2 import Environment, StrictUndefined, Template

from handlers.session import Lang

LOCALE = Path(__file__).parent / "locale"


class Texts:
    """The catalogue of one language; a text is a small Jinja template over named values."""

    def __init__(self, lang: Lang, messages: dict[str, str]) -> None:
        self.lang = lang
        self._messages = messages
        self._templates: dict[str, Template] = {}
        self._environment = Environment(undefined=StrictUndefined, autoescape=False)
        self._environment.globals["t"] = self.text

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
