"""Long polling: nothing is confirmed before it is done, nobody waits for somebody else."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update

from bot.channels import telegram_poll
from bot.channels.telegram_poll import Polling
from bot.gateway import Busy
from tests.bot.telegram.bot_api import TOKEN, BotApi, Fault
from tests.bot.telegram.person import Person

Take = Callable[[Update], Awaitable[None]]


class Poller:
    """A polling of real aiogram, and what it took."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.taken: list[int] = []
        self.waited: list[float] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.start()

    def start(self) -> None:
        """Begin anew, as after a restart."""
        self.polling = Polling(self.bot, self._take, self._sleep)
        self.task = asyncio.create_task(self.polling.run())

    async def die(self) -> None:
        """End without a last call."""
        self.task.cancel()
        self.polling._done.clear()
        await self.polling.stop()

    async def stop(self) -> None:
        """End in order."""
        self.task.cancel()
        await self.polling.stop()

    async def _take(self, update: Update) -> None:
        if gate := self.gates.get(update.update_id):
            await gate.wait()
        self.taken.append(update.update_id)

    async def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


@pytest.fixture
async def poller(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Poller]:
    """A running poller that looks for news often while something is in hand."""
    monkeypatch.setattr(telegram_poll, "LOOK_S", 0.02)
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.url), timeout=5)
    poller = Poller(Bot(TOKEN, session=session))
    yield poller
    await poller.stop()
    await session.close()


async def eventually(condition: Callable[[], object]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


async def test_what_is_done_is_confirmed(api: BotApi, poller: Poller, person: Person) -> None:
    numbers = [await person.say(text) for text in "甲乙丙"]
    await eventually(lambda: not api.updates)
    assert poller.taken == numbers


async def test_what_is_in_hand_is_not_confirmed_and_neither_is_what_came_after(
    api: BotApi, poller: Poller, person: Person
) -> None:
    gate = poller.gates[api._next + 2] = asyncio.Event()
    slow = await person.say("慢")
    assert slow in poller.gates
    after = await person.say("快")
    await eventually(lambda: poller.taken == [after])
    await asyncio.sleep(0.1)
    assert [update["update_id"] for update in api.updates] == [slow, after]
    gate.set()
    await eventually(lambda: not api.updates)
    assert poller.taken == [after, slow]


async def test_what_was_in_hand_at_death_comes_again(
    api: BotApi, poller: Poller, person: Person
) -> None:
    poller.gates[api._next + 2] = asyncio.Event()
    number = await person.say("在手上")
    await eventually(lambda: poller.polling._in_hand)
    await poller.die()
    poller.gates.clear()
    poller.start()
    await eventually(lambda: not api.updates)
    assert poller.taken == [number]


async def test_stopping_confirms_what_is_done(api: BotApi, poller: Poller, person: Person) -> None:
    poller.gates[api._next + 4] = asyncio.Event()
    first = await person.say("好了")
    await eventually(lambda: poller.taken == [first])
    await person.say("没好")
    await poller.stop()
    assert [update["message"]["text"] for update in api.updates] == ["没好"]


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (Fault(500, "Internal Server Error"), 1.0),
        (Fault(429, "Too Many Requests", retry_after=7), 7),
        (Fault(409, "Conflict: terminated by other getUpdates request"), 1.0),
        (Fault(401, "Unauthorized"), 1.0),
    ],
)
async def test_a_fault_of_the_server_only_makes_it_wait(
    api: BotApi, poller: Poller, person: Person, fault: Fault, waits: float
) -> None:
    await person.say("先")
    await eventually(lambda: not api.updates)
    api.faults["getUpdates"] = [fault]
    await person.say("醒")  # ends the long poll under way
    await person.say("后")
    await eventually(lambda: len(poller.taken) == 3)
    assert poller.waited == [waits]


async def test_an_update_that_cannot_be_read_holds_up_no_other(
    api: BotApi, poller: Poller, person: Person
) -> None:
    poller.gates[api._next + 2] = gate = asyncio.Event()
    first = await person.say("前")
    await api.update(message={"message_id": "?"})
    last = await person.say("后")
    gate.set()
    await eventually(lambda: not api.updates)
    assert sorted(poller.taken) == [first, last]


async def test_numbering_that_begins_anew_below_is_heard(
    api: BotApi, poller: Poller, person: Person
) -> None:
    await person.say("高")
    await eventually(lambda: not api.updates)
    await asyncio.sleep(0.05)
    api._next = 3
    low = await person.say("低")
    await eventually(lambda: low in poller.taken)


async def test_while_the_program_is_busy_nothing_is_lost(
    start, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as app:
        receive = app.gateway.receive
        busy = [Busy(0), Busy(0)]

        async def sometimes(delivery):
            if busy:
                raise busy.pop()
            return await receive(delivery)

        monkeypatch.setattr(app.gateway, "receive", sometimes)
        await person.say("/start")
        await person.sees("greeting")
        assert busy == []
