"""What a text may not say of itself: its days of force, and what it translates. Found, or asked."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from aiohttp import web

from bot import guides
from console.pages import page
from console.visit import Visit, see_other
from knowledge.document import Dates, Heading, Kind, Language
from storage.desk import Desk

ADDRESS = "/console/knowledge"
FACTS = f"{ADDRESS}/facts"
_FIELDS = ("since", "until", "translates")


class Row(NamedTuple):
    """One text of the form, with what stands in its fields; `wrong` is the key of what is wrong."""

    heading: Heading
    since: str
    until: str
    translates: str = ""
    wrong: str = ""


class Form(NamedTuple):
    """The rows, with the Chinese texts that an English one may translate."""

    rows: tuple[Row, ...]
    chinese: tuple[Heading, ...]


async def show(visit: Visit, _: Desk) -> web.StreamResponse:
    """GET: the days of the texts that `document` names, else of all that lack theirs."""
    named = visit.request.query.getall("document", [])
    headings = await asyncio.to_thread(_headings, visit)
    chosen = [h for h in headings if h.document in named] if named else undated(headings)
    if named and not chosen:
        raise web.HTTPNotFound
    return _page(visit, await form(visit, chosen))


async def save(visit: Visit, _: Desk) -> web.StreamResponse:
    """POST: give texts their days; nothing is saved while one of them is wrong."""
    held = {one.document: one for one in await asyncio.to_thread(_headings, visit)}
    fields = (visit.form.getall(name, []) for name in ("document", *_FIELDS))
    typed = tuple(
        Row(held[document], since, until, translates, _wrong(since, until))
        for document, since, until, translates in zip(*fields, strict=False)
        if document in held
    )
    if not typed or any(one.wrong for one in typed):
        return _page(visit, Form(typed, _chinese(held.values())), 409)
    before = await form(visit, [one.heading for one in typed])
    dated = await _date(visit, typed)
    paired = [
        new.heading.document
        for new, old in zip(typed, before.rows, strict=True)
        if new.translates != old.translates and await _pair(visit, new)
    ]
    return see_other(f"{ADDRESS}?saved={len({*dated, *paired})}")


async def form(visit: Visit, headings: Iterable[Heading]) -> Form:
    """The form of these texts, filled with what is known."""
    knowledge = visit.program.knowledge
    pairs = await asyncio.to_thread(knowledge.pairs)
    rows = tuple(_row(heading, pairs.get(heading.document, ())) for heading in headings)
    return Form(rows, _chinese(await asyncio.to_thread(_headings, visit)))


def _row(heading: Heading, originals: Sequence[str]) -> Row:
    since, until = heading.in_force_from or "", heading.in_force_to or ""
    return Row(heading, str(since), str(until), originals[0] if originals else "")


async def _date(visit: Visit, typed: Iterable[Row]) -> list[str]:
    given = {one.heading.document: _dates(one) for one in typed}
    changed = await asyncio.to_thread(visit.program.knowledge.set_dates, given)
    for heading in changed:
        since, until = str(heading.in_force_from or ""), str(heading.in_force_to or "")
        await visit.note(
            "document_dated", "knowledge", document=heading.document, since=since, until=until
        )
    return [heading.document for heading in changed]


async def _pair(visit: Visit, one: Row) -> bool:
    name = one.heading.document
    done = await asyncio.to_thread(visit.program.knowledge.pair, name, one.translates)
    if done:
        await visit.note("document_paired", "knowledge", document=name, original=one.translates)
    return done


def _chinese(headings: Iterable[Heading]) -> tuple[Heading, ...]:
    return tuple(h for h in headings if h.kind is Kind.LAW and h.language is Language.ZH)


def undated(headings: Sequence[Heading]) -> list[Heading]:
    """The texts whose day in force nobody has given; our own guides are not law and have none."""
    return [h for h in headings if h.in_force_from is None and not guides.is_guide(h.document)]


def _page(visit: Visit, filled: Form, status: int = 200) -> web.Response:
    return page(visit, "knowledge_facts.html", status, form=filled)


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
