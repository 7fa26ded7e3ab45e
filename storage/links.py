"""One-time links to our own pages: random, bound to one account, good for ten minutes."""

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from tortoise.timezone import now

from storage.conversations import subject
from storage.database import Unit
from storage.models import Account, CaptureLink
from storage.rights_rows import CopyLink

LIFETIME = timedelta(minutes=10)
MINUTES = int(LIFETIME.total_seconds()) // 60
SECRET_BYTES = 32


class LinkKind(StrEnum):
    """What a link opens."""

    CAPTURE = "capture"
    COPY = "copy"


_ROWS: dict[LinkKind, type[CaptureLink] | type[CopyLink]] = {
    LinkKind.CAPTURE: CaptureLink,
    LinkKind.COPY: CopyLink,
}


class Owner(NamedTuple):
    """Whose link it is."""

    account_id: int
    channel: str
    external_id: str
    lang: str


async def issue(unit: Unit, kind: LinkKind, account_id: int) -> str:
    """A new link's secret; links of this account that nobody has opened yet end with it."""
    rows = _ROWS[kind]
    await rows.filter(account_id=account_id, redeemed_at=None).delete()
    await rows.filter(expires_at__lt=unit.now).delete()
    secret = secrets.token_urlsafe(SECRET_BYTES)
    await rows.create(digest=digest(secret), account_id=account_id, expires_at=unit.now + LIFETIME)
    unit.audit(subject(account_id), f"{kind}.link_issued", subject(account_id))
    return secret


async def peek(kind: LinkKind, secret: str) -> Owner | None:
    """Whose link it is, as long as it can still be redeemed; a look changes nothing."""
    link = await _ROWS[kind].get_or_none(
        digest=digest(secret), redeemed_at=None, expires_at__gt=now()
    )
    return await _owner(link.account_id) if link else None


async def redeem(unit: Unit, kind: LinkKind, secret: str) -> Owner | None:
    """Use a link up; whose it is, None if it was used before, has expired or never was."""
    rows = _ROWS[kind]
    fresh = rows.filter(digest=digest(secret), redeemed_at=None, expires_at__gt=unit.now)
    if not await fresh.update(redeemed_at=unit.now):
        return None
    link = await rows.get(digest=digest(secret))
    unit.audit(subject(link.account_id), f"{kind}.link_opened", subject(link.account_id))
    return await _owner(link.account_id)


async def _owner(account_id: int) -> Owner | None:
    account = await Account.get_or_none(id=account_id)
    if account is None:
        return None
    return Owner(account.id, account.channel, account.external_id, account.lang)


def digest(secret: str) -> str:
    """What is kept of a link's secret (64 hex digits of SHA-256)."""
    return hashlib.sha256(secret.encode()).hexdigest()
