"""The two-step conversation on python-telegram-bot's ConversationHandler, states in SQLite."""

import json
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    BasePersistence,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    ExtBot,
    MessageHandler,
    PersistenceInput,
    filters,
)
from telegram.request import BaseRequest, RequestData

from benchmarks.peers import Rows, drive, update

NAME = 1
SENT = json.dumps(
    {"ok": True, "result": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}}
).encode()
ME = json.dumps(
    {"ok": True, "result": {"id": 42, "is_bot": True, "first_name": "b", "username": "b_bot"}}
).encode()


class Silent(BaseRequest):
    """A request that answers at once, without a network."""

    @property
    def read_timeout(self) -> float | None:
        """None is needed."""
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """A sent message, or who the bot is."""
        return 200, ME if url.endswith("getMe") else SENT


class SQLitePersistence(BasePersistence[Any, Any, Any]):
    """Conversations as rows, written at every change."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(
            store_data=PersistenceInput(
                bot_data=False, chat_data=False, user_data=False, callback_data=False
            ),
            update_interval=0.001,
        )
        self._rows = rows

    async def get_conversations(self, name: str) -> dict[Any, Any]:
        """All conversations, read once at the start."""
        return {}

    async def update_conversation(self, name: str, key: Any, new_state: object | None) -> None:
        """Write one state."""
        self._rows.put(f"{name}{key}", json.dumps(new_state))

    async def _nothing(self, *_: Any) -> Any:
        return {}

    get_bot_data = get_chat_data = get_user_data = get_callback_data = _nothing
    update_bot_data = update_chat_data = update_user_data = update_callback_data = _nothing
    drop_chat_data = drop_user_data = refresh_bot_data = _nothing
    refresh_chat_data = refresh_user_data = flush = _nothing


async def python_telegram_bot(folder: Path) -> float:
    """Updates per CPU second."""

    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message
        await update.message.reply_text("您的姓名？")
        return NAME

    async def name(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message
        await update.message.reply_text("收到")
        return ConversationHandler.END

    bot = ExtBot("42:TEST", request=Silent(), get_updates_request=Silent())
    application = (
        Application.builder()
        .bot(bot)
        .persistence(SQLitePersistence(Rows(folder / "ptb.db")))
        .concurrent_updates(False)
        .build()
    )
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={NAME: [MessageHandler(filters.TEXT, name)]},
            fallbacks=[],
            name="binding",
            persistent=True,
        )
    )
    await application.initialize()
    await application.start()

    async def handle(number: int, turn: int, text: str) -> None:
        made = Update.de_json(update(number, turn, text), bot)
        assert made
        await application.process_update(made)

    try:
        return await drive(handle)
    finally:
        await application.stop()
        await application.shutdown()
