"""Sending, against the server: limits, faults, refusals, keyboards taken off, nothing doubled."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.channels.telegram_pace import Pace
from bot.channels.telegram_send import Sender
from bot.outbox import Refused, Retry
from bot.settings import Settings
from tests.bot.telegram.bot_api import TOKEN, BotApi, Fault
from tests.bot.telegram.lines import LAW, button, line
from tests.bot.telegram.person import buttons

CHAT = "77"


class Sending:
    """A sender of its own, without waiting between messages."""

    def __init__(self, bot: Bot) -> None:
        self.tasks: list[asyncio.Task[None]] = []
        self.pace = Pace(sleep=self._at_once)
        self.sender = Sender(bot, Settings(), self.pace, self._spawn)

    async def send(self, shown: Any, previous: str | None = None) -> str:
        """Send, and wait for what goes on beside it."""
        platform_id = await self.sender.send(CHAT, shown, previous)
        await asyncio.gather(*self.tasks)
        return platform_id

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.create_task(work))

    async def _at_once(self, _: float) -> None:
        return


@pytest.fixture
async def sending(api: BotApi) -> AsyncIterator[Sending]:
    """A sender of real aiogram against the server."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.url), timeout=5)
    yield Sending(Bot(TOKEN, session=session))
    await session.close()


async def test_text_quotation_and_buttons_arrive(api: BotApi, sending: Sending) -> None:
    await sending.send(line(turn=3, citations=(LAW,), buttons=(button("绑定", key="do:bind"),)))
    (message,) = api.shown(77)
    assert buttons(message) == [{"text": "绑定", "callback_data": "3:do:bind"}]
    assert [entity["type"] for entity in message["entities"]] == ["bold", "blockquote", "italic"]


async def test_a_long_text_is_several_messages_with_the_buttons_under_the_last(
    api: BotApi, sending: Sending
) -> None:
    text = "\n\n".join(["一" * 3000] * 3)
    await sending.send(line(text, turn=3, buttons=(button("继续"),)))
    assert [len(buttons(message)) for message in api.shown(77)] == [0, 0, 1]


async def test_the_next_question_takes_the_buttons_off_the_last(
    api: BotApi, sending: Sending
) -> None:
    first = await sending.send(line(id=1, turn=1, buttons=(button("甲"),)))
    await sending.send(line(id=2, turn=2, buttons=(button("乙"),)), previous=first)
    assert [len(buttons(message)) for message in api.shown(77)] == [0, 1]


async def test_a_reminder_leaves_the_open_question_its_buttons_until_the_next_question(
    api: BotApi, sending: Sending
) -> None:
    first = await sending.send(line(id=1, turn=1, buttons=(button("甲"),)))
    second = await sending.send(line(id=2, buttons=(button("稍后提醒"),)), previous=first)
    assert [len(buttons(message)) for message in api.shown(77)] == [1, 1]
    await sending.send(line(id=3, turn=2, buttons=(button("乙"),)), previous=second)
    assert [len(buttons(message)) for message in api.shown(77)] == [0, 1, 1]


async def test_a_question_without_buttons_has_none_to_take_off(
    api: BotApi, sending: Sending
) -> None:
    first = await sending.send(line(id=1, turn=1))
    await sending.send(line(id=2, turn=2), previous=first)
    assert api.called("editMessageReplyMarkup") == []


@pytest.mark.parametrize(
    "fault", [Fault(400, "Bad Request: message to edit not found"), Fault(500), Fault(429)]
)
async def test_buttons_that_cannot_be_taken_off_stop_nothing(
    api: BotApi, sending: Sending, fault: Fault
) -> None:
    first = await sending.send(line(id=1, turn=1, buttons=(button("甲"),)))
    api.faults["editMessageReplyMarkup"] = [fault]
    await sending.send(line(id=2, turn=2), previous=first)
    assert len(api.shown(77)) == 2


@pytest.mark.parametrize(
    ("fault", "after_s"),
    [
        (Fault(429, "Too Many Requests: retry after 9", retry_after=9), 9),
        (Fault(500, "Internal Server Error"), None),
        (Fault(502, "Bad Gateway"), None),
        (Fault(lose_reply=True), None),
        (Fault(401, "Unauthorized"), None),
    ],
)
async def test_what_may_pass_is_tried_again(
    api: BotApi, sending: Sending, fault: Fault, after_s: float | None
) -> None:
    api.faults["sendMessage"] = [fault]
    with pytest.raises(Retry) as raised:
        await sending.send(line())
    assert raised.value.after_s == after_s


async def test_a_chat_told_to_wait_is_not_asked_again_before_its_time(
    api: BotApi, sending: Sending
) -> None:
    api.faults["sendMessage"] = [Fault(429, "Too Many Requests", retry_after=9)]
    for _ in range(2):
        with pytest.raises(Retry):
            await sending.send(line())
    assert len(api.called("sendMessage")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(403, "Forbidden: bot was blocked by the user"),
        Fault(400, "Bad Request: chat not found"),
    ],
)
async def test_what_will_never_pass_is_refused(api: BotApi, sending: Sending, fault: Fault) -> None:
    api.faults["sendMessage"] = [fault]
    with pytest.raises(Refused, match=fault.description):
        await sending.send(line())


async def test_nothing_to_show_is_refused(sending: Sending) -> None:
    with pytest.raises(Refused):
        await sending.send(line(""))


async def test_a_server_that_is_away_is_tried_again() -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base("http://127.0.0.1:9"), timeout=5)
    with pytest.raises(Retry):
        await Sending(Bot(TOKEN, session=session)).send(line())
    await session.close()


async def test_parts_that_got_through_are_not_sent_again(api: BotApi, sending: Sending) -> None:
    long = line("\n\n".join(letter * 3000 for letter in "甲乙丙"), turn=1)
    api.faults["sendMessage"] = [Fault(), Fault(500)]
    with pytest.raises(Retry):
        await sending.send(long)
    await sending.send(long)
    assert [message["text"][0] for message in api.shown(77)] == ["甲", "乙", "丙"]
