"""The lines of a conversation as server-sent events, and earlier lines on request."""

import asyncio
import contextlib
import json
import re
import weakref
from collections.abc import AsyncIterator
from typing import Protocol

from aiohttp import web

from bot.channels.web_browser import known, preferred
from bot.delivery import Channel, Rendered
from bot.web.assets import VERSION

PAGE = 50
# Proxies drop a silent connection after about a minute; the page reconnects after three beats.
BEAT_S = 15.0
RETRY_MS = 1500


class Log(Protocol):
    """Reads the log of a conversation."""

    async def lines(
        self,
        channel: Channel,
        external_id: str,
        after: int = 0,
        before: int | None = None,
        limit: int = PAGE,
    ) -> list[Rendered]:
        """Lines after an id, or the last ones before one; with neither, the newest."""

    def listen(
        self, channel: Channel, external_id: str
    ) -> contextlib.AbstractAsyncContextManager[asyncio.Event]:
        """An event that is set whenever there may be something new."""


class Accounts(Protocol):
    """Knows the people of a channel."""

    async def account(self, channel: str, external_id: str, lang: str = "zh") -> int:
        """The account of a person, made in this language if there is none."""


class Streams:
    """The open streams; they end when the program does."""

    def __init__(self, conversation: Log, accounts: Accounts) -> None:
        self._conversation = conversation
        self._accounts = accounts
        self._tasks: weakref.WeakSet[asyncio.Task[object]] = weakref.WeakSet()

    async def events(self, request: web.Request) -> web.StreamResponse:
        """GET /events: what came after Last-Event-ID or ?after=, then everything new."""
        person, after = known(request), _after(request)
        await self._accounts.account(Channel.WEB, person, preferred(request).value)
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        await response.prepare(request)
        self._tasks.add(_this_task())
        # The browser is gone, which is the usual end of a stream.
        with contextlib.suppress(ConnectionResetError):
            await response.write(f"retry: {RETRY_MS}\n\n".encode())
            async for piece in self._pieces(person, after):
                await response.write(piece)
        return response

    async def lines(self, request: web.Request) -> web.Response:
        """GET /lines?before=: the lines before an id, oldest first."""
        person, before = known(request), _line_id(request.query.get("before", ""))
        if before is None:
            raise web.HTTPBadRequest(text="Say before which line: ?before=ID")
        lines = await self._conversation.lines(Channel.WEB, person, before=before, limit=PAGE)
        body = {
            "lines": [line.model_dump(mode="json") for line in lines],
            "earlier": len(lines) == PAGE,
        }
        return web.json_response(body, headers={"Cache-Control": "no-store"})

    async def close(self, app: web.Application) -> None:
        """End every stream, so that the server need not wait for them."""
        for task in list(self._tasks):
            task.cancel()

    async def _pieces(self, person: str, after: int) -> AsyncIterator[bytes]:
        async with self._conversation.listen(Channel.WEB, person) as news:
            ready = False
            while True:
                news.clear()
                lines = await self._conversation.lines(Channel.WEB, person, after=after, limit=PAGE)
                for line in lines:
                    yield _event("line", line.model_dump_json(), line.id)
                newest, full = after == 0, len(lines) == PAGE
                if not ready and (newest or not full):
                    yield _event("ready", _ready(earlier=newest and full))
                    ready = True
                after = lines[-1].id if lines else after
                if not full and not await _within_a_beat(news):
                    yield _event("beat", "1")


def _event(name: str, data: str, number: int | None = None) -> bytes:
    mark = "" if number is None else f"id: {number}\n"
    return f"event: {name}\n{mark}data: {data}\n\n".encode()


def _ready(earlier: bool) -> str:
    return json.dumps({"earlier": earlier, "version": VERSION})


async def _within_a_beat(news: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(BEAT_S):  # not wait_for: see bot.outbox
            await news.wait()
    except TimeoutError:
        return False
    return True


def _after(request: web.Request) -> int:
    given = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    return _line_id(given) or 0


def _line_id(given: str) -> int | None:
    return int(given) if re.fullmatch(r"[0-9]{1,18}", given) else None


def _this_task() -> asyncio.Task[object]:
    task = asyncio.current_task()
    assert task is not None
    return task
