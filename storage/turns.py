"""Loading and saving what many people's turns need, a batch at a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from storage.bulk import insert
from storage.conversations import subject
from storage.database import Unit
from storage.models import Account, Delivery, Job, Physician, Session
from storage.vault import Vault


class AccountState(NamedTuple):
    """One account with what the register and the desk say of it, and its stored session."""

    id: int
    channel: str
    lang: str
    timezone: str
    physician_id: int | None
    name: str
    has_photo: bool
    face_consent: bool
    verified_at: datetime | None
    held_until: datetime | None
    handed_over: bool
    session: str | None


async def load(vault: Vault, account_ids: Iterable[int]) -> dict[int, AccountState]:
    """The state of these accounts, read inside the unit of work."""
    ids = sorted(set(account_ids))
    rows = await Account.filter(id__in=ids).values(
        "id", "channel", "lang", "timezone", "physician_id", "verified_at", "handed_over",
        "face_consent", "held_until",
    )  # fmt: skip
    await vault.load(*(subject(row["id"]) for row in rows))
    people = {row["physician_id"] for row in rows if row["physician_id"] is not None}
    names = await _names(people) if people else {}
    stored = {
        row["account_id"]: vault.unseal(
            subject(row["account_id"]), "session", bytes(row["sealed"])
        ).decode()
        for row in await Session.filter(account_id__in=ids).values("account_id", "sealed")
    }
    return {
        row["id"]: AccountState(
            id=row["id"],
            channel=row["channel"],
            lang=row["lang"],
            timezone=row["timezone"],
            physician_id=row["physician_id"],
            name=names.get(row["physician_id"], ("", False))[0],
            has_photo=names.get(row["physician_id"], ("", False))[1],
            face_consent=row["face_consent"],
            verified_at=row["verified_at"],
            held_until=row["held_until"],
            handed_over=row["handed_over"],
            session=stored.get(row["id"]),
        )
        for row in rows
    }


async def _names(physician_ids: Iterable[int]) -> dict[int | None, tuple[str, bool]]:
    rows = await Physician.filter(id__in=list(physician_ids)).values(
        "id", "name", "photo_confirmed_on"
    )
    return {row["id"]: (row["name"], row["photo_confirmed_on"] is not None) for row in rows}


async def seen(delivery_keys: Sequence[str]) -> dict[str, int]:
    """Which of these deliveries were taken before, with the line they made."""
    rows = await Delivery.filter(id__in=list(delivery_keys)).values_list("id", "line_id")
    return {str(key): int(line) for key, line in rows}


class StoredSession(NamedTuple):
    """The session of one account after its turns."""

    account_id: int
    turn: int
    session: str


async def save(
    unit: Unit,
    vault: Vault,
    sessions: Sequence[StoredSession],
    deliveries: Sequence[tuple[str, int]],
) -> None:
    """Store each account's session, and every delivery of the batch with the line it made."""
    await insert(
        Session,
        ("account_id", "turn", "sealed", "updated_at"),
        [
            (number, turn, vault.seal(subject(number), "session", text.encode()), unit.now)
            for number, turn, text in sessions
        ],
        replacing="account_id",
    )
    await insert(
        Delivery,
        ("id", "line_id", "created_at"),
        [(key, line, unit.now) for key, line in deliveries],
    )


async def close_job(job_id: int) -> None:
    """The job's result is part of this unit of work: the job is done."""
    await Job.filter(id=job_id).delete()
