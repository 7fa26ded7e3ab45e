"""The capture page: opens the camera, leads through a challenge, shows what came of it.

A link is used up by the first press on the page, not by opening it: chat programs open links by
themselves to show a preview. From then on the page is known by a secret in a cookie.
"""

import json
from typing import Protocol

import structlog
from aiohttp import web
from pydantic import ValidationError

from bot.captures import Captures, Sitting, Stage
from bot.channels import web_browser, web_guard, web_pages
from bot.delivery import Channel
from bot.gateway import Busy
from bot.texts import texts
from bot.uploads import NotKept
from handlers.session import Lang
from registry.frozen import Frozen
from storage import links
from storage.links import LinkKind

log = structlog.get_logger()

LARGEST_FRAME = 1_500_000
SEAT = "yizhu-seat"
CLIENT = "capture.client."


class Settings(Protocol):
    """The settings that the page tells of."""

    @property
    def review_days(self) -> int: ...


class App(Protocol):
    """What the page needs of the program."""

    @property
    def captures(self) -> Captures: ...

    @property
    def settings(self) -> Settings: ...


class Begun(Frozen):
    """The body of POST /capture/{link}/begin."""

    motion: bool


class Page:
    """The capture page and what its script asks."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def show(self, request: web.Request) -> web.Response:
        """GET /capture/{link}: the page, as long as the link or this browser's sitting lasts."""
        sitting = self._sitting(request)
        secret = _secret(request)
        owner = sitting.owner if sitting else await links.peek(LinkKind.CAPTURE, secret)
        if owner is None:
            lang = web_browser.preferred(request)
            response = web_pages.page("capture_gone.html", lang, minutes=links.MINUTES)
            response.set_status(410)
            return response
        lang = Lang(owner.lang)
        return web_pages.page(
            "capture.html",
            lang,
            setting=json.dumps({"texts": _client_texts(lang)}, ensure_ascii=False),
            days=self._app.settings.review_days,
            in_browser=owner.channel == Channel.WEB,
        )

    async def begin(self, request: web.Request) -> web.Response:
        """POST …/begin {"motion"}: a new challenge; the first one uses the link up."""
        web_guard.check(request, "application/json")
        try:
            begun = Begun.model_validate_json(await request.read())
        except ValidationError as problem:
            raise web.HTTPBadRequest(text="Say whether with motion.") from problem
        sitting = self._sitting(request) or await self._app.captures.sit(_secret(request))
        if sitting is None:
            raise web.HTTPGone(text="This link was used.")
        if sitting.stage is Stage.JUDGING or not sitting.again:
            raise web.HTTPConflict(text="Nothing can be captured now.")
        challenge = await self._app.captures.challenge(sitting, motion=begun.motion)
        if challenge is None:
            raise web.HTTPConflict(text="That was the last try.")
        response = web.json_response({"moves": challenge.moves, "seconds": challenge.seconds})
        path = f"/capture/{_secret(request)}"
        response.set_cookie(
            SEAT, sitting.seat, path=path, httponly=True, secure=request.secure, samesite="Strict"
        )
        return response

    async def frame(self, request: web.Request) -> web.Response:
        """POST …/frame, a JPEG: what to do next, and how many frames are kept by now."""
        from identity.pool import IdentityUnavailable

        web_guard.check(request, "image/jpeg")
        sitting = self._seated(request)
        if sitting.stage is not Stage.CAPTURING or sitting.looking:
            raise web.HTTPConflict(text="Nothing is looked at now.")
        frame = await _read(request)
        sitting.looking = True
        try:
            hint = await self._app.captures.look(sitting, frame)
        except IdentityUnavailable:
            hint = "busy"
        except (Busy, NotKept):
            hint = "done"
            sitting.end("busy", again=True)
        finally:
            sitting.looking = False
        ended = sitting.stage is not Stage.CAPTURING
        return web.json_response({"hint": hint, "kept": len(sitting.frames), "ended": ended})

    async def state(self, request: web.Request) -> web.Response:
        """GET …/state: whether the verdict is there, in words, and whether to try again."""
        sitting = self._seated(request)
        ended = sitting.stage is Stage.ENDED
        body = {"ended": ended, "again": sitting.again, "text": _outcome(sitting) if ended else ""}
        return web.json_response(body, headers={"Cache-Control": "no-store"})

    async def otherwise(self, request: web.Request) -> web.Response:
        """POST …/otherwise: no photo, the institution checks."""
        web_guard.check(request, "application/json")
        sitting = self._sitting(request) or await self._app.captures.sit(_secret(request))
        if sitting is None:
            raise web.HTTPGone(text="This link was used.")
        if sitting.stage is not Stage.JUDGING and sitting.again:
            await self._app.captures.otherwise(sitting)
        return web.json_response({"text": _outcome(sitting)})

    def _sitting(self, request: web.Request) -> Sitting | None:
        return self._app.captures.at(request.cookies.get(SEAT, ""), _secret(request))

    def _seated(self, request: web.Request) -> Sitting:
        sitting = self._sitting(request)
        if sitting is None:
            raise web.HTTPGone(text="This sitting is over.")
        return sitting


def setup(web_app: web.Application, app: App) -> None:
    """Add the capture page to a server whose responses carry the strict headers."""
    page = Page(app)
    web_app.add_routes(
        [
            web.get("/capture/{link}", page.show),
            web.post("/capture/{link}/begin", page.begin),
            web.post("/capture/{link}/frame", page.frame),
            web.get("/capture/{link}/state", page.state, allow_head=False),
            web.post("/capture/{link}/otherwise", page.otherwise),
        ]
    )


def _secret(request: web.Request) -> str:
    return request.match_info["link"]


async def _read(request: web.Request) -> bytes:
    """The frame; HTTPRequestEntityTooLarge above the limit, read no further than that."""
    data = bytearray()
    async for chunk in request.content.iter_chunked(1 << 16):
        data += chunk
        if len(data) > LARGEST_FRAME:
            raise web.HTTPRequestEntityTooLarge(LARGEST_FRAME, len(data))
    return bytes(data)


def _client_texts(lang: Lang) -> dict[str, str]:
    catalogue = texts(lang)
    keys = (key for key in sorted(catalogue.keys()) if key.startswith(CLIENT))
    return {key.removeprefix(CLIENT): catalogue.source(key) for key in keys}


def _outcome(sitting: Sitting) -> str:
    """What came of it: how to do better, or that a person takes over, or that it is done."""
    words = texts(Lang(sitting.owner.lang))
    problem = f"photo.{sitting.outcome}"
    if problem not in words:
        return words.text(f"capture.ended.{sitting.outcome}")
    return words.text(problem if sitting.again else "capture.ended.locked")
