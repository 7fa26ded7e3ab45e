"""Sends what is due on platforms that do not read the log: after the commit, in order, retried."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.delivery import Rendered
from bot.rendering import rendered
from bot.texts import texts
from handlers.session import Lang
from storage import outbox
from storage.database import DatabaseBusy
from storage.outbox import DueLine

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger()

IDLE_S = 5.0
AT_ONCE = 100
# 5 s, 20 s, 80 s … up to four hours; a platform that names a time is obeyed.
FIRST_RETRY_S = 5.0
GROWTH = 4
LONGEST_RETRY_S = 4 * 3600.0
MOST_ATTEMPTS = 12


class Retry(Exception):
    """The platform could not take it now; `after_s` if it said when."""

    def __init__(self, after_s: float | None = None) -> None:
        super().__init__(f"retry after {after_s}")
        self.after_s = after_s


class Refused(Exception):
    """The platform will never take it (blocked, gone)."""


class Sender(Protocol):
    """A channel that is sent to."""

    async def send(self, external_id: str, line: Rendered, previous: str | None) -> str:
        """Show a line; `previous` is the platform's id of the last question, now closed.

        Returns the platform's id of the message. Raises Retry or Refused.
        """


class Outbox:
    """One person's lines in order, different people side by side."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self.senders: dict[str, Sender] = {}
        self._poked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to send, what an earlier process left first."""
        self._task = asyncio.create_task(self._loop())

    async def stop(self) -> None:
        """Stop; what is not sent stays due."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def poke(self) -> None:
        """There may be something to send."""
        if self.senders:
            self._poked.set()

    async def _loop(self) -> None:
        while True:
            sent = 0
            if self.senders:
                try:
                    sent = await self._round()
                except DatabaseBusy:
                    log.warning("sending waits for the database")
            if not sent:
                self._poked.clear()
                try:
                    await asyncio.wait_for(self._poked.wait(), IDLE_S)
                except TimeoutError:
                    continue

    async def _round(self) -> int:
        due = await outbox.due(self._app.vault, tuple(self.senders), AT_ONCE)
        by_account: dict[int, list[DueLine]] = {}
        for line in due:
            by_account.setdefault(line.account_id, []).append(line)
        done = await asyncio.gather(*(self._person(lines) for lines in by_account.values()))
        return sum(done)

    async def _person(self, lines: list[DueLine]) -> int:
        sent = 0
        for line in lines:
            if not await self._one(line):
                break  # the order within one person is kept: later lines wait
            sent += 1
        return sent

    async def _one(self, line: DueLine) -> bool:
        shown = rendered(line.stored, texts(Lang(line.lang)))
        try:
            platform_id = await self.senders[line.channel].send(
                line.external_id, shown, line.previous
            )
        except Retry as retry:
            wait = retry.after_s or min(FIRST_RETRY_S * GROWTH**line.attempts, LONGEST_RETRY_S)
            if line.attempts + 1 < MOST_ATTEMPTS:
                await outbox.put_off(self._app.database, line.id, timedelta(seconds=wait))
                return False
            await outbox.give_up(self._app.database, line.id)
            log.error("a message could not be sent", line=line.id, attempts=line.attempts)
        except Refused as refused:
            await outbox.give_up(self._app.database, line.id)
            log.warning("a message was refused", line=line.id, reason=str(refused))
        else:
            await outbox.sent(self._app.database, line.id, platform_id)
        return True
