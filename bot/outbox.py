"""Sends what is due on platforms that do not read the log: after the commit, in order, retried."""

import asyncio
from contextlib import suppress
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
        self._people: dict[int, asyncio.Task[None]] = {}

    def start(self) -> None:
        """Begin to send, what an earlier process left first."""
        self._task = asyncio.create_task(self._loop())

    async def stop(self) -> None:
        """Stop; what is not sent stays due."""
        tasks = [*self._people.values(), *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def poke(self) -> None:
        """There may be something to send."""
        if self.senders:
            self._poked.set()

    async def _loop(self) -> None:
        while True:
            self._poked.clear()  # before the look: what is poked during it is looked at again
            if self.senders:
                try:
                    await self._round()
                except DatabaseBusy:
                    log.warning("sending waits for the database")
            # Not wait_for: in Python 3.11 it loses a cancellation that comes with the poke, and
            # the program then never stops.
            with suppress(TimeoutError):
                async with asyncio.timeout(IDLE_S):
                    await self._poked.wait()

    async def _round(self) -> None:
        """Begin to send what is due; whoever is being sent to is left to it."""
        due = await outbox.due(self._app.vault, tuple(self.senders), AT_ONCE, self._people)
        by_account: dict[int, list[DueLine]] = {}
        for line in due:
            by_account.setdefault(line.account_id, []).append(line)
        for account, lines in by_account.items():
            self._people[account] = asyncio.create_task(self._person(account, lines))

    async def _person(self, account: int, lines: list[DueLine]) -> None:
        """One person's lines in order; a slow one holds up nobody else."""
        previous = lines[0].previous
        try:
            for line in lines:
                sent = await self._one(line._replace(previous=previous))
                if sent is None:
                    break  # the order within one person is kept: later lines wait
                previous = sent or previous
            else:
                self._poked.set()  # there may be more than one look shows
        except DatabaseBusy:
            log.warning("sending waits for the database")
        finally:
            del self._people[account]

    async def _one(self, line: DueLine) -> str | None:
        """The platform's id, empty if the line was given up, None if it is to be tried again."""
        try:
            shown = rendered(line.stored, texts(Lang(line.lang)))
            platform_id = await self.senders[line.channel].send(
                line.external_id, shown, line.previous
            )
        except Refused as refused:
            await outbox.give_up(self._app.database, line.id)
            log.warning("a message was refused", line=line.id, reason=str(refused))
            return ""
        except Retry as retry:
            return await self._later(line, retry.after_s)
        except Exception:
            # Our own fault in one message must not end the sending of all others.
            log.exception("a message could not be made", line=line.id)
            return await self._later(line, None)
        await outbox.sent(self._app.database, line.id, platform_id)
        return platform_id

    async def _later(self, line: DueLine, after_s: float | None) -> str | None:
        wait = after_s or min(FIRST_RETRY_S * GROWTH**line.attempts, LONGEST_RETRY_S)
        if line.attempts + 1 < MOST_ATTEMPTS:
            await outbox.put_off(self._app.database, line.id, timedelta(seconds=wait))
            return None
        await outbox.give_up(self._app.database, line.id)
        log.error("a message could not be sent", line=line.id, attempts=line.attempts)
        return ""
