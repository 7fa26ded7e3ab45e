"""What the page posts: messages, pressed buttons and files, each answered once it is durable."""

from typing import Literal, Protocol

from aiohttp import web
from pydantic import Field, ValidationError

from bot.channels import web_guard
from bot.channels.web_browser import known, preferred
from bot.channels.web_upload import CLIENT_ID, Upload, read_upload
from bot.delivery import Channel, Delivery, Receipt
from bot.gateway import Busy
from bot.uploads import NotKept
from handlers.event import Media, UploadProblem
from registry.frozen import Frozen

# The composer stops at the same length; a question of four pages is a document.
TEXT_LIMIT = 4000
MEGABYTE = 1 << 20


class Posted(Frozen):
    """The body of POST /messages."""

    client_id: str = Field(pattern=f"^{CLIENT_ID}$")
    kind: Literal["said", "pressed", "opened"]
    text: str = Field(default="", max_length=TEXT_LIMIT)
    key: str = Field(default="", max_length=200)
    turn: int = Field(default=0, ge=0, lt=1 << 53)


class Gateway(Protocol):
    """Takes deliveries; what it returns a receipt for is durable."""

    async def receive(self, delivery: Delivery) -> Receipt:
        """Take one delivery; raises Busy if it could not be kept now."""


class Uploads(Protocol):
    """Keeps files."""

    async def keep(self, channel: str, external_id: str, data: bytes, media: Media) -> str:
        """The id of the kept file; raises NotKept."""


class Inbox:
    """The two addresses that a page posts to."""

    def __init__(self, gateway: Gateway, uploads: Uploads, upload_max_mb: int) -> None:
        self._gateway = gateway
        self._uploads = uploads
        self._limit = upload_max_mb * MEGABYTE

    async def messages(self, request: web.Request) -> web.Response:
        """POST /messages: one message, press or opening, as JSON."""
        web_guard.check(request, "application/json")
        person = known(request)
        try:
            posted = Posted.model_validate_json(await request.read())
        except ValidationError as problem:
            too_long = any(error["type"] == "string_too_long" for error in problem.errors())
            return _refused("too_long" if too_long else "malformed")
        delivery = Delivery(
            channel=Channel.WEB,
            external_id=person,
            delivery_id=posted.client_id,
            kind=posted.kind,
            text=posted.text,
            key=posted.key,
            turn=posted.turn,
            lang=preferred(request).value,
        )
        return await self._receive(delivery)

    async def uploads(self, request: web.Request) -> web.Response:
        """POST /uploads: one file as a form; too large a one becomes a sentence in the chat."""
        web_guard.check(request, "multipart/form-data")
        person = known(request)
        upload = await read_upload(request, self._limit)
        try:
            blob, problem = await self._keep(person, upload)
        except Busy as busy:
            return _busy(busy)
        delivery = Delivery(
            channel=Channel.WEB,
            external_id=person,
            delivery_id=upload.client_id,
            kind="uploaded",
            media=upload.media,
            blob=blob,
            name=upload.name,
            size=upload.size,
            problem=problem,
            lang=preferred(request).value,
        )
        return await self._receive(delivery)

    async def _keep(self, person: str, upload: Upload) -> tuple[str | None, UploadProblem | None]:
        if upload.data is None:
            return None, UploadProblem.TOO_LARGE
        try:
            return await self._uploads.keep(Channel.WEB, person, upload.data, upload.media), None
        except NotKept as refusal:
            return None, refusal.problem

    async def _receive(self, delivery: Delivery) -> web.Response:
        try:
            receipt = await self._gateway.receive(delivery)
        except Busy as busy:
            return _busy(busy)
        return web.json_response(receipt.model_dump())


def _busy(busy: Busy) -> web.Response:
    seconds = str(max(1, round(busy.retry_after_s)))
    return web.json_response({"problem": "busy"}, status=503, headers={"Retry-After": seconds})


def _refused(problem: Literal["too_long", "malformed"]) -> web.Response:
    status = 413 if problem == "too_long" else 400
    return web.json_response({"problem": problem}, status=status)
