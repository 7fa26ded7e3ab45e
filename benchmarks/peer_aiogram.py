"""The two-step conversation on aiogram's FSM, its states in SQLite."""

import json
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.base import BaseSession
from aiogram.filters import CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import Chat, Message

from benchmarks.peers import Rows, drive, update


class Silent(BaseSession):
    """A session that answers at once, without a network."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109  aiogram's own signature
    ) -> Any:
        """A sent message."""
        assert isinstance(method, SendMessage)
        return Message(message_id=1, date=0, chat=Chat(id=1, type="private"))  # type: ignore[arg-type]

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        """Nothing is downloaded."""
        yield b""

    async def close(self) -> None:
        """Nothing is open."""


class SQLiteStorage(BaseStorage):
    """State and data of each person as rows; aiogram ships no SQLite storage of its own."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Write the state."""
        self._rows.put(f"s{key.user_id}", state.state if isinstance(state, State) else state or "")

    async def get_state(self, key: StorageKey) -> str | None:
        """Read the state."""
        return self._rows.get(f"s{key.user_id}") or None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Write the data."""
        self._rows.put(f"d{key.user_id}", json.dumps(dict(data)))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Read the data."""
        return dict(json.loads(self._rows.get(f"d{key.user_id}") or "{}"))

    async def close(self) -> None:
        """Nothing to do."""


class Binding(StatesGroup):
    """The two steps."""

    name = State()


async def aiogram_fsm(folder: Path) -> float:
    """Updates per CPU second."""
    router = Router()

    @router.message(CommandStart())
    async def start(message: Message, state: FSMContext) -> None:
        await state.set_state(Binding.name)
        await message.answer("您的姓名？")

    @router.message(StateFilter(Binding.name))
    async def name(message: Message, state: FSMContext) -> None:
        await state.update_data(name=message.text)
        await state.set_state(None)
        await message.answer("收到")

    dispatcher = Dispatcher(storage=SQLiteStorage(Rows(folder / "fsm.db")))
    dispatcher.include_router(router)
    bot = Bot("42:TEST", session=Silent())

    async def handle(number: int, turn: int, text: str) -> None:
        await dispatcher.feed_raw_update(bot, update(number, turn, text))

    return await drive(handle)
