"""Who may open what: every route names its access, and there is no route without one."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from hmac import compare_digest
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote

from aiohttp import web
from multidict import MultiDict

from bot.channels.web_guard import same_site
from console import cookie
from console.pages import problem
from console.program import OFFICERS
from console.visit import Visit, plain_form, see_other
from handlers.session import Lang
from storage.cases import Case, case_for
from storage.database import DatabaseBusy, DiskFull
from storage.desk import Desk, Role
from storage.staff import Place, institution_for
from storage.tasks import StoredTask, task_for

S = TypeVar("S")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
HOME = "/console"
SIGN_IN = "/console/sign-in"
LARGEST_FORM = 64 * 1024


class Access(NamedTuple, Generic[S]):
    """A condition of entry; `load` gives what the page is about, None if it is not for this desk.

    Where the thing exists and belongs to others the answer is the same as where there is none.
    """

    name: str
    load: Callable[[Visit], Awaitable[S | None]]
    signed_in: bool = True


class Route(NamedTuple):
    """One address of the console with its access and its page."""

    method: str
    path: str
    access: Access[Any]
    page: Callable[[Visit, Any], Awaitable[web.StreamResponse]]
    largest: int = LARGEST_FORM


async def _anybody(visit: Visit) -> Visit:
    return visit


async def _desk(visit: Visit) -> Desk:
    return visit.desk


async def _officer(visit: Visit) -> Desk | None:
    return visit.desk if visit.desk.role is Role.OFFICER else None


async def _case(visit: Visit) -> Case | None:
    return await case_for(visit.desk, visit.request.match_info["number"])


async def _task(visit: Visit) -> StoredTask | None:
    number = visit.request.match_info["task"]
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    return await task_for(visit.desk, visit.program.vault, int(number))


async def _institution(visit: Visit) -> Place | None:
    return await institution_for(visit.desk, visit.request.match_info["institution"])


ANYBODY: Access[Visit] = Access("anybody", _anybody, signed_in=False)
DESK: Access[Desk] = Access("desk", _desk)
OFFICER: Access[Desk] = Access("officer", _officer)
CASE: Access[Case] = Access("case", _case)
TASK: Access[StoredTask] = Access("task", _task)
INSTITUTION: Access[Place] = Access("institution", _institution)


def route(
    method: str,
    path: str,
    access: Access[S],
    page: Callable[[Visit, S], Awaitable[web.StreamResponse]],
    largest: int = LARGEST_FORM,
) -> Route:
    """A route whose page takes what its access loads; `largest` is the most bytes of a post."""
    return Route(method, path, access, page, largest)


def guarded(one: Route) -> Handler:
    """The only way a page of the console is ever reached."""

    async def handle(request: web.Request) -> web.StreamResponse:
        visit = Visit(request, cookie.language(request), None, MultiDict())
        try:
            return await _enter(one, await _recognised(visit))
        except DatabaseBusy:
            return problem(visit, "busy", 503)
        except DiskFull:
            return problem(visit, "disk_full", 507)

    return handle


async def _enter(one: Route, visit: Visit) -> web.StreamResponse:
    if one.access.signed_in and visit.session is None:
        return _to_sign_in(one, visit)
    if one.method == "POST":
        refused = await _refuse_post(one, visit)
        if refused is not None:
            return problem(visit, *refused)
    subject = await one.access.load(visit)
    if subject is None:
        return problem(visit, "not_found", 404)
    return await one.page(visit, subject)


async def _refuse_post(one: Route, visit: Visit) -> tuple[str, int] | None:
    """Why a post is not taken; reads its form into the visit."""
    if not same_site(visit.request):
        return "other_site", 403
    if (visit.request.content_length or one.largest + 1) > one.largest:
        return "too_large", 413
    visit.form.extend(plain_form(await visit.request.post()))
    if one.access.signed_in and not _token_fits(visit):
        return "stale_form", 403
    return None


async def _recognised(visit: Visit) -> Visit:
    """The same visit with the session of its cookie, and the language of that session."""
    secret = cookie.secret(visit.request)
    session = await visit.request.app[OFFICERS].session(secret) if secret else None
    if session is None:
        return visit
    return replace(visit, session=session, lang=Lang(session.lang))


def _token_fits(visit: Visit) -> bool:
    assert visit.session is not None
    return compare_digest(visit.typed("csrf").encode(), visit.session.csrf.encode())


def _to_sign_in(one: Route, visit: Visit) -> web.Response:
    """Ask to sign in and come back; what was posted is not kept, for it may be decisions."""
    request = visit.request
    back = request.path_qs
    if one.method == "POST":
        back = request.path.removesuffix("/reply") if one.access in (CASE, TASK) else HOME
    return see_other(f"{SIGN_IN}?next={quote(back, safe='')}")
