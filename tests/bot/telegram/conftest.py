"""The program with Telegram switched on, and the Bot API server that it talks to."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import outbox
from bot.app import App
from bot.channels import telegram_pace
from bot.channels.telegram import Telegram
from bot.settings import Settings
from tests.bot.telegram.bot_api import TOKEN, BotApi, running
from tests.bot.telegram.person import Person
from tests.conftest import recreate_schema

Start = Callable[..., AbstractAsyncContextManager[App]]


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A Bot API server."""
    async with running() as server:
        yield server


@pytest.fixture
def person(api: BotApi) -> Person:
    """Somebody with a Chinese Telegram."""
    return Person(api)


@pytest.fixture
async def start(api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Start the program: `async with start() as app`; again for a restart on the same data."""
    monkeypatch.setattr(telegram_pace, "CHAT_INTERVAL_S", 0.0)
    monkeypatch.setattr(outbox, "FIRST_RETRY_S", 0.05)
    monkeypatch.setattr(outbox, "IDLE_S", 0.05)
    url = os.environ.get("YIZHU_TEST_DATABASE_URL", "")
    if url:
        await recreate_schema(url)

    @asynccontextmanager
    async def started(**settings: Any) -> AsyncIterator[App]:
        chosen = {"telegram_token": SecretStr(TOKEN), "telegram_api": api.url} | settings
        app = App(Settings(home=tmp_path, demo=False, database_url=url, **chosen))
        await app.open()
        telegram = Telegram(app)
        await telegram.start()
        try:
            yield app
        finally:
            await telegram.stop()
            await app.close()

    return started
