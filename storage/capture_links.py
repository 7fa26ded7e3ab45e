"""One-time links to the capture page: random, bound to one account, good for ten minutes."""

import hashlib
import secrets
from datetime import timedelta
from typing import NamedTuple

from tortoise.timezone import now

from storage.conversations import subject
from storage.database import Unit
from storage.models import Account, CaptureLink

LIFETIME = timedelta(minutes=10)
SECRET_BYTES = 32


class Owner(NamedTuple):
    """Whose link it is."""

    account_id: int
    channel: str
    external_id: str
    lang: str


async def issue(unit: Unit, account_id: int) -> str:
    """A new link's secret; links of this account that nobody has opened yet end with it."""
    await CaptureLink.filter(account_id=account_id, redeemed_at=None).delete()
    await CaptureLink.filter(expires_at__lt=unit.now).delete()
    secret = secrets.token_urlsafe(SECRET_BYTES)
    await CaptureLink.create(
        digest=digest(secret), account_id=account_id, expires_at=unit.now + LIFETIME
    )
    unit.audit(subject(account_id), "capture.link_issued", subject(account_id))
    return secret


async def peek(secret: str) -> Owner | None:
    """Whose link it is, as long as it can still be redeemed; a look changes nothing."""
    link = await CaptureLink.get_or_none(
        digest=digest(secret), redeemed_at=None, expires_at__gt=now()
    )
    return await _owner(link.account_id) if link else None


async def redeem(unit: Unit, secret: str) -> Owner | None:
    """Use a link up; whose it is, None if it was used before, has expired or never was."""
    fresh = CaptureLink.filter(digest=digest(secret), redeemed_at=None, expires_at__gt=unit.now)
    if not await fresh.update(redeemed_at=unit.now):
        return None
    link = await CaptureLink.get(digest=digest(secret))
    unit.audit(subject(link.account_id), "capture.link_opened", subject(link.account_id))
    return await _owner(link.account_id)


async def _owner(account_id: int) -> Owner | None:
    account = await Account.get_or_none(id=account_id)
    if account is None:
        return None
    return Owner(account.id, account.channel, account.external_id, account.lang)


def digest(secret: str) -> str:
    """What is kept of a link's secret (64 hex digits of SHA-256)."""
    return hashlib.sha256(secret.encode()).hexdigest()
