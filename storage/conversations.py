"""Accounts and the lines of their conversations: the history that is also the outbox."""

import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from storage.database import NewLine, Unit
from storage.models import Account, Line
from storage.vault import Vault


class Direction(StrEnum):
    """Who a line is from."""

    PERSON = "person"
    BOT = "bot"
    CLERK = "clerk"


class SendState(StrEnum):
    """Where a line stands on its way to the platform."""

    KEPT = "kept"
    """Nothing to send: the person's own, or a channel that reads the log itself."""
    DUE = "due"
    SENT = "sent"
    FAILED = "failed"


# Channels that read the log themselves; every other one is sent to.
READING = frozenset({"web", "terminal"})


class StoredLine(NamedTuple):
    """A line as it was stored; `body` is the effect or event as JSON."""

    id: int
    account_id: int
    direction: Direction
    body: dict[str, Any]
    created_at: datetime


def subject(account_id: int) -> str:
    """The name under which an account's key is kept."""
    return f"account:{account_id}"


def append(
    unit: Unit,
    vault: Vault,
    account_id: int,
    channel: str,
    direction: Direction,
    body: dict[str, Any],
) -> int:
    """Add one line to a conversation (key already loaded); returns its number."""
    number = unit.next_line()
    sealed = _sealed(vault, account_id, number, body)
    due = direction is not Direction.PERSON and channel not in READING
    unit.lines.append(
        NewLine(
            id=number,
            account_id=account_id,
            direction=direction.value,
            sealed=sealed,
            created_at=unit.now,
            state=(SendState.DUE if due else SendState.KEPT).value,
            attempts=0,
            due_at=unit.now if due else None,
        )
    )
    return number


def reword(unit: Unit, vault: Vault, account_id: int, number: int, body: dict[str, Any]) -> None:
    """Put other words into a line of this unit of work, before anything of it is written."""
    sealed = _sealed(vault, account_id, number, body)
    unit.lines[:] = [
        line._replace(sealed=sealed) if line.id == number else line for line in unit.lines
    ]


def _sealed(vault: Vault, account_id: int, number: int, body: dict[str, Any]) -> bytes:
    text = json.dumps(body, ensure_ascii=False)
    return vault.seal(subject(account_id), f"line:{number}", text.encode())


async def tell(unit: Unit, vault: Vault, account_id: int, body: dict[str, Any]) -> int | None:
    """Put a message of ours (a `Show` as JSON) into somebody's conversation from outside a turn.

    Returns the line's number, None if the account was erased.
    """
    account = await Account.get_or_none(id=account_id)
    if account is None:
        return None
    await vault.load(subject(account_id))
    return append(unit, vault, account_id, account.channel, Direction.BOT, body)


async def lines(
    vault: Vault, account_id: int, after: int = 0, before: int | None = None, limit: int = 50
) -> list[StoredLine]:
    """Lines of one conversation, oldest first: those after a number, or the last before one."""
    query = Line.filter(account_id=account_id, id__gt=after)
    if before is not None:
        query = query.filter(id__lt=before)
    newest_first = before is not None or after == 0
    rows = await query.order_by("-id" if newest_first else "id").limit(limit)
    await vault.load(subject(account_id))
    return opened(vault, reversed(rows) if newest_first else rows)


def opened(vault: Vault, rows: Iterable[Line]) -> list[StoredLine]:
    """Unseal stored lines, keys already loaded."""
    return [
        StoredLine(
            id=row.id,
            account_id=row.account_id,
            direction=Direction(row.direction),
            body=json.loads(
                vault.unseal(subject(row.account_id), f"line:{row.id}", bytes(row.sealed))
            ),
            created_at=row.created_at,
        )
        for row in rows
    ]
