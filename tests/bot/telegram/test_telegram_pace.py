"""The limiter on a clock of its own, and the order of one person's updates."""

import asyncio

from bot.channels.telegram_order import Order
from bot.channels.telegram_pace import Pace


class Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))


def pace(clock: Clock) -> Pace:
    """A limiter on this clock."""
    return Pace(clock, clock.sleep)


async def test_one_message_a_second_in_a_chat() -> None:
    clock = Clock()
    limiter = pace(clock)
    for _ in range(4):
        await limiter.wait("a")
    assert clock.slept == [1.0, 2.0, 3.0]


async def test_a_chat_that_was_quiet_is_sent_to_at_once() -> None:
    clock = Clock()
    limiter = pace(clock)
    await limiter.wait("a")
    clock.now += 1.0
    await limiter.wait("a")
    assert clock.slept == []


async def test_thirty_messages_a_second_over_all_chats() -> None:
    clock = Clock()
    limiter = pace(clock)
    for chat in range(61):
        await limiter.wait(str(chat))
    assert (len(clock.slept), clock.slept[-1]) == (60, 2.0)


async def test_a_chat_told_to_wait_waits_and_the_others_go_on() -> None:
    clock = Clock()
    limiter = pace(clock)
    limiter.hold("a", 7)
    assert (limiter.held("a"), limiter.held("b")) == (7.0, 0.0)
    clock.now += 7
    assert limiter.held("a") == 0.0


async def test_everybody_waits_once_two_chats_were_told_to() -> None:
    clock = Clock()
    limiter = pace(clock)
    limiter.hold("a", 7)
    limiter.hold("b", 9)
    assert limiter.held("c") == 9.0
    clock.now += 8
    assert (limiter.held("b"), limiter.held("c")) == (1.0, 0.0)


async def test_one_persons_updates_keep_their_order_and_anothers_do_not_wait() -> None:
    order = Order()
    seen: list[str] = []
    slow = asyncio.Event()

    async def take(person: str, what: str) -> None:
        async with order.of(person):
            if what == "first":
                await slow.wait()
            seen.append(what)

    tasks = [
        asyncio.create_task(take(*each))
        for each in (("a", "first"), ("a", "second"), ("a", "third"), ("b", "other"))
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    slow.set()
    await asyncio.gather(*tasks)
    assert seen == ["other", "first", "second", "third"]
