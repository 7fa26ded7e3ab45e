"""Telling subscribers of a text that the knowledge base now holds."""

import asyncio

from aiohttp import web

from console.facts import ADDRESS
from console.pages import page
from console.telling import tell, wake
from console.visit import Visit
from knowledge.document import Heading
from registry.scopes import SCOPE_BY_CODE, Category
from storage import subscriptions
from storage.database import Unit
from storage.desk import Desk
from storage.notice import Choice, Notice
from storage.subscriptions import PUBLISHED, Reach, policy, touched

PUBLISH = f"{ADDRESS}/publish"


async def show(visit: Visit, _: Desk) -> web.StreamResponse:
    """GET: whom a text touches, to be chosen before anybody is told."""
    return await _page(visit, await _heading(visit, visit.request.query.get("document", "")))


async def publish(visit: Visit, desk: Desk) -> web.StreamResponse:
    """POST: tell every subscriber whom the text touches, once for each text."""
    heading = await _heading(visit, visit.typed("document"))
    reach = _reach(visit, desk)
    if reach is None:
        return await _page(visit, heading, denied="region")

    async def work(unit: Unit) -> tuple[Notice, ...] | None:
        if await subscriptions.was_published(heading.document):
            return None
        notices = tuple(_notice(one, heading) for one in await touched(reach))
        await tell(visit.program, unit, notices)
        unit.audit(desk.actor, PUBLISHED, policy(heading.document), told=len(notices))
        return notices

    told = await visit.program.database.run(work)
    if told is None:
        return await _page(visit, heading, denied="again")
    wake(visit.program, told)
    return await _page(visit, heading, told=len(told))


async def _page(
    visit: Visit, heading: Heading, denied: str = "", told: int | None = None
) -> web.Response:
    return page(
        visit,
        "knowledge_publish.html",
        409 if denied else 200,
        heading=heading,
        categories=tuple(Category),
        scopes=tuple(SCOPE_BY_CODE.values()),
        region=visit.typed("region") or visit.desk.region,
        chosen=visit.form.getall("category", []) + visit.form.getall("scope", []),
        denied=denied,
        told=told,
        published=await subscriptions.was_published(heading.document),
    )


async def _heading(visit: Visit, document: str) -> Heading:
    listed = await asyncio.to_thread(visit.program.knowledge.documents)
    found = next((one.heading for one in listed if one.heading.document == document), None)
    if found is None:
        raise web.HTTPNotFound
    return found


def _reach(visit: Visit, desk: Desk) -> Reach | None:
    """What was chosen; None for a region that is not this officer's to tell."""
    region = visit.typed("region")
    if not region.startswith(desk.region) or (region and not region.isdigit()):
        return None
    known = set(SCOPE_BY_CODE)
    return Reach(
        categories=frozenset(visit.form.getall("category", [])) & {one.value for one in Category},
        scopes=frozenset(visit.form.getall("scope", [])) & known,
        region=region,
    )


def _notice(account_id: int, heading: Heading) -> Notice:
    day = heading.in_force_from
    return Notice(
        account_id=account_id,
        key="notice.policy_news",
        params={"title": heading.title, "day": day.isoformat() if day else ""},
        choices=(Choice(key="unsubscribe", label="notice.choice.unsubscribe"),),
    )
