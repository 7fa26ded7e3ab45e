"""The pages of the console, written by templates that escape everything."""

from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.web_guard import HEADERS as WEB_HEADERS
from bot.channels.web_pages import HTML_LANG
from bot.texts import texts
from bot.web.assets import STATIC, asset
from console.assets import console_asset
from console.visit import Visit
from console.words import Words, masked
from handlers.session import Lang

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = WEB_HEADERS | {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # "no-referrer" would make browsers post forms with the origin "null", which same_site refuses.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([Path(__file__).parent / "templates", STATIC.parent / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(asset=asset, console_asset=console_asset, masked=masked)
    return environment


@cache
def words(lang: Lang) -> Words:
    """The words of one language."""
    return Words(texts(lang))


def page(visit: Visit, name: str, status: int = 200, **values: Any) -> web.Response:
    """One page in the visitor's language, kept by nobody."""
    said = words(visit.lang)
    text = (
        _environment()
        .get_template(name)
        .render(
            t=said.t,
            say=said,
            lang=visit.lang.value,
            html_lang=HTML_LANG[visit.lang],
            desk=visit.session.desk if visit.session else None,
            csrf=visit.session.csrf if visit.session else "",
            here=visit.request.path_qs,
            **values,
        )
    )
    return web.Response(text=text, status=status, content_type="text/html", headers=HEADERS)


def problem(visit: Visit, what: str, status: int) -> web.Response:
    """A page that says in one sentence what is wrong and what to do."""
    return page(visit, "problem.html", status, what=f"console.problem.{what}")
