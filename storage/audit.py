"""The hash-chained record of every act (全过程记录): a changed, missing or moved entry shows."""

import hashlib
import json
from datetime import datetime
from typing import Any, NamedTuple

from registry.frozen import Frozen
from storage.models import AuditEntry, Head

GENESIS = "0" * 64
PAGE = 5000


class Entry(NamedTuple):
    """One link, named as its columns."""

    seq: int
    at: str
    actor: str
    action: str
    subject: str
    detail: str
    digest: str


class Broken(Frozen):
    """Where the chain does not hold, and why."""

    seq: int
    reason: str


class Verified(Frozen):
    """The chain holds from the first entry to the last."""

    entries: int
    digest: str


def link(
    *,
    seq: int,
    previous: str,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    detail: dict[str, Any],
) -> Entry:
    """The next entry of the chain; its digest covers its content and the digest before it."""
    moment = at.isoformat(timespec="microseconds")
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Entry(
        seq=seq,
        at=moment,
        actor=actor,
        action=action,
        subject=subject,
        detail=text,
        digest=_digest(previous, seq, moment, actor, action, subject, text),
    )


def _digest(previous: str, seq: int, *fields: str) -> str:
    return hashlib.sha256("\x1f".join((previous, str(seq), *fields)).encode()).hexdigest()


async def verify() -> Verified | Broken:
    """Walk the whole chain in pages and compare it with the head."""
    seq, digest = 0, GENESIS
    while True:
        page = await AuditEntry.filter(seq__gt=seq).order_by("seq").limit(PAGE)
        for entry in page:
            if entry.seq != seq + 1:
                return Broken(seq=seq + 1, reason="missing")
            expected = _digest(
                digest, entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.detail
            )
            if entry.digest != expected:
                return Broken(seq=entry.seq, reason="changed")
            seq, digest = entry.seq, entry.digest
        if len(page) < PAGE:
            break
    head = await Head.get(id=1)
    if (head.audit_seq, head.audit_digest) != (seq, digest):
        return Broken(seq=seq + 1, reason="cut off")
    return Verified(entries=seq, digest=digest)
