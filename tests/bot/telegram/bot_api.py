"""A Bot API server of the tests' own on loopback: strict like Telegram's, with faults on demand."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web

TOKEN = "4242424242:" + "A" * 35
LONGEST_TEXT = 4096
LONGEST_DATA = 64
GET_FILE_LIMIT = 20 * 1024 * 1024
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

TEXT_FIELDS = {"text", "url", "secret_token", "callback_query_id", "file_id", "language_code"}

Json = dict[str, Any]


class Refusal(Exception):
    """An answer with an error code."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass
class Fault:
    """What happens to the next call of a method instead of an answer."""

    code: int = 0
    description: str = "fault"
    retry_after: int = 0
    lose_reply: bool = False
    """Carried out, but the connection breaks before the answer."""


@dataclass
class Call:
    """A call that was made, with its parameters read."""

    method: str
    parameters: Json


@dataclass
class BotApi:
    """One bot with its updates, chats and files."""

    url: str = ""
    updates: list[Json] = field(default_factory=list)
    """Not yet confirmed, oldest first."""
    calls: list[Call] = field(default_factory=list)
    messages: dict[int, Json] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    declared: dict[str, int] = field(default_factory=dict)
    """Sizes that getFile tells, where they are not the file's true size."""
    blocked: set[int] = field(default_factory=set)
    open_queries: set[str] = field(default_factory=set)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    webhook: Json | None = None
    _next: int = 1000
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    # what people do

    async def update(self, **content: Any) -> int:
        """Queue an update; returns its number."""
        update = self.made(**content)
        await self.queue(update)
        return int(update["update_id"])

    def made(self, **content: Any) -> Json:
        """An update with the next number, not queued."""
        return {"update_id": self.number(), **content}

    async def queue(self, update: Json) -> None:
        """Hand out an update, perhaps one that was handed out before."""
        async with self._changed:
            self.updates.append(update)
            self._changed.notify_all()

    def number(self) -> int:
        """A number for a message or query."""
        self._next += 1
        return self._next

    # what tests look at

    def called(self, method: str) -> list[Json]:
        """The parameters of every call of a method."""
        return [call.parameters for call in self.calls if call.method == method]

    def shown(self, chat: int) -> list[Json]:
        """The messages in a chat, oldest first, as they stand."""
        return [message for message in self.messages.values() if message["chat"]["id"] == chat]

    async def until(self, condition: Callable[[], Any], seconds: float = 10) -> None:
        """Wait until something holds; AssertionError if it does not in time."""
        async with self._changed:
            try:
                await asyncio.wait_for(self._changed.wait_for(condition), seconds)
            except TimeoutError:
                methods = [(call.method, call.parameters.get("text")) for call in self.calls]
                raise AssertionError(f"in vain; calls: {methods[-12:]}") from None

    async def deliver(self, update: Json, secret: str | None = None) -> int:
        """Post an update to the webhook once; returns the status."""
        assert self.webhook is not None
        shown = self.webhook["secret_token"] if secret is None else secret
        async with (
            ClientSession() as client,
            client.post(self.webhook["url"], json=update, headers={SECRET_HEADER: shown}) as answer,
        ):
            return answer.status

    # the server

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """POST /bot<token>/<method>."""
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return _answer(Refusal(401, "Unauthorized"))
        parameters = {key: _read(key, value) for key, value in (await request.post()).items()}
        fault = self.faults[method].pop(0) if self.faults[method] else Fault()
        if method != "getUpdates":
            self.calls.append(Call(method, parameters))
        if fault.code:
            await self._tell()
            extra = {"retry_after": fault.retry_after} if fault.retry_after else {}
            return _answer(Refusal(fault.code, fault.description, **extra))
        try:
            result = await getattr(self, f"do_{method}")(**parameters)
        except Refusal as refusal:
            return _answer(refusal)
        finally:
            await self._tell()
        if fault.lose_reply:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"ok": True, "result": result})

    async def download(self, request: web.Request) -> web.StreamResponse:
        """GET /file/bot<token>/<path>."""
        self.calls.append(Call("download", {"path": request.match_info["path"]}))
        await self._tell()
        if self.faults["download"]:
            return web.Response(status=self.faults["download"].pop(0).code)
        return web.Response(body=self.files[request.match_info["path"]])

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def do_getUpdates(
        self,
        offset: int = 0,
        limit: int = 100,
        timeout: int = 0,  # noqa: ASYNC109  Telegram's name
        **_: Any,
    ) -> list[Json]:
        if self.webhook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        self.updates = [each for each in self.updates if each["update_id"] >= offset]
        await self._tell()
        if not self.updates and timeout:
            async with self._changed:
                try:
                    waiting = self._changed.wait_for(lambda: self.updates)
                    await asyncio.wait_for(waiting, timeout)
                except TimeoutError:
                    return []
        return self.updates[:limit]

    async def do_getMe(self) -> Json:
        return {"id": 4242424242, "is_bot": True, "first_name": "医助", "username": "yizhu_bot"}

    async def do_setWebhook(self, **parameters: Any) -> bool:
        self.webhook = parameters
        return True

    async def do_deleteWebhook(self, **_: Any) -> bool:
        self.webhook = None
        return True

    async def do_setMyCommands(self, commands: list[Json], **_: Any) -> bool:
        for each in commands:
            if not 1 <= len(each["description"]) <= 256:
                raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        return True

    async def do_leaveChat(self, chat_id: int) -> bool:
        return True

    async def do_sendMessage(
        self,
        chat_id: int,
        text: str,
        entities: list[Json] | None = None,
        reply_markup: Json | None = None,
        **_: Any,
    ) -> Json:
        if chat_id in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        _check_text(text, entities or [])
        _check_markup(reply_markup)
        message = {
            "message_id": self.number(),
            "date": 1_790_000_000,
            "chat": {"id": chat_id, "type": "private"},
            "text": text,
        }
        if entities:
            message["entities"] = entities
        if reply_markup:
            message["reply_markup"] = reply_markup
        self.messages[message["message_id"]] = message
        return message

    async def do_editMessageReplyMarkup(
        self, chat_id: int, message_id: int, reply_markup: Json | None = None
    ) -> Json:
        message = self.messages.get(message_id)
        if message is None or message["chat"]["id"] != chat_id:
            raise Refusal(400, "Bad Request: message to edit not found")
        if message.get("reply_markup") == reply_markup:
            raise Refusal(400, "Bad Request: message is not modified")
        message.pop("reply_markup", None)
        if reply_markup:
            message["reply_markup"] = reply_markup
        return message

    async def do_answerCallbackQuery(self, callback_query_id: str, **_: Any) -> bool:
        if callback_query_id not in self.open_queries:
            raise Refusal(400, "Bad Request: query is too old or query ID is invalid")
        self.open_queries.discard(callback_query_id)
        return True

    async def do_getFile(self, file_id: str) -> Json:
        if file_id not in self.files:
            raise Refusal(400, "Bad Request: invalid file_id")
        if len(self.files[file_id]) > GET_FILE_LIMIT:
            raise Refusal(400, "Bad Request: file is too big")
        size = self.declared.get(file_id, len(self.files[file_id]))
        return {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id} | (
            {"file_size": size} if size else {}
        )


