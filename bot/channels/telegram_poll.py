"""Long polling that tells Telegram an update is done only when its turn is durable.

aiogram's own polling confirms an update with the next getUpdates whether its handler has finished
or failed; here an update is confirmed when it and all before it are done. What is in hand when
the program dies comes again, and the gateway knows what it has taken.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramRetryAfter
from aiogram.types import Update
from pydantic import ValidationError

from bot.channels.telegram_faults import FAULTS
from bot.channels.telegram_read import UPDATES

log = structlog.get_logger()

LONG_POLL_S = 30
# Beyond the long poll, what the network may take.
GRACE_S = 10
# While something slow is in hand, new updates are asked for this often.
LOOK_S = 0.5
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 30.0
LAST_CALL_S = 3


class Polling:
    """Fetches updates and hands each to `take`, which returns when it is done with and durable.

    `take` must not raise: an update that it raises for is handed out again at once.
    """

    def __init__(
        self,
        bot: Bot,
        take: Callable[[Update], Awaitable[None]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._take = take
        self._sleep = sleep
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._done: set[int] = set()

    async def run(self) -> None:
        """Poll until cancelled; a fault of the network or the server only makes it wait."""
        wait = FIRST_WAIT_S
        while True:
            try:
                await self._round()
                wait = FIRST_WAIT_S
            except TelegramRetryAfter as told:
                await self._sleep(told.retry_after)
            except FAULTS as fault:
                log.warning("Telegram could not be asked", fault=type(fault).__name__)
                await self._sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT_S)

    async def stop(self) -> None:
        """Confirm what is done and drop what is in hand; Telegram will hand that out again."""
        tasks = list(self._in_hand.values())
        confirmed = self._confirmed()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if confirmed:
            with suppress(*FAULTS):
                await self._bot.get_updates(
                    offset=confirmed, limit=1, timeout=0, request_timeout=LAST_CALL_S
                )

    async def _round(self) -> None:
        confirmed = self._confirmed()
        updates = await self._updates(confirmed)
        # Telegram has forgotten these now; asked without an offset it begins at the oldest it
        # has, which also holds when it starts numbering anew after a quiet week.
        self._done = {number for number in self._done if number >= confirmed}
        for update in updates:
            number = update.update_id
            if number not in self._in_hand and number not in self._done:
                self._in_hand[number] = asyncio.create_task(self._hold(update))
        if self._in_hand:
            await asyncio.wait(self._in_hand.values(), timeout=LOOK_S)

    def _confirmed(self) -> int:
        """One above the last update that is done with all before it; 0 if there is none."""
        below = min(self._in_hand) if self._in_hand else None
        done = [number for number in self._done if below is None or number < below]
        return max(done) + 1 if done else 0

    async def _updates(self, confirmed: int) -> list[Update]:
        long_poll = 0 if self._in_hand else LONG_POLL_S
        try:
            return await self._bot.get_updates(
                offset=confirmed or None,
                timeout=long_poll,
                allowed_updates=UPDATES,
                request_timeout=long_poll + GRACE_S,
            )
        except ClientDecodeError as unreadable:
            if not isinstance(unreadable.data, dict) or not unreadable.data.get("ok"):
                raise
            return self._readable(unreadable.data["result"])

    def _readable(self, raw: list[dict[str, object]]) -> list[Update]:
        """Those of a batch that can be read; one that cannot must not hold up all others."""
        updates = []
        for each in raw:
            try:
                updates.append(Update.model_validate(each, context={"bot": self._bot}))
            except ValidationError:
                log.error("an update cannot be read", update=each.get("update_id"))
                self._done.add(int(str(each["update_id"])))
        return updates

    async def _hold(self, update: Update) -> None:
        """Have an update in hand until it is done."""
        try:
            await self._take(update)
        finally:
            del self._in_hand[update.update_id]
        self._done.add(update.update_id)
