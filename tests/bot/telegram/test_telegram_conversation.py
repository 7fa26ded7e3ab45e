"""Whole conversations: the real program, the real aiogram, a Bot API server on loopback."""

from tests.bot.telegram.person import Person


async def test_a_newcomer_is_greeted(start, person: Person) -> None:
    async with start():
        await person.say("/start")
        greeting = await person.sees("greeting")
        print(greeting)
        await person.press("button.do:bind")
        print(await person.sees("ask.name"))
