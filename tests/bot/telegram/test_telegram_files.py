"""Files: fetched no further than the limit, tried again while that may help."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from structlog.testing import capture_logs

from bot.channels.telegram_files import Files
from bot.channels.telegram_read import File
from handlers.event import UploadProblem
from tests.bot.telegram.bot_api import TOKEN, BotApi, Fault

LIMIT = 100_000


@pytest.fixture
async def files(api: BotApi) -> AsyncIterator[Files]:
    """Files of real aiogram against the server; waiting takes no time."""

    async def at_once(_: float) -> None:
        return

    session = AiohttpSession(api=TelegramAPIServer.from_base(api.url), timeout=5)
    yield Files(Bot(TOKEN, session=session), LIMIT, at_once)
    await session.close()


@pytest.mark.parametrize("size", [0, 1, LIMIT])
async def test_a_file_within_the_limit_is_fetched(api: BotApi, files: Files, size: int) -> None:
    api.files["f"] = bytes(size)
    assert await files.fetch(File(id="f", size=size)) == bytes(size)


@pytest.mark.parametrize(
    ("told", "size", "calls"),
    [
        (40_000_000, 40_000_000, []),
        (0, LIMIT + 1, ["getFile"]),
        (0, 21_000_000, ["getFile"]),
    ],
)
async def test_a_file_above_the_limit_is_not_fetched(
    api: BotApi, files: Files, told: int, size: int, calls: list[str]
) -> None:
    api.files["f"] = bytes(size)
    assert (
        await files.fetch(File(id="f", size=told)),
        [call.method for call in api.calls],
    ) == (UploadProblem.TOO_LARGE, calls)


async def test_a_file_that_is_larger_than_it_says_is_fetched_no_further(
    api: BotApi, files: Files
) -> None:
    api.files["f"] = bytes(5_000_000)
    api.declared["f"] = 1000
    assert await files.fetch(File(id="f", size=1000)) is UploadProblem.TOO_LARGE


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        ({"getFile": [Fault(500), Fault(502)]}, b"data"),
        ({"download": [Fault(500), Fault(404)]}, b"data"),
        ({"getFile": [Fault(500)] * 3}, UploadProblem.NOT_FETCHED),
        ({"download": [Fault(500)] * 3}, UploadProblem.NOT_FETCHED),
        ({"getFile": [Fault(429, "x", retry_after=1)]}, b"data"),
        ({"getFile": [Fault(400, "Bad Request: file is too big")]}, UploadProblem.TOO_LARGE),
        ({"getFile": [Fault(400, "Bad Request: wrong file_id")]}, UploadProblem.NOT_FETCHED),
    ],
)
async def test_faults_on_the_way(
    api: BotApi, files: Files, faults: dict[str, list[Fault]], expected: object
) -> None:
    api.files["f"] = b"data"
    api.faults.update({method: list(each) for method, each in faults.items()})
    assert await files.fetch(File(id="f")) == expected


@pytest.mark.parametrize("fault", [Fault(404), Fault(500)])
async def test_the_token_in_the_address_stays_out_of_the_log(
    api: BotApi, files: Files, fault: Fault
) -> None:
    api.files["f"] = b"data"
    api.faults["download"] = [fault] * 3
    with capture_logs() as entries:
        await files.fetch(File(id="f"))
    assert (len(entries), TOKEN in str(entries)) == (3, False)
