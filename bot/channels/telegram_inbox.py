"""Takes one update: reads it, fetches its file, hands it in, answers the press."""

from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from aiogram import Bot
from aiogram.types import CallbackQuery, Message, Update

from bot.channels import telegram_button, telegram_read
from bot.channels.telegram_aside import Aside
from bot.channels.telegram_button import Direct, Stored
from bot.channels.telegram_faults import FAULTS
from bot.channels.telegram_files import Files
from bot.channels.telegram_read import File
from bot.delivery import Channel, Delivery
from bot.gateway import Busy
from bot.uploads import NotKept
from handlers.effect import Input
from handlers.event import Media, UploadProblem
from storage.database import DatabaseBusy, DiskFull

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger()

CHANNEL = Channel.TELEGRAM.value
# A press that means nothing any more; the core says that the question is an earlier one.
NOTHING = Direct(turn=0, key="")
# The open question is among the last lines of a conversation.
LAST_LINES = 10


class Inbox:
    """The way of an update into the gateway."""

    def __init__(self, app: "App", bot: Bot, files: Files, aside: Aside) -> None:
        self._app = app
        self._bot = bot
        self._files = files
        self._aside = aside

    async def take(self, update: Update) -> None:
        """Take an update; when this returns it is durable or was nothing to keep. Raises Busy."""
        chat = telegram_read.group(update)
        if chat is not None:
            await self._aside.refuse_group(update, chat)
        elif update.callback_query is not None:
            await self._press(update, update.callback_query)
        elif (message := telegram_read.edited(update)) is not None:
            language = await self._app.conversation.lang(CHANNEL, str(message.chat.id))
            await self._aside.edited(message, language)
        elif update.message is not None:
            await self._message(update, update.message)

    async def _message(self, update: Update, message: Message) -> None:
        delivery = telegram_read.spoken(update)
        if delivery is None:
            return
        file = telegram_read.file(message)
        if file is not None:
            delivery = await self._with_file(delivery, file)
        try:
            receipt = await self._app.gateway.receive(delivery)
        except Busy:
            await self._let_go(delivery)  # it will come, and be fetched, again
            raise
        # Only these two: cancelled while handing in, the delivery may have been taken.
        if receipt.duplicate:
            await self._let_go(delivery)

    async def _let_go(self, delivery: Delivery) -> None:
        if delivery.blob:
            await self._app.blobs.delete(delivery.blob)

    async def _press(self, update: Update, query: CallbackQuery) -> None:
        press = await self._pressed(query)
        await self._app.gateway.receive(telegram_read.pressed(update, query, press.key, press.turn))
        # Late or repeated ones are refused by Telegram; the button has stopped waiting by then.
        with suppress(*FAULTS):
            await self._bot.answer_callback_query(query.id)

    async def _pressed(self, query: CallbackQuery) -> Direct:
        """What was pressed, long keys found again in the line that showed them."""
        said = telegram_button.parse(query.data or "")
        if isinstance(said, Stored):
            lines = await self._app.conversation.lines(
                CHANNEL, str(query.from_user.id), before=said.line + 1, limit=1
            )
            found = [line for line in lines if line.id == said.line]
            said = telegram_button.find(found[0], said.digest) if found else None
        return said or NOTHING

    async def _with_file(self, delivery: Delivery, file: File) -> Delivery:
        """The delivery with its file kept, or with the reason why it was not."""
        if not await self._wanted(delivery):
            return delivery.but(media=Media.OTHER)
        data = await self._files.fetch(file)
        if isinstance(data, UploadProblem):
            return delivery.but(problem=data)
        try:
            # Somebody whose first message is a file: their language is known here only.
            await self._app.gateway.account(CHANNEL, delivery.external_id, delivery.lang or "zh")
            blob = await self._app.uploads.keep(CHANNEL, delivery.external_id, data, delivery.media)
        except NotKept as refusal:
            return delivery.but(problem=refusal.problem, size=len(data))
        except (DatabaseBusy, DiskFull):
            raise Busy from None
        except OSError as fault:
            log.error("a file could not be kept", fault=type(fault).__name__)
            return delivery.but(problem=UploadProblem.NOT_FETCHED, size=len(data))
        return delivery.but(blob=blob, size=len(data))

    async def _wanted(self, delivery: Delivery) -> bool:
        """False for a picture of a face where faces are not taken in the chat: do not fetch it."""
        if self._app.settings.in_chat_photos:
            return True
        lines = await self._app.conversation.lines(CHANNEL, delivery.external_id, limit=LAST_LINES)
        questions = [line for line in lines if line.turn and not line.client_id]
        return not questions or questions[-1].input is not Input.SELFIE
