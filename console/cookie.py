"""The cookies of the console; the session's holds a secret that no script can read."""

from aiohttp import web

from bot.channels.web_browser import preferred
from handlers.session import Lang

LANGUAGE = "yizhu-console-lang"
YEAR_S = 365 * 24 * 3600


def _name(request: web.Request) -> str:
    return "__Host-yizhu-console" if request.secure else "yizhu-console"


def secret(request: web.Request) -> str:
    """The secret of the browser's session, empty without one."""
    return request.cookies.get(_name(request), "")[:128]


def remember(request: web.Request, response: web.StreamResponse, value: str) -> None:
    """Give the browser the secret of its session until it is closed."""
    response.set_cookie(
        _name(request),
        value,
        path="/",
        httponly=True,
        secure=request.secure,
        samesite="Strict",
    )


def forget(request: web.Request, response: web.StreamResponse) -> None:
    """Take the secret away."""
    response.del_cookie(_name(request), path="/", secure=request.secure, samesite="Strict")


def language(request: web.Request) -> Lang:
    """The language chosen in this browser, else the one it prefers."""
    chosen = request.cookies.get(LANGUAGE, "")
    return Lang(chosen) if chosen in set(Lang) else preferred(request)


def choose_language(request: web.Request, response: web.StreamResponse, lang: Lang) -> None:
    """Keep the language of the sign-in page in the browser."""
    response.set_cookie(
        LANGUAGE,
        lang.value,
        path="/console",
        max_age=YEAR_S,
        httponly=True,
        secure=request.secure,
        samesite="Strict",
    )
