"""Fetches what people send, no further than the limit."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound

from bot.channels.telegram_faults import FAULTS
from bot.channels.telegram_read import File
from handlers.event import UploadProblem

log = structlog.get_logger()

# A file lies in memory while it is fetched and sealed, so few at a time.
AT_ONCE = 4
WAITS_S = (1.0, 3.0)
TIMEOUT_S = 60
CHUNK = 1 << 16


class TooLarge(Exception):
    """The file is larger than the limit."""


class Files:
    """Downloads from a Bot API server."""

    def __init__(
        self, bot: Bot, limit: int, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """`limit` in bytes."""
        self._bot = bot
        self._limit = limit
        self._sleep = sleep
        self._room = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, file: File) -> bytes | UploadProblem:
        """The file's bytes, or why there are none; what may pass is tried three times."""
        for wait in (*WAITS_S, None):
            try:
                async with self._room:
                    return await self._once(file)
            except TooLarge:
                return UploadProblem.TOO_LARGE
            except (TelegramBadRequest, TelegramNotFound) as refusal:
                return _refusal(refusal)
            except FAULTS as fault:
                log.warning("a file could not be fetched", fault=type(fault).__name__)
                if wait is not None:
                    await self._sleep(wait)
        return UploadProblem.NOT_FETCHED

    async def _once(self, file: File) -> bytes:
        self._check(file.size)
        found = await self._bot.get_file(file.id)
        self._check(found.file_size or 0)
        address = self._bot.session.api.file_url(self._bot.token, found.file_path or "")
        data = bytearray()
        stream = self._bot.session.stream_content(address, timeout=TIMEOUT_S, chunk_size=CHUNK)
        async with aclosing(stream):
            async for chunk in stream:
                data += chunk
                self._check(len(data))
        return bytes(data)

    def _check(self, size: int) -> None:
        if size > self._limit:
            raise TooLarge


def _refusal(refusal: TelegramBadRequest | TelegramNotFound) -> UploadProblem:
    # Telegram's own servers hand out no file above 20 MB, whatever our limit is.
    too_big = "too big" in refusal.message.lower()
    return UploadProblem.TOO_LARGE if too_big else UploadProblem.NOT_FETCHED
