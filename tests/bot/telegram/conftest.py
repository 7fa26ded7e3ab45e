"""The program with Telegram switched on, and the Bot API server that it talks to."""

import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot import outbox
from bot.app import App
from bot.channels import telegram_pace
from bot.channels.telegram import Telegram
from bot.settings import Settings
from registry.physician import Physician
from registry.synthetic import Register, generate
from storage import register
from storage.database import Unit
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
async def settings(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: Path | None
) -> Callable[..., Settings]:
    """Settings with a token, on one empty database; nothing waits longer than it must."""
    monkeypatch.setattr(telegram_pace, "CHAT_INTERVAL_S", 0.0)
    monkeypatch.setattr(outbox, "FIRST_RETRY_S", 0.05)
    monkeypatch.setattr(outbox, "IDLE_S", 0.05)
    url = os.environ.get("YIZHU_TEST_DATABASE_URL", "")
    if migrated is None:
        await recreate_schema(url)
    else:
        shutil.copy(migrated, tmp_path / "yizhu.db")

    def chosen(**more: Any) -> Settings:
        fixed: dict[str, Any] = {
            "home": tmp_path,
            "demo": False,
            "database_url": url,
            "telegram_token": SecretStr(TOKEN),
            "telegram_api": api.url,
        }
        return Settings(**fixed | more)

    return chosen


@pytest.fixture
async def start(settings: Callable[..., Settings]) -> Start:
    """Start the program: `async with start() as app`; again for a restart on the same data."""

    @asynccontextmanager
    async def started(**more: Any) -> AsyncIterator[App]:
        app = App(settings(**more))
        await app.open()
        telegram = Telegram(app)
        pages = web.Application()
        telegram.setup(pages)
        runner = web.AppRunner(pages, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        if port := more.get("port"):
            await web.TCPSite(runner, "127.0.0.1", port).start()
        await telegram.start()
        try:
            yield app
        finally:
            await telegram.stop()
            await runner.cleanup()
            await app.close()

    return started


@pytest.fixture(scope="session")
def invented() -> Register:
    """An invented register."""
    return generate(date(2026, 11, 23))


@pytest.fixture
def physician(invented: Register) -> Physician:
    """A physician whose record has a confirmed photo."""
    return next(one for one in invented.physicians if one.photo_confirmed_on)


@pytest.fixture
def enrol(invented: Register, physician: Physician) -> Callable[[App], Any]:
    """Put the institutions and the physician into the register of a program."""

    async def enrolled(app: App) -> None:
        async def work(unit: Unit) -> None:
            await register.add_institutions(invented.institutions)
            await register.add_physicians(app.vault, [physician])

        await app.database.run(work)
        await app.reload_institutions()

    return enrolled
