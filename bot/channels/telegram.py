"""Telegram: the same conversation through aiogram, by long polling or by webhook.

Only aiogram's client and types are used. Its dispatcher tells Telegram that an update is done
before our commit (polling) and takes a failed handler for a handled one, so an update could be
lost; here it is confirmed by what the gateway says.
"""

import asyncio
import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import Update
from aiohttp import web
from pydantic import SecretStr, ValidationError

from bot.channels.telegram_aside import Aside
from bot.channels.telegram_faults import FAULTS
from bot.channels.telegram_files import Files
from bot.channels.telegram_inbox import Inbox
from bot.channels.telegram_order import Order
from bot.channels.telegram_pace import Pace
from bot.channels.telegram_poll import Polling
from bot.channels.telegram_read import UPDATES, sender
from bot.channels.telegram_send import Sender
from bot.delivery import Channel
from bot.gateway import Busy

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger()

MEGABYTE = 1024 * 1024
REQUEST_S = 30
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
# Our own fault in one update: after so many tries it is let go, so that its person is heard again.
MOST_TRIES = 6


class Telegram:
    """The channel; made only when a token is set."""

    def __init__(self, app: "App") -> None:
        settings = app.settings
        self._settings = settings
        self._outbox = app.outbox
        self._bot = _bot(settings.telegram_token or SecretStr(""), settings.telegram_api)
        self._order = Order()
        pace = Pace()
        self._aside = Aside(self._bot, pace)
        files = Files(self._bot, settings.upload_max_mb * MEGABYTE)
        self._inbox = Inbox(app, self._bot, files, self._aside)
        self._sender = Sender(self._bot, settings, pace, app.spawn)
        self._polling = Polling(self._bot, self._patiently)
        self._task: asyncio.Task[None] | None = None

    def setup(self, pages: web.Application) -> None:
        """Add the webhook's route, if a webhook address is set."""
        if self._settings.telegram_webhook_url:
            pages.router.add_post(self._path, self._webhook)

    async def start(self) -> None:
        """Begin to send and to receive; Telegram being out of reach holds up nothing."""
        self._outbox.senders[Channel.TELEGRAM.value] = self._sender
        self._outbox.poke()
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop receiving and sending; what is not durable comes again."""
        self._outbox.senders.pop(Channel.TELEGRAM.value, None)
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._polling.stop()
        await self._bot.session.close()

    async def _run(self) -> None:
        try:
            await self._register()
        except (TelegramUnauthorizedError, TelegramNotFound):
            log.error("Telegram does not know this token; the other channels go on")
            return
        await self._aside.offer_commands()
        if not self._settings.telegram_webhook_url:
            await self._polling.run()

    async def _register(self) -> None:
        """Tell Telegram how updates reach us, however long it takes to be heard."""
        wait = FIRST_WAIT_S
        while True:
            try:
                if self._settings.telegram_webhook_url:
                    await self._bot.set_webhook(
                        self._settings.telegram_webhook_url,
                        secret_token=self._secret,
                        allowed_updates=UPDATES,
                    )
                else:
                    await self._bot.delete_webhook()
                return
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise
            except FAULTS as fault:
                log.warning("Telegram is out of reach", fault=type(fault).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT_S)

    @property
    def _path(self) -> str:
        return urlsplit(self._settings.telegram_webhook_url).path or "/"

    @property
    def _secret(self) -> str:
        """The operator's, or one that follows from the token: the webhook is never open to all."""
        if self._settings.telegram_webhook_secret:
            return self._settings.telegram_webhook_secret.get_secret_value()
        return hmac.new(self._bot.token.encode(), b"webhook", hashlib.sha256).hexdigest()

    async def _webhook(self, request: web.Request) -> web.Response:
        """POST from Telegram; anything but 2xx makes Telegram send the update again."""
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(), self._secret.encode()):
            return web.Response(status=401)
        try:
            update = Update.model_validate_json(await request.read(), context={"bot": self._bot})
        except ValidationError:
            log.error("an update cannot be read")  # nor will it be the next time
            return web.Response()
        try:
            await self._take(update)
        except Busy as busy:
            return web.Response(status=503, headers={"Retry-After": str(busy.retry_after_s)})
        except Exception as fault:
            log.error("an update failed", update=update.update_id, fault=type(fault).__name__)
            return web.Response(status=500)
        return web.Response()

    async def _take(self, update: Update) -> None:
        async with self._order.of(_person(update)):
            await self._inbox.take(update)

    async def _patiently(self, update: Update) -> None:
        """Take an update of the polling, again and again while the program is busy."""
        async with self._order.of(_person(update)):
            tries = 0
            while tries < MOST_TRIES:
                try:
                    await self._inbox.take(update)
                    return
                except Busy as busy:
                    await asyncio.sleep(busy.retry_after_s)
                except Exception as fault:
                    tries += 1
                    name = type(fault).__name__
                    log.error("an update failed", update=update.update_id, fault=name)
                    await asyncio.sleep(FIRST_WAIT_S * 2**tries)


def _person(update: Update) -> str:
    person = sender(update)
    return str(person.id) if person else ""


def _bot(token: SecretStr, api: str) -> Bot:
    server = TelegramAPIServer.from_base(api) if api else PRODUCTION
    return Bot(token.get_secret_value(), session=AiohttpSession(api=server, timeout=REQUEST_S))
