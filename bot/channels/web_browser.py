"""Who a browser is: a random secret in a cookie that no script can read."""

import hashlib
import re
import secrets
from typing import Protocol

from aiohttp import web

from bot.delivery import Channel
from handlers.session import Lang

# Browsers forget a cookie after 400 days whatever it says; every visit starts the count anew.
COOKIE_DAYS = 400
SECRET_BYTES = 32
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def _cookie(request: web.Request) -> str:
    return "__Host-yizhu" if request.secure else "yizhu"


def person(request: web.Request) -> str | None:
    """The external id of the browser's owner: a digest of its secret; None without a secret."""
    secret = request.cookies.get(_cookie(request), "")
    if not _SECRET.fullmatch(secret):
        return None
    return _external_id(secret)


def _external_id(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def known(request: web.Request) -> str:
    """Like `person`; raises HTTPUnauthorized, upon which the page asks to be remembered."""
    found = person(request)
    if found is None:
        raise web.HTTPUnauthorized(text="This browser is not known yet.")
    return found


def remember(request: web.Request, response: web.StreamResponse) -> str:
    """Keep the browser's secret for another 400 days, a new one if it has none.

    Returns the external id that it stands for.
    """
    name = _cookie(request)
    secret = request.cookies.get(name, "")
    if not _SECRET.fullmatch(secret):
        secret = secrets.token_urlsafe(SECRET_BYTES)
    response.set_cookie(
        name,
        secret,
        max_age=COOKIE_DAYS * 86400,
        httponly=True,
        secure=request.secure,
        samesite="Strict",
    )
    return _external_id(secret)


class Speaker(Protocol):
    """Knows the language of a person."""

    async def lang(self, channel: Channel, external_id: str) -> Lang:
        """The language that the person chose."""


def preferred(request: web.Request) -> Lang:
    """The first of our languages that the browser asks for; Chinese if it asks for neither."""
    wanted = request.headers.get("Accept-Language", "").lower()
    first = re.search(r"\b(zh|en)\b", wanted)
    return Lang(first.group(1)) if first else Lang.ZH


async def language(request: web.Request, speaker: Speaker) -> Lang:
    """The language of the conversation; for a new browser the one that it prefers."""
    found = person(request)
    return preferred(request) if found is None else await speaker.lang(Channel.WEB, found)