@asynccontextmanager
async def running() -> AsyncIterator[BotApi]:
    """A server on a free port of loopback."""
    api = BotApi()
    pages = web.Application()
    pages.router.add_post("/bot{token}/{method}", api.handle)
    pages.router.add_get("/file/bot{token}/{path}", api.download)
    runner = web.AppRunner(pages, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield api
    finally:
        await runner.cleanup()


def _answer(refusal: Refusal) -> web.Response:
    body = {
        "ok": False,
        "error_code": refusal.code,
        "description": refusal.description,
        "parameters": refusal.parameters,
    }
    return web.json_response(body, status=refusal.code)


def _read(key: str, value: Any) -> Any:
    """A form field as aiogram sends it: text where Telegram wants text, else JSON."""
    return value if key in TEXT_FIELDS else json.loads(value)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _check_text(text: str, entities: list[Json]) -> None:
    if not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if _units(text) > LONGEST_TEXT:
        raise Refusal(400, "Bad Request: message is too long")
    for entity in entities:
        if entity["offset"] + entity["length"] > _units(text) or entity["length"] < 1:
            raise Refusal(400, "Bad Request: can't parse entities")


def _check_markup(markup: Json | None) -> None:
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            if not 1 <= len(button["callback_data"].encode()) <= LONGEST_DATA:
                raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
            if not button["text"].strip():
                raise Refusal(400, "Bad Request: BUTTON_TEXT_INVALID")
