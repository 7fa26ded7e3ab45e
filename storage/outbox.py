"""The lines that are still to be sent, and what became of each try."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from tortoise.expressions import Q, Subquery

from storage.conversations import SendState, StoredLine, opened, subject
from storage.database import Database, Unit
from storage.models import Account, Line
from storage.vault import Vault


class DueLine(NamedTuple):
    """A line with where it goes; `previous` is the platform's id of the message before it."""

    id: int
    account_id: int
    channel: str
    external_id: str
    lang: str
    attempts: int
    previous: str | None
    stored: StoredLine


async def due(
    vault: Vault, channels: Sequence[str], limit: int, without: Collection[int] = ()
) -> list[DueLine]:
    """The oldest due lines of these channels.

    Left out are the accounts `without` and people whose earlier line was put off: neither may use
    up the limit, or nobody else would be sent to.
    """
    unsent = Line.filter(state=SendState.DUE.value)
    put_off = unsent.filter(due_at__gt=datetime.now(UTC)).values("account_id")
    reached = Account.filter(channel__in=list(channels)).values("id")
    rows = await (
        unsent.filter(account_id__in=Subquery(reached))
        .exclude(Q(account_id__in=Subquery(put_off)) | Q(account_id__in=list(without)))
        .order_by("id")
        .limit(limit)
    )
    accounts = {
        account.id: account
        for account in await Account.filter(id__in={row.account_id for row in rows})
    }
    rows = [row for row in rows if row.account_id in accounts]
    await vault.load(*{subject(row.account_id) for row in rows})
    return [
        DueLine(
            id=row.id,
            account_id=row.account_id,
            channel=accounts[row.account_id].channel,
            external_id=accounts[row.account_id].external_id,
            lang=accounts[row.account_id].lang,
            attempts=row.attempts,
            previous=await _previous(row),
            stored=stored,
        )
        for row, stored in zip(rows, opened(vault, rows), strict=True)
    ]


async def sent(database: Database, line_id: int, platform_id: str) -> None:
    """The platform took it."""

    async def work(unit: Unit) -> None:
        await Line.filter(id=line_id).update(
            state=SendState.SENT.value, platform_id=platform_id, due_at=None
        )

    await database.run(work)


async def put_off(database: Database, line_id: int, wait: timedelta) -> None:
    """Try again later."""

    async def work(unit: Unit) -> None:
        line = await Line.get(id=line_id)
        line.attempts, line.due_at = line.attempts + 1, unit.now + wait
        await line.save(update_fields=["attempts", "due_at"])

    await database.run(work)


async def give_up(database: Database, line_id: int) -> None:
    """It will never be taken; the log keeps it."""

    async def work(unit: Unit) -> None:
        await Line.filter(id=line_id).update(state=SendState.FAILED.value, due_at=None)

    await database.run(work)


async def _previous(row: Line) -> str | None:
    earlier = (
        await Line.filter(account_id=row.account_id, id__lt=row.id, state=SendState.SENT.value)
        .order_by("-id")
        .first()
    )
    return earlier.platform_id if earlier else None
