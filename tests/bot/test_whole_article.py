"""The whole article and its neighbours, where no page of ours can be opened."""

import pytest

from bot.app import App
from bot.delivery import Channel, Rendered
from bot.texts import texts
from handlers.session import Lang
from tests.bot.person import Person
from tests.bot.test_ledger import ANSWERED, base  # noqa: F401  (fixture)

ZH = texts(Lang.ZH)


class Elsewhere(Person):
    """Somebody on a platform that reaches none of our pages."""

    channel = Channel.TELEGRAM


@pytest.fixture
def elsewhere(base: App) -> Elsewhere:  # noqa: F811
    """Somebody who was quoted an article there."""
    return Elsewhere(base, "4711")


def keys(line: Rendered) -> list[str]:
    return [button.key for button in line.buttons]


async def newest(person: Person) -> Rendered:
    await person.replies()
    return (await person.lines())[-1]


async def test_the_whole_article_is_one_press_away_and_its_neighbours_one_more(
    elsewhere: Elsewhere,
) -> None:
    await elsewhere.say(ANSWERED)
    answer = await newest(elsewhere)
    await elsewhere.press("whole:1.0.0")
    whole = await newest(elsewhere)
    await elsewhere.press("whole:1.0.1")
    after = await newest(elsewhere)

    assert keys(answer)[0] == "whole:1.0.0"
    assert (whole.text, whole.citations[0].article) == (ZH.text("article.whole"), "18")
    assert keys(whole) == ["whole:1.0.1", "go:menu"]
    assert after.citations[0].article == "22"
    assert keys(after) == ["whole:1.0.0", "go:menu"]


async def test_where_our_pages_open_the_citation_leads_there(
    base: App,  # noqa: F811
    person: Person,
) -> None:
    await person.say(ANSWERED)

    assert not any(key.startswith("whole:") for key in keys(await newest(person)))


@pytest.mark.parametrize("key", ["1.1.0", "1.0.5", "2.0.0", "x", "", "1.0.-1"])
async def test_an_article_that_is_not_there_is_said_to_be_gone(
    elsewhere: Elsewhere, key: str
) -> None:
    await elsewhere.say(ANSWERED)
    await elsewhere.replies()
    await elsewhere.press(f"whole:{key}", 0)

    assert (await newest(elsewhere)).text == ZH.text("article.gone")


async def test_nobody_reads_what_another_person_was_answered(elsewhere: Elsewhere) -> None:
    await elsewhere.say(ANSWERED)
    await elsewhere.replies()
    other = Elsewhere(elsewhere.app, "another")
    await other.press("whole:1.0.0", 0)

    assert (await newest(other)).text == ZH.text("article.gone")
