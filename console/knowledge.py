"""The texts of the knowledge base: listed, added, compared, taken out; and what is asked."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from aiohttp import web

from bot import guides, replies
from console.facts import form, undated
from console.pages import page
from console.visit import Visit
from knowledge.document import Added, Heading, Rejected
from storage import ledger
from storage.desk import Desk
from storage.ledger import FEWEST_ASKERS

LARGEST_UPLOAD = 24 * 1024 * 1024
PERIOD = timedelta(days=90)


class Text(NamedTuple):
    """One line of the list; `former` is the version before it, where the base holds one."""

    heading: Heading
    provisions: int
    kind: str
    former: str | None


async def show(visit: Visit, _: Desk) -> web.StreamResponse:
    """GET: every text with its day in force; `saved` counts those whose facts just changed."""
    saved = visit.asked("saved")
    return await _page(visit, saved=int(saved) if saved.isdecimal() else None)


async def add(visit: Visit, _: Desk) -> web.StreamResponse:
    """POST: take files into the base, and say of each what became of it."""
    with TemporaryDirectory() as folder:
        files = await _received(visit, Path(folder))
        outcomes = await asyncio.to_thread(visit.program.knowledge.add, files) if files else []
    for one in outcomes:
        if isinstance(one, Added):
            await visit.note("document_added", "knowledge", document=one.document)
    return await _page(visit, tuple(outcomes), nothing=not files)


async def remove(visit: Visit, _: Desk) -> web.StreamResponse:
    """POST: take one text out of the base."""
    name = visit.typed("document")
    gone = await asyncio.to_thread(visit.program.knowledge.remove, name)
    if gone:
        await visit.note("document_removed", "knowledge", document=name)
    return await _page(visit, removed=name if gone else "")


async def compare(visit: Visit, _: Desk) -> web.StreamResponse:
    """GET: what differs between two versions, article by article."""
    old, new = visit.request.query.get("old", ""), visit.request.query.get("new", "")
    changes = await asyncio.to_thread(visit.program.knowledge.compare, old, new)
    if changes is None:
        raise web.HTTPNotFound
    return page(visit, "knowledge_compare.html", old=old, new=new, changes=changes)


async def asked(visit: Visit, _: Desk) -> web.StreamResponse:
    """GET: what was asked, by kind and article; the words only of what many asked."""
    since = datetime.now(UTC) - PERIOD
    found = await ledger.asked(visit.program.vault, since)
    total = sum(found.kinds.values())
    return page(
        visit,
        "knowledge_asked.html",
        found=found,
        total=total,
        since=since,
        fewest=FEWEST_ASKERS,
    )


async def _page(
    visit: Visit,
    outcomes: tuple[Added | Rejected, ...] = (),
    nothing: bool = False,
    removed: str = "",
    saved: int | None = None,
) -> web.Response:
    texts = await asyncio.to_thread(_texts, visit)
    return page(
        visit,
        "knowledge.html",
        texts=texts,
        undated={one.document for one in undated([text.heading for text in texts])},
        outcomes=[(one, isinstance(one, Added)) for one in outcomes],
        form=await form(visit, [one.heading for one in outcomes if isinstance(one, Added)]),
        nothing=nothing,
        removed=removed,
        saved=saved,
    )


def _texts(visit: Visit) -> list[Text]:
    """The texts of the base, our own guides last."""
    listed = visit.program.knowledge.documents()
    found = [
        Text(one.heading, one.provisions, _kind(one.heading), None)
        for one in sorted(listed, key=lambda one: (one.heading.title, _since(one.heading)))
    ]
    versions = [
        text._replace(former=_former(text, before))
        for before, text in zip([None, *found], found, strict=False)
    ]
    return sorted(versions, key=lambda text: text.kind == "guide")


def _kind(heading: Heading) -> str:
    if guides.is_guide(heading.document):
        return "guide"
    return "reply" if replies.is_reply(heading.document) else heading.kind.value


def _since(heading: Heading) -> str:
    return str(heading.in_force_from or "")


def _former(text: Text, before: Text | None) -> str | None:
    """The version before, which stands above it in the list."""
    if before is None or before.heading.title != text.heading.title or text.kind == "guide":
        return None
    return before.heading.document


async def _received(visit: Visit, folder: Path) -> list[Path]:
    """The posted files under their own names, in a folder."""
    files = []
    for field in (await visit.request.post()).getall("files", []):
        name = Path(field.filename).name if isinstance(field, web.FileField) else ""
        if name and isinstance(field, web.FileField):
            file = folder / name
            await asyncio.to_thread(file.write_bytes, field.file.read())
            files.append(file)
    return files
