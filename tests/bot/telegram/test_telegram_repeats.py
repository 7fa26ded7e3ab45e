"""The same update again, late or after a restart: answered once; a message lost is sent again."""

import pytest

from tests.bot.telegram.bot_api import BotApi, Fault
from tests.bot.telegram.person import Person


def greetings(person: Person) -> int:
    """How often the person was greeted."""
    greeting = person.text("greeting")
    return sum(greeting in message["text"] for message in person.api.shown(person.number))


async def test_an_update_handed_out_five_times_is_answered_once(
    start, api: BotApi, person: Person
) -> None:
    update = api.made(message=person.message(text="/start"))
    async with start():
        for _ in range(5):
            await api.queue(update)
            await api.until(lambda: not api.updates)
        await person.say("/menu")
        await person.sees("greeting")
        await person.sees("menu")
    assert (greetings(person), len(api.shown(77))) == (1, 2)


async def test_an_update_handed_out_again_after_a_restart_is_answered_once(
    start, api: BotApi, person: Person
) -> None:
    update = api.made(message=person.message(text="/start"))
    await api.queue(update)
    async with start():
        await person.sees("greeting")
    await api.queue(update)
    async with start():
        await person.say("/menu")
        await person.sees("menu")
    assert (greetings(person), len(api.shown(77))) == (1, 2)


async def test_a_press_handed_out_again_is_answered_once_and_stops_waiting(
    start, api: BotApi, person: Person
) -> None:
    async with start():
        await person.say("/start")
        await person.sees("greeting")
        press = api.made(callback_query=person.query(person.text("button.do:bind")))
        for _ in range(3):
            await api.queue(press)
            await api.until(lambda: not api.updates)
        await person.sees("ask.name")
        await api.until(lambda: len(api.called("answerCallbackQuery")) == 3)
    assert (len(api.shown(77)), api.open_queries) == (2, set())


async def test_what_was_not_sent_before_a_restart_is_sent_after_it(
    start, api: BotApi, person: Person
) -> None:
    api.faults["sendMessage"] = [Fault(429, "Too Many Requests", retry_after=1)]
    await person.say("/start")
    async with start():
        await api.until(lambda: api.called("sendMessage") and not api.updates)
    assert greetings(person) == 0
    async with start():
        await person.sees("greeting")
    assert greetings(person) == 1


async def test_a_form_goes_on_after_a_restart_where_it_stood(start, person: Person) -> None:
    async with start():
        await person.say("/start do-bind")
        await person.sees("ask.name")
        await person.say("张伟")
        await person.sees("ask.id_number")
    async with start():
        await person.press("button.back")
        await person.sees("ask.name")


@pytest.mark.parametrize(
    "fault",
    [
        Fault(500, "Internal Server Error"),
        Fault(429, "Too Many Requests: retry after 1", retry_after=1),
    ],
)
async def test_a_fault_while_sending_delays_and_doubles_nothing(
    start, api: BotApi, person: Person, fault: Fault
) -> None:
    api.faults["sendMessage"] = [fault]
    async with start():
        await person.say("/start")
        await person.sees("greeting")
    assert (greetings(person), len(api.called("sendMessage"))) == (1, 2)


async def test_a_lost_reply_doubles_the_message_and_never_the_turn(
    start, api: BotApi, person: Person
) -> None:
    api.faults["sendMessage"] = [Fault(lose_reply=True)]
    async with start() as app:
        await person.say("/start")
        await api.until(lambda: len(api.called("sendMessage")) == 2)
        lines = await app.conversation.lines("telegram", "77")
        await api.until(lambda: greetings(person) == 2)
    assert [line.turn for line in lines] == [1]


async def test_a_person_who_blocked_the_bot_holds_up_nobody(
    start, api: BotApi, person: Person
) -> None:
    api.blocked.add(77)
    other = Person(api, 78)
    async with start():
        await person.say("/start")
        await other.say("/start")
        await other.sees("greeting")
    assert greetings(person) == 0
