"""The job that shows the whole of an article that was quoted, where no page of ours can be opened.

A press names it by the answer, by its place among what that answer quoted, and by how many
articles further on it stands: "12.0.-1" is the one before the first article of answer 12.
"""

import asyncio
import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.answering import whole
from bot.gateway import Before
from bot.turn import Turn
from storage import accounts, ledger
from storage.jobs import Claimed

if TYPE_CHECKING:
    from bot.app import App
    from knowledge.base import KnowledgeBase
    from knowledge.reply import Article, Neighbour

_WANTED = re.compile(r"(\d{1,9})\.(\d{1,2})\.(-?\d{1,2})", re.ASCII)


class Wanted(NamedTuple):
    """An answer, the place among its quotations, and the distance from there."""

    answer: int
    place: int
    distance: int


async def show(app: "App", job: Claimed) -> Before:
    """Find the article in a thread; the result is what the core is told."""
    result = await _result(app, job)

    async def before(turn: Turn) -> dict[str, Any]:
        return result

    return before


async def give_up(app: "App", job: Claimed) -> Before:
    """The knowledge base cannot be read."""

    async def before(turn: Turn) -> dict[str, Any]:
        return {"citations": []}

    return before


async def _result(app: "App", job: Claimed) -> dict[str, Any]:
    match = _WANTED.fullmatch(str(job.payload["article"]))
    wanted = Wanted(*map(int, match.groups())) if match else Wanted(0, 0, 0)
    entry = await ledger.entry(app.vault, wanted.answer)
    quoted = await ledger.quoted_by(wanted.answer)
    if entry is None or entry.account_id != job.account_id or wanted.place >= len(quoted):
        return {"citations": []}
    document, article, _ = quoted[wanted.place]
    found = await asyncio.to_thread(_article, app.knowledge, document, article, wanted.distance)
    lang = await accounts.language_of(job.account_id)
    if found is None:
        return {"citations": []}
    return {"citations": [whole(found, lang)], "others": _others(found, wanted, len(quoted))}


def _article(
    knowledge: "KnowledgeBase", document: str, article: str, distance: int
) -> "Article | None":
    """The article so many places after one (before it, if negative)."""
    found = knowledge.article(document, article, date.today())
    for _ in range(abs(distance)):
        side = found and (found.after if distance > 0 else found.before)
        found = knowledge.article(document, side.article, date.today()) if side else None
    return found


def _others(found: "Article", wanted: Wanted, quoted: int) -> list[dict[str, str]]:
    """The ways on: the article before, the one after, and the next one that was quoted."""
    ways = [
        _way("before", found.before, wanted._replace(distance=wanted.distance - 1)),
        _way("after", found.after, wanted._replace(distance=wanted.distance + 1)),
    ]
    if wanted.place + 1 < quoted:
        to = Wanted(wanted.answer, wanted.place + 1, 0)
        ways.append({"way": "next", "to": _key(to), "article": ""})
    return [way for way in ways if way]


def _way(name: str, neighbour: "Neighbour | None", to: Wanted) -> dict[str, str]:
    if neighbour is None:
        return {}
    return {"way": name, "to": _key(to), "article": neighbour.label}


def _key(wanted: Wanted) -> str:
    return ".".join(map(str, wanted))
