"""What a text may not say of itself: from when to when it is in force. Found, or asked for."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from aiohttp import web

from bot import guides
from console.pages import page
from console.visit import Visit, see_other
from knowledge.document import Dates, Heading
from storage.desk import Desk

ADDRESS = "/console/knowledge"
FACTS = f"{ADDRESS}/facts"


class Row(NamedTuple):
    """One text of the form, with what stands in its fields; `wrong` is the key of what is wrong."""

    heading: Heading
    since: str
    until: str
    wrong: str = ""


async def show(visit: Visit, _: Desk) -> web.StreamResponse:
    """GET: the days of the texts that `document` names, else of all that lack theirs."""
    named = visit.request.query.getall("document", [])
    headings = await asyncio.to_thread(_headings, visit)
    chosen = [h for h in headings if h.document in named] if named else undated(headings)
    if named and not chosen:
        raise web.HTTPNotFound
    return _page(visit, [row(heading) for heading in chosen])


async def save(visit: Visit, _: Desk) -> web.StreamResponse:
    """POST: give texts their days; nothing is saved while one of them is wrong."""
    held = {one.document: one for one in await asyncio.to_thread(_headings, visit)}
    fields = (visit.form.getall(name, []) for name in ("document", "since", "until"))
    typed = [
        Row(held[document], since, until, _wrong(since, until))
        for document, since, until in zip(*fields, strict=False)
        if document in held
    ]
    if not typed or any(one.wrong for one in typed):
        return _page(visit, typed, 409)
    given = {one.heading.document: _dates(one) for one in typed}
    changed = await asyncio.to_thread(visit.program.knowledge.set_dates, given)
    for heading in changed:
        since, until = str(heading.in_force_from or ""), str(heading.in_force_to or "")
        await visit.note(
            "document_dated", "knowledge", document=heading.document, since=since, until=until
        )
    return see_other(f"{ADDRESS}?dated={len(changed)}")


def row(heading: Heading) -> Row:
    """The form of one text, filled with what is known."""
    return Row(heading, str(heading.in_force_from or ""), str(heading.in_force_to or ""))


def undated(headings: Sequence[Heading]) -> list[Heading]:
    """The texts whose day in force nobody has given; our own guides are not law and have none."""
    return [h for h in headings if h.in_force_from is None and not guides.is_guide(h.document)]


def _page(visit: Visit, rows: Sequence[Row], status: int = 200) -> web.Response:
    return page(visit, "knowledge_facts.html", status, rows=rows)


def _headings(visit: Visit) -> list[Heading]:
    return [one.heading for one in visit.program.knowledge.documents()]


def _dates(one: Row) -> Dates:
    return Dates(since=_day(one.since), until=_day(one.until))


def _wrong(since: str, until: str) -> str:
    try:
        first, end = _day(since), _day(until)
    except ValueError:
        return "no_day"
    return "ends_first" if first and end and end <= first else ""


def _day(typed: str) -> date | None:
    return date.fromisoformat(typed.strip()) if typed.strip() else None
