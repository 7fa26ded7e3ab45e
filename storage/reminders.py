"""Reminders as rows: planned once for each person, rule, due day and stage; sent once."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from registry.physician import RegistrationState
from storage.database import Unit
from storage.models import Account, Notice, Physician, StoppedReminder
from storage.register import subject


class NoticeState(StrEnum):
    """Where a reminder stands."""

    PLANNED = "planned"
    SENT = "sent"
    DROPPED = "dropped"
    """No longer due when its time came, or stopped by the person."""


class Reachable(NamedTuple):
    """A physician who can be reached, and what the rule needs."""

    physician_id: int
    timezone: str
    attested_on: date


class Planned(NamedTuple):
    """A reminder whose time has come, and the account it goes to."""

    id: int
    physician_id: int
    account_id: int
    rule: str
    due_on: date
    attested_on: date | None
    stopped: bool


async def to_attest(before: date) -> list[Reachable]:
    """Bound physicians whose file was last attested on or before a day."""
    people = await Physician.filter(
        attested_on__lte=before, registration_state=RegistrationState.REGISTERED.value
    ).values("id", "attested_on")
    attested = {row["id"]: row["attested_on"] for row in people}
    accounts = await Account.filter(physician_id__in=list(attested)).order_by("bound_at")
    latest = {account.physician_id: account.timezone for account in accounts}
    return [
        Reachable(physician_id=number, timezone=timezone, attested_on=attested[number])
        for number, timezone in latest.items()
        if number is not None
    ]


async def plan(
    unit: Unit, physician_id: int, rule: str, due_on: date, stage: int, send_at: datetime
) -> bool:
    """Plan a reminder unless it was planned before; True if it is new."""
    _, new = await Notice.get_or_create(
        {"send_at": send_at, "state": NoticeState.PLANNED.value},
        physician_id=physician_id,
        rule=rule,
        due_on=due_on,
        stage=stage,
    )
    if new:
        unit.audit("system", "reminder.planned", subject(physician_id), rule=rule)
    return new


async def ready(now: datetime, limit: int) -> list[Planned]:
    """Reminders whose hour has come, each with the account last bound."""
    rows = await Notice.filter(state=NoticeState.PLANNED.value, send_at__lte=now).limit(limit)
    people = [row.physician_id for row in rows]
    accounts = {
        account.physician_id: account.id
        for account in await Account.filter(physician_id__in=people).order_by("bound_at")
    }
    attested = dict(await Physician.filter(id__in=people).values_list("id", "attested_on"))
    stopped = set(
        await StoppedReminder.filter(physician_id__in=people).values_list("physician_id", "rule")
    )
    return [
        Planned(
            id=row.id,
            physician_id=row.physician_id,
            account_id=accounts[row.physician_id],
            rule=row.rule,
            due_on=row.due_on,
            attested_on=attested.get(row.physician_id),
            stopped=(row.physician_id, row.rule) in stopped,
        )
        for row in rows
        if row.physician_id in accounts
    ]


async def end(unit: Unit, notice_id: int, state: NoticeState, line_id: int | None = None) -> bool:
    """Mark a reminder sent or dropped; False if another process did so first."""
    changed = await Notice.filter(id=notice_id, state=NoticeState.PLANNED.value).update(
        state=state.value, line_id=line_id
    )
    return bool(changed)


async def snooze(unit: Unit, notice_id: int, physician_id: int, wait: timedelta) -> None:
    """Tell the same again later."""
    await Notice.filter(id=notice_id, physician_id=physician_id).update(
        state=NoticeState.PLANNED.value, send_at=unit.now + wait
    )
    unit.audit(subject(physician_id), "reminder.snoozed", f"notice:{notice_id}")


async def stop(unit: Unit, physician_id: int, rule: str) -> None:
    """Never tell this kind again."""
    await StoppedReminder.get_or_create(physician_id=physician_id, rule=rule)
    unit.audit(subject(physician_id), "reminder.stopped", subject(physician_id), rule=rule)
