"""Plans reminders by the rules of the registry and tells them at a decent hour."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from handlers.effect import Button, Style
from registry.reminders import Fact, Occasion, Reminder, attestation_every, due
from registry.sending_times import next_send_time
from registry.time_limits import shift_months
from storage import reminders
from storage.database import DatabaseBusy, Unit
from storage.reminders import NoticeState, Planned, Reachable

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger()

ROUND_S = 60.0
AT_ONCE = 200


def _now() -> datetime:
    return datetime.now(UTC)


class Reminders:
    """One rule so far: a practice file that is to be confirmed again."""

    def __init__(self, app: "App", now: Callable[[], datetime] = _now) -> None:
        self._app = app
        self._now = now
        self._rules = tuple(
            rule
            for rule in attestation_every(app.settings.attest_months)
            if rule.key is Reminder.ATTESTATION
        )

    def start(self) -> None:
        """Look every minute."""
        self._app.spawn(self._loop())

    async def round(self) -> int:
        """Plan what has come due and send what is ready; returns how many were sent."""
        await self._plan()
        ready = await reminders.ready(self._now(), AT_ONCE)
        return sum([await self._send(notice) for notice in ready])

    async def _loop(self) -> None:
        while True:
            try:
                await self.round()
            except DatabaseBusy:
                log.warning("reminders wait for the database")
            await asyncio.sleep(ROUND_S)

    async def _plan(self) -> None:
        (rule,) = self._rules
        told_from = self._now().date() + timedelta(days=max(rule.leads))
        for person in await reminders.to_attest(shift_months(told_from, -rule.months)):
            await self._plan_one(person)

    async def _plan_one(self, person: Reachable) -> None:
        zone = ZoneInfo(person.timezone)
        local = self._now().astimezone(zone)
        occasion = Occasion(fact=Fact.ATTESTED, day=person.attested_on)
        for one in due([occasion], local.date(), self._rules):
            plan = partial(
                reminders.plan,
                physician_id=person.physician_id,
                rule=one.rule.key.value,
                due_on=one.due_on,
                stage=one.stage,
                send_at=next_send_time(local, zone),
            )
            await self._app.database.run(plan)

    async def _send(self, notice: Planned) -> bool:
        """Put the reminder into the conversation, in the unit of work that marks it sent."""
        still_due = notice.attested_on is None or (
            shift_months(notice.attested_on, self._rules[0].months) == notice.due_on
        )

        async def work(unit: Unit) -> bool:
            if notice.stopped or not still_due:
                await reminders.end(unit, notice.id, NoticeState.DROPPED)
                return False
            if not await reminders.end(unit, notice.id, NoticeState.SENT):
                return False
            await self._app.notices.tell(
                unit,
                notice.account_id,
                f"reminder.{notice.rule}",
                _buttons(notice),
                due_on=notice.due_on.isoformat(),
                attested_on=notice.attested_on and notice.attested_on.isoformat(),
                overdue=notice.due_on <= unit.now.date(),
            )
            return True

        sent = await self._app.database.run(work)
        if sent:
            self._app.conversation.woke(notice.account_id)
            self._app.outbox.poke()
        return sent


def _buttons(notice: Planned) -> tuple[Button, ...]:
    return (
        Button(key="go:attest", label="button.go:attest", style=Style.MAIN, standing=True),
        Button(key=f"snooze:{notice.id}", label="button.snooze", standing=True),
        Button(
            key=f"stop:{notice.rule}",
            label="button.stop_reminder",
            style=Style.QUIET,
            standing=True,
        ),
    )
