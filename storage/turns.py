"""Loading and saving what many people's turns need, a batch at a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

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
    handed_over: bool
    session: str | None


async def load(vault: Vault, account_ids: Iterable[int]) -> dict[int, AccountState]:
    """The state of these accounts, read inside the unit of work."""
    ids = sorted(set(account_ids))
    await vault.load(*(subject(number) for number in ids))
    rows = await Account.filter(id__in=ids).values(
        "id", "channel", "lang", "timezone", "physician_id", "verified_at", "handed_over",
        "face_consent",
    )  # fmt: skip
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


class Saved(NamedTuple):
    """What one turn leaves behind besides its lines, jobs and audit entries."""

    account_id: int
    turn: int
    session: str
    delivery_key: str
    line_id: int


async def save(unit: Unit, vault: Vault, turns: Sequence[Saved]) -> None:
    """Store the last session of each account and every delivery of the batch."""
    last = {turn.account_id: turn for turn in turns}
    await Session.bulk_create(
        [
            Session(
                account_id=turn.account_id,
                turn=turn.turn,
                sealed=vault.seal(subject(turn.account_id), "session", turn.session.encode()),
                updated_at=unit.now,
            )
            for turn in last.values()
        ],
        on_conflict=["account_id"],
        update_fields=["turn", "sealed", "updated_at"],
    )
    await Delivery.bulk_create(
        [
            Delivery(id=turn.delivery_key, line_id=turn.line_id, created_at=unit.now)
            for turn in turns
        ]
    )


async def close_job(job_id: int) -> None:
    """The job's result is part of this unit of work: the job is done."""
    await Job.filter(id=job_id).delete()
