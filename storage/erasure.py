"""Erasing a person's account: its key is destroyed, and with it every sealed copy, backups too.

What the register or an application holds is the institution's and the authority's; it moves under
the physician's key first. Consents, verdicts and the audit chain stay: they name no person once
the account is gone.
"""

import asyncio
from typing import NamedTuple

from tortoise import connections

from storage import jobs, register
from storage.conversations import SendState, subject
from storage.database import Unit
from storage.ledger_rows import AnsweredQuestion, QuotedArticle, Subscription
from storage.models import (
    Account,
    Application,
    Blob,
    CaptureLink,
    DataKey,
    Delivery,
    Fingerprint,
    Job,
    Line,
    Physician,
    Session,
    Task,
)
from storage.rights_rows import CopyLink, Template
from storage.vault import Vault

# A reader of the database (a backup, another process) makes a checkpoint wait.
CHECKPOINTS = 60
CHECKPOINT_S = 0.5

JOB = "erase"
"""The kind of the job that erases an account."""


# What is nobody's but the account's own.
OWN = (
    Line,
    Session,
    Job,
    CaptureLink,
    CopyLink,
    Fingerprint,
    Template,
    AnsweredQuestion,
    Subscription,
)


class Erased(NamedTuple):
    """What is left to be done after the commit: files to delete, and whose account it was."""

    blobs: tuple[str, ...]
    channel: str
    external_id: str


async def has_words_to_send(account_id: int) -> bool:
    """Whether something was said to this account that has not left yet."""
    return await Line.exists(account_id=account_id, state=SendState.DUE.value)


async def kept_elsewhere(account_id: int) -> list[tuple[str, str]]:
    """Files of this account that the register or an application holds, and their new owner."""
    owned = set(await Blob.filter(subject=subject(account_id)).values_list("id", flat=True))
    photos = await Physician.filter(photo_blob__in=list(owned)).values_list("photo_blob", "id")
    found = {str(name): register.subject(person) for name, person in photos}
    rows = await Application.filter(account_id=account_id).values_list("documents", "physician_id")
    for documents, person in rows:
        found |= {name: register.subject(person) for name in documents if name in owned}
    return list(found.items())


async def request(unit: Unit, vault: Vault, practice_number: str) -> int:
    """Have every account of a physician erased by a job; returns how many there are."""
    people = await Physician.filter(practice_number=practice_number).values_list("id", flat=True)
    found = await Account.filter(physician_id__in=list(people))
    for account in found:
        await vault.load(subject(account.id))
        jobs.enqueue(unit, vault, account.id, JOB, {})
    return len(found)


async def erase(unit: Unit, account_id: int) -> Erased | None:
    """Delete all that belongs to an account, its key last; None if it is gone already."""
    account = await Account.get_or_none(id=account_id)
    if account is None:
        return None
    owner = subject(account_id)
    blobs = await Blob.filter(subject=owner).values_list("id", flat=True)
    await Blob.filter(subject=owner).update(expires_at=unit.now)
    answers = await AnsweredQuestion.filter(account_id=account_id).values_list("id", flat=True)
    await QuotedArticle.filter(answer_id__in=list(answers)).delete()
    for model in OWN:
        await model.filter(account_id=account_id).delete()
    await Delivery.filter(id__startswith=f"{account.channel}:{account.external_id}:").delete()
    await Task.filter(account_id=account_id, closed_at=None).delete()
    await Task.filter(account_id=account_id).update(sealed=b"")
    await DataKey.filter(subject=owner).delete()
    await account.delete()
    unit.audit(owner, "account.erased", owner)
    return Erased(tuple(str(name) for name in blobs), account.channel, account.external_id)


async def leave_no_copy() -> bool:
    """Empty SQLite's log of pages as they were before; deleted rows are overwritten at once.

    False if a reader held it open all the while; the next checkpoint empties it.
    """
    connection = connections.get("default")
    if connection.capabilities.dialect != "sqlite":
        return True
    for _ in range(CHECKPOINTS):
        rows = await connection.execute_query_dict("PRAGMA wal_checkpoint(TRUNCATE)")
        if not rows[0]["busy"]:
            return True
        await asyncio.sleep(CHECKPOINT_S)
    return False
