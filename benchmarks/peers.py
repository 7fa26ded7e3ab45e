"""The same two-step conversation on aiogram's FSM with SQLite and on python-telegram-bot.

Each handles the same updates from the same number of people in the same run: a command that asks
for a name, a name that is kept and answered. Sending is replaced by a call that returns at once,
in all three. Ours does more (dedupe, log, audit chain, sealing); the ratio is per CPU second.
"""

import asyncio
import logging
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure

PEOPLE, ROUNDS = 32, 100
Handle = Callable[[int, int, str], Awaitable[None]]


async def drive(handle: Handle) -> float:
    """Updates per second of processor time: everybody at once, each person in order."""

    async def person(number: int) -> None:
        for turn in range(ROUNDS):
            await handle(number, turn, "/start" if turn % 2 == 0 else "林知秋")

    await handle(0, -1, "/start")
    began = time.process_time()
    await asyncio.gather(*(person(number) for number in range(1, PEOPLE + 1)))
    return PEOPLE * ROUNDS / (time.process_time() - began)


async def ours(folder: Path) -> float:
    """Our gateway on SQLite, synchronous=FULL."""
    from bot.app import App
    from bot.delivery import Channel, Delivery
    from bot.settings import Settings

    app = App(Settings(home=folder / "home", demo=False))
    await app.open()

    async def handle(number: int, turn: int, text: str) -> None:
        await app.gateway.receive(
            Delivery(
                channel=Channel.WEB,
                external_id=f"person{number}",
                delivery_id=f"{turn}",
                kind="said",
                text="绑定" if text == "/start" else text,
            )
        )

    try:
        return await drive(handle)
    finally:
        await app.close()


class Rows:
    """A table of key and JSON text, committed with synchronous=FULL at every write."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("CREATE TABLE rows (key TEXT PRIMARY KEY, value TEXT)")

    def put(self, key: str, value: str) -> None:
        """Write one row, durably."""
        self._connection.execute("INSERT OR REPLACE INTO rows VALUES (?, ?)", (key, value))

    def get(self, key: str) -> str | None:
        """Read one row."""
        found = self._connection.execute("SELECT value FROM rows WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])


def update(number: int, turn: int, text: str) -> dict[str, Any]:
    """The update as Telegram sends it."""
    message: dict[str, Any] = {
        "message_id": turn + 2,
        "date": int(datetime.now(UTC).timestamp()),
        "chat": {"id": number + 1, "type": "private", "first_name": "x"},
        "from": {"id": number + 1, "is_bot": False, "first_name": "x"},
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"update_id": (number + 1) * 1000 + turn + 1, "message": message}


def run() -> Iterator[Figure]:
    """Three rates and two ratios."""
    from benchmarks.peer_aiogram import aiogram_fsm
    from benchmarks.peer_ptb import python_telegram_bot

    logging.disable(logging.WARNING)
    rates: dict[str, float] = {}
    for name, measure in (
        ("ours", ours),
        ("aiogram", aiogram_fsm),
        ("ptb", python_telegram_bot),
    ):
        with tempfile.TemporaryDirectory() as folder:
            rates[name] = asyncio.run(measure(Path(folder)))
        yield Figure(f"two_step_{name}_per_cpu_s", round(rates[name]), "1/s")
    logging.disable(logging.NOTSET)
    yield Figure("two_step_ours_to_aiogram", round(rates["ours"] / rates["aiogram"], 2), "x")
    yield Figure("two_step_ours_to_ptb", round(rates["ours"] / rates["ptb"], 2), "x")
