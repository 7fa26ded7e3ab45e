"""Shows lines in Telegram: paced, no message twice if it can be helped, refusals told apart."""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
)

from bot.channels.telegram_faults import FAULTS
from bot.channels.telegram_pace import Pace
from bot.channels.telegram_show import Keyboard, keyboard, messages
from bot.channels.telegram_text import Piece
from bot.delivery import Rendered
from bot.outbox import Refused, Retry
from bot.settings import Settings

log = structlog.get_logger()

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Telegram as the outbox sees it.

    The id handed back is "<message>" for a question and "<message>:<question>" for anything said
    while a question stays open ("<message>:" if none is), so that the next question finds the
    keyboard it closes even when a reminder came in between.
    """

    def __init__(
        self,
        bot: Bot,
        settings: Settings,
        pace: Pace,
        spawn: Callable[[Coroutine[Any, Any, Any]], None],
    ) -> None:
        self._bot = bot
        self._settings = settings
        self._pace = pace
        self._spawn = spawn
        self._partly: dict[int, list[int]] = {}

    async def send(self, external_id: str, line: Rendered, previous: str | None) -> str:
        """Show a line as one or more messages, the buttons under the last.

        Raises Retry (limits, network, a server's fault) or Refused (blocked, gone, our mistake).
        """
        sent = await self._all(external_id, line)
        open_question = _open_question(previous)
        if not line.turn:
            return f"{sent[-1]}:{open_question}"
        if open_question:
            self._spawn(self._close(external_id, int(open_question)))
        return str(sent[-1]) if line.buttons else f"{sent[-1]}:"

    async def _all(self, chat: str, line: Rendered) -> list[int]:
        parts = messages(line, self._settings)
        if not parts:
            raise Refused("there is nothing to show")
        # What an earlier try of this line got through is not sent again.
        sent = self._partly.pop(line.id, [])
        try:
            for part in parts[len(sent) :]:
                last = len(sent) == len(parts) - 1
                sent.append(await self._one(chat, part, keyboard(line) if last else ()))
        except Retry:
            if sent:
                self._partly[line.id] = sent
            raise
        return sent

    async def _one(self, chat: str, part: Piece, keys: Keyboard) -> int:
        if held := self._pace.held(chat):
            raise Retry(held)
        await self._pace.wait(chat)
        try:
            message = await self._bot.send_message(
                chat_id=int(chat),
                text=part.text,
                entities=[MessageEntity(**each.model_dump()) for each in part.entities],
                reply_markup=_markup(keys) if keys else None,
                link_preview_options=NO_PREVIEW,
            )
        except TelegramRetryAfter as told:
            self._pace.hold(chat, told.retry_after)
            raise Retry(told.retry_after) from None
        except (TelegramBadRequest, TelegramForbiddenError) as refusal:
            raise Refused(refusal.message) from None
        except FAULTS as fault:
            log.warning("Telegram could not be sent to", fault=type(fault).__name__)
            raise Retry from None
        return message.message_id

    async def _close(self, chat: str, question: int) -> None:
        """Take the buttons off a question that is over; only a courtesy, so it may fail."""
        if self._pace.held(chat):
            return
        try:
            await self._bot.edit_message_reply_markup(chat_id=int(chat), message_id=question)
        except TelegramRetryAfter as told:
            self._pace.hold(chat, told.retry_after)
        except FAULTS as fault:
            log.debug("buttons stay", fault=type(fault).__name__)


def _open_question(previous: str | None) -> str:
    return previous.rpartition(":")[2] if previous else ""


def _markup(keys: Keyboard) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(
                    text=key.label,
                    callback_data=None if key.url else key.data,
                    url=key.url or None,
                    style=key.style or None,
                )
                for key in row
            ]
            for row in keys
        ]
    )
