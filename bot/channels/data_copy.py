"""The page that hands out a copy of a person's data, once.

A link is used up by the press on the page, not by opening it: chat programs open links by
themselves to show a preview. It works without a script.
"""

from datetime import date
from typing import TYPE_CHECKING

from aiohttp import web

from bot import data_copy
from bot.channels import web_browser, web_guard, web_pages
from bot.delivery import Channel
from handlers.session import Lang
from storage import links
from storage.links import LinkKind

if TYPE_CHECKING:
    from bot.app import App

FORM = "application/x-www-form-urlencoded"
# Under "no-referrer" browsers post a form with the origin "null", which `web_guard` refuses.
REFERRER = {"Referrer-Policy": "same-origin"}


class Page:
    """The download page of one link."""

    def __init__(self, app: "App") -> None:
        self._app = app

    async def show(self, request: web.Request) -> web.Response:
        """GET /copy/{link}: the page with its one button, as long as the link lasts."""
        owner = await links.peek(LinkKind.COPY, request.match_info["link"])
        if owner is None:
            return _gone(request)
        in_browser = owner.channel == Channel.WEB
        response = web_pages.page("data_copy.html", Lang(owner.lang), in_browser=in_browser)
        response.headers.update(REFERRER)
        return response

    async def hand_out(self, request: web.Request) -> web.Response:
        """POST /copy/{link}: the file; the link is used up."""
        web_guard.check(request, FORM)
        secret = request.match_info["link"]
        owner = await self._app.database.run(lambda unit: links.redeem(unit, LinkKind.COPY, secret))
        if owner is None:
            return _gone(request)
        name = f"yizhu-data-{date.today().isoformat()}.zip"
        return web.Response(
            body=await data_copy.zipped(self._app, owner),
            content_type="application/zip",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
        )


def setup(web_app: web.Application, app: "App") -> None:
    """Add the page to a server whose responses carry the strict headers."""
    page = Page(app)
    web_app.add_routes(
        [web.get("/copy/{link}", page.show), web.post("/copy/{link}", page.hand_out)]
    )


def _gone(request: web.Request) -> web.Response:
    lang = web_browser.preferred(request)
    response = web_pages.page("data_copy_gone.html", lang, minutes=links.MINUTES)
    response.set_status(410)
    return response
