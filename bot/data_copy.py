"""The copy of a person's data as one file: JSON for machines and a page for people, zipped.

It is made when the link is used and kept nowhere.
"""

import asyncio
import io
import json
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.channels import web_pages
from bot.texts import Texts, texts
from handlers.session import Lang
from storage import data_copy
from storage.beijing import BEIJING
from storage.data_copy import Record, Sections
from storage.links import Owner

if TYPE_CHECKING:
    from bot.app import App

PAGE = 500
# Where words for a name or a value may be, the first one that has them.
_NAMES = ("copy.key.", "label.", "field.")
_VALUES = ("copy.word.", "title.", "applications.state.", "applications.step.", "field.")
# What holds a code of ours, never what somebody typed.
_CODED = frozenset(
    (
        *("action", "actor", "channel", "field", "from", "judgement", "kind", "lang", "method"),
        *("outcome", "service", "state", "stopped_reminder", "rule", "verdict"),
    )
)


class Row(NamedTuple):
    """A name and its value in words."""

    name: str
    value: str


async def zipped(app: "App", owner: Owner) -> bytes:
    """A ZIP of everything that is kept of the account and the physician it is bound to."""
    sections = await data_copy.of_account(app.vault, owner.account_id, owner.lang)
    sections["conversation"] = await _conversation(app, owner)
    return await asyncio.to_thread(_packed, sections, Lang(owner.lang))


async def _conversation(app: "App", owner: Owner) -> list[Record]:
    """Every line as it can be read in the chat, the oldest first."""
    found: list[Record] = []
    last = -1
    while lines := await app.conversation.lines(owner.channel, owner.external_id, last, None, PAGE):
        last = lines[-1].id
        found += [{"at": line.at, "from": line.sender.value, "text": line.text} for line in lines]
    return found


def _packed(sections: Sections, lang: Lang) -> bytes:
    made = io.BytesIO()
    now = datetime.now(UTC)
    whole = {"made_at": now, **sections}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "data.json", json.dumps(whole, ensure_ascii=False, indent=1, default=_as_json)
        )
        file.writestr("data.html", page(sections, lang, now))
    return made.getvalue()


def _as_json(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def page(sections: Sections, lang: Lang, now: datetime) -> str:
    """The copy as people read it, a page that needs nothing else."""
    said = texts(lang)
    shown = [
        (
            said.text(f"copy.section.{name}"),
            [[Row(name_of(k, said), value_of(k, v, said)) for k, v in r.items()] for r in records],
        )
        for name, records in sections.items()
    ]
    return web_pages.written("data_copy_file.html", lang, sections=shown, at=_moment(now))


def name_of(key: str, said: Texts) -> str:
    """What a field is called; the key itself where nothing of ours names it."""
    return next((said.text(f"{stem}{key}") for stem in _NAMES if f"{stem}{key}" in said), key)


def value_of(key: str, value: Any, said: Texts) -> str:
    """A value in words: moments by the clock of China, codes by their names, lists with commas."""
    if value in (None, "", [], (), {}):
        return "—"
    match value:
        case bool():
            return said.text("copy.word.yes" if value else "copy.word.no")
        case datetime():
            return _moment(value)
        case dict():
            parts = (f"{name_of(k, said)}: {value_of(k, v, said)}" for k, v in value.items())
            return "\n".join(parts)
        case list() | tuple():
            return ", ".join(value_of(key, one, said) for one in value)
        case str() if key in _CODED:
            known = (f"{stem}{value}" for stem in _VALUES)
            return next((said.text(one) for one in known if one in said), value)
        case _:
            return str(value)


def _moment(value: datetime) -> str:
    return value.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
