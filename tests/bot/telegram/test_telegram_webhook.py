"""The webhook: closed to strangers, acknowledged after the commit, repeated when busy."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.app import App
from bot.delivery import Channel, Delivery
from bot.gateway import Busy
from tests.bot.telegram.bot_api import TOKEN, BotApi, Fault
from tests.bot.telegram.person import Person

SECRET = "a-secret-of-the-operator"
NOWHERE = "http://127.0.0.1:9/hook"


@pytest.fixture
async def app(api: BotApi, start, unused_tcp_port: int) -> AsyncIterator[App]:
    """The program with a webhook, registered with the server."""
    async with start(
        port=unused_tcp_port,
        telegram_webhook_url=f"http://127.0.0.1:{unused_tcp_port}/telegram/hook",
        telegram_webhook_secret=SecretStr(SECRET),
    ) as app:
        await api.until(lambda: api.webhook)
        yield app


async def test_an_update_is_answered(app: App, api: BotApi, person: Person) -> None:
    status = await api.deliver(api.made(message=person.message(text="/start")))
    await person.sees("greeting")
    assert status == 200


async def test_telegram_is_told_the_secret_and_what_to_send(app: App, api: BotApi) -> None:
    assert api.webhook is not None
    assert (api.webhook["secret_token"], api.webhook["allowed_updates"]) == (
        SECRET,
        ["message", "edited_message", "callback_query", "my_chat_member"],
    )


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "密"])
async def test_a_wrong_secret_is_turned_away(
    app: App, api: BotApi, person: Person, secret: str
) -> None:
    status = await api.deliver(api.made(message=person.message(text="/start")), secret)
    lines = await app.conversation.lines("telegram", "77")
    assert (status, lines) == (401, [])


async def test_without_a_secret_of_the_operator_one_follows_from_the_token(
    api: BotApi, start
) -> None:
    secrets = []
    for _ in range(2):
        async with start(telegram_webhook_url=NOWHERE):
            await api.until(lambda: api.webhook)
        assert api.webhook is not None
        secrets.append(api.webhook["secret_token"])
        api.webhook = None
    assert (len(set(secrets)), len(secrets[0]), TOKEN in secrets[0]) == (1, 64, False)


async def test_a_busy_program_asks_for_the_update_again(
    app: App, api: BotApi, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = api.made(message=person.message(text="/start"))

    async def busy(_: object) -> None:
        raise Busy(2)

    with monkeypatch.context() as patch:
        patch.setattr(app.gateway, "receive", busy)
        refused = await api.deliver(update)
    taken = await api.deliver(update)
    await person.sees("greeting")
    assert (refused, taken) == (503, 200)


async def test_the_same_update_five_times_at_once_is_one_turn(
    app: App, api: BotApi, person: Person
) -> None:
    update = api.made(message=person.message(text="/start"))
    statuses = await asyncio.gather(*(api.deliver(update) for _ in range(5)))
    lines = await app.conversation.lines("telegram", "77")
    assert (statuses, [line.turn for line in lines]) == ([200] * 5, [1])


async def test_updates_out_of_order_are_each_taken_once(
    app: App, api: BotApi, person: Person
) -> None:
    first = api.made(message=person.message(text="你好"))
    second = api.made(message=person.message(text="菜单"))
    for update in (second, first, second):
        await api.deliver(update)
    said = [line.text for line in await app.conversation.lines("telegram", "77") if line.client_id]
    assert said == ["菜单", "你好"]


async def test_an_update_that_cannot_be_read_is_not_asked_for_again(app: App, api: BotApi) -> None:
    assert await api.deliver({"update_id": 1, "message": {"message_id": "?"}}) == 200


async def test_a_server_out_of_reach_is_registered_with_later(
    api: BotApi, start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.FIRST_WAIT_S", 0.01)
    api.faults["setWebhook"] = [Fault(502, "Bad Gateway"), Fault(502, "Bad Gateway")]
    async with start(telegram_webhook_url=NOWHERE):
        await api.until(lambda: api.webhook)


async def test_a_token_that_telegram_does_not_know_stops_nothing_else(api: BotApi, start) -> None:
    api.faults["deleteWebhook"] = [Fault(401, "Unauthorized")]
    async with start() as app:
        await api.until(lambda: api.calls)
        receipt = await app.gateway.receive(
            Delivery(channel=Channel.WEB, external_id="w", delivery_id="1", kind="opened")
        )
    assert (receipt.duplicate, [call.method for call in api.calls]) == (False, ["deleteWebhook"])
