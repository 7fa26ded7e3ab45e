"""Signing in and out, and the language of the console."""

import secrets
from hmac import compare_digest

from aiohttp import web

from console import cookie
from console.limiter import LIMITER
from console.pages import page
from console.program import OFFICERS
from console.visit import Visit, see_other
from handlers.session import Lang
from storage.desk import Desk
from storage.officers import SignedIn

HOME = "/console"
TOKEN = "yizhu-console-form"
STATUS = {"wrong": 401, "locked": 429, "stale_form": 403, "too_many": 429}


async def show(visit: Visit, _: Visit) -> web.StreamResponse:
    """GET: the form; `lang` changes its language."""
    wanted = visit.asked("lang")
    if wanted in set(Lang):
        response = see_other("/console/sign-in")
        cookie.choose_language(visit.request, response, Lang(wanted))
        return response
    return see_other(HOME) if visit.session else _form(visit)


async def enter(visit: Visit, _: Visit) -> web.StreamResponse:
    """POST: check login and password."""
    sent = visit.request.cookies.get(TOKEN, "")
    if not sent or not compare_digest(sent.encode(), visit.typed("token").encode()):
        return _form(visit, "stale_form")
    limiter = visit.request.app[LIMITER]
    if not limiter.allows(visit.request.remote or ""):
        return _form(visit, "too_many")
    officers = visit.request.app[OFFICERS]
    outcome = await officers.sign_in(
        visit.typed("login"), str(visit.form.get("password", "")), visit.lang.value
    )
    if not isinstance(outcome, SignedIn):
        limiter.count(visit.request.remote or "")
        return _form(visit, outcome.value)
    response = see_other(_own_address(visit.typed("next")))
    cookie.remember(visit.request, response, outcome.secret)
    response.del_cookie(TOKEN, path="/console")
    return response


async def leave(visit: Visit, _: Desk) -> web.StreamResponse:
    """POST: end the session."""
    await visit.request.app[OFFICERS].sign_out(cookie.secret(visit.request))
    response = see_other("/console/sign-in")
    cookie.forget(visit.request, response)
    return response


async def change_language(visit: Visit, _: Desk) -> web.StreamResponse:
    """POST: speak the other language from now on, on the same page."""
    lang = visit.typed("lang")
    if lang in set(Lang):
        secret = cookie.secret(visit.request)
        await visit.request.app[OFFICERS].set_language(secret, lang)
    response = see_other(_own_address(visit.typed("next")))
    if lang in set(Lang):
        cookie.choose_language(visit.request, response, Lang(lang))
    return response


def _form(visit: Visit, wrong: str = "") -> web.Response:
    # The same for all the forms a browser has open, or only the latest would work.
    token = visit.request.cookies.get(TOKEN) or secrets.token_urlsafe(32)
    response = page(
        visit,
        "sign_in.html",
        STATUS.get(wrong, 200),
        wrong=wrong,
        login=visit.typed("login"),
        next=_own_address(visit.typed("next") or visit.request.query.get("next", "")),
        token=token,
    )
    response.set_cookie(
        TOKEN,
        token,
        path="/console",
        httponly=True,
        secure=visit.request.secure,
        samesite="Strict",
    )
    return response


def _own_address(address: str) -> str:
    """An address inside the console, or its first page."""
    inside = address == HOME or address.startswith((f"{HOME}/", f"{HOME}?"))
    return address if inside and "\\" not in address and "\n" not in address else HOME
