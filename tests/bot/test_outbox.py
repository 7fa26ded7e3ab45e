"""The outbox: in order for one person, nobody waits for somebody else, nothing forgotten."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot import outbox
from bot.app import App
from bot.delivery import Channel, Delivery, Rendered
from bot.outbox import Retry
from bot.settings import Settings
from tests.conftest import recreate_schema


class Platform:
    """A platform that keeps what it is sent, and can be told to be slow or away."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, int, str | None]] = []
        self.begun: set[str] = set()
        self.slow: set[str] = set()
        self.away: set[str] = set()
        self.broken: set[str] = set()

    async def send(self, external_id: str, line: Rendered, previous: str | None) -> str:
        self.begun.add(external_id)
        if external_id in self.away:
            raise Retry(3600)
        if external_id in self.broken:
            raise ZeroDivisionError
        if external_id in self.slow:
            await asyncio.sleep(3600)
        self.sent.append((external_id, line.id, previous))
        return f"p{line.id}"

    def people(self) -> list[str]:
        """Who was sent to, once for each message."""
        return [external_id for external_id, _, _ in self.sent]


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
async def app(tmp_path: Path, platform: Platform) -> AsyncIterator[App]:
    url = os.environ.get("YIZHU_TEST_DATABASE_URL", "")
    if url:
        await recreate_schema(url)
    app = App(Settings(home=tmp_path, demo=False, database_url=url))
    await app.open()
    app.outbox.senders["telegram"] = platform
    yield app
    await app.close()


async def say(app: App, who: str, number: int = 1) -> None:
    """Somebody asks for the menu."""
    await app.gateway.receive(
        Delivery(
            channel=Channel.TELEGRAM,
            external_id=who,
            delivery_id=str(number),
            kind="said",
            text="菜单",
        )
    )


async def eventually(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(4):  # less than IDLE_S, so that a forgotten poke fails the test
        while not condition():
            await asyncio.sleep(0.01)


async def test_no_poke_is_forgotten(app: App, platform: Platform) -> None:
    for number in range(100):
        await say(app, "a", number)
        await asyncio.sleep(number % 7 / 1000)
        await eventually(lambda n=number: len(platform.sent) > n)


async def test_a_poke_at_the_moment_of_stopping_does_not_keep_the_program_up(
    app: App, platform: Platform
) -> None:
    await asyncio.sleep(0.1)  # it waits for a poke by now
    app.outbox.poke()
    async with asyncio.timeout(5):
        await app.outbox.stop()

    app.outbox.start()


async def test_a_slow_chat_holds_up_nobody(app: App, platform: Platform) -> None:
    platform.slow.add("slow")
    await say(app, "slow")
    await eventually(lambda: platform.begun == {"slow"})
    await say(app, "quick")
    await eventually(lambda: platform.people() == ["quick"])


async def test_a_fault_of_ours_in_one_message_ends_no_others(app: App, platform: Platform) -> None:
    platform.broken.add("a")
    await say(app, "a")
    await eventually(lambda: platform.begun == {"a"})
    await say(app, "b")
    await eventually(lambda: platform.people() == ["b"])


async def test_lines_put_off_use_up_nobodys_place(
    app: App, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "AT_ONCE", 2)
    platform.away |= {"a", "b", "c"}
    for who in "abc":
        await say(app, who)
    await eventually(lambda: platform.begun == {"a", "b", "c"})
    await say(app, "d")
    await eventually(lambda: platform.people() == ["d"])


async def test_each_line_knows_the_message_before_it(app: App, platform: Platform) -> None:
    senders, app.outbox.senders = app.outbox.senders, {}
    for number in range(3):
        await say(app, "a", number)
    app.outbox.senders = senders
    app.outbox.poke()
    await eventually(lambda: len(platform.sent) == 3)
    assert [previous for _, _, previous in platform.sent] == [
        None,
        *(f"p{line}" for _, line, _ in platform.sent[:-1]),
    ]
