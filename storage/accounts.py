"""Chat identities: one account a person and channel, bound to a physician or not yet."""

from datetime import datetime, timedelta

from storage import templates
from storage.conversations import subject
from storage.database import Unit
from storage.models import Account
from storage.vault import Vault

# Sensitive acts wait this long after a physician is bound elsewhere, so that the notice to the
# account before can be read and answered.
HOLD = timedelta(hours=24)


async def find_account(channel: str, external_id: str) -> int | None:
    """The account of a chat identity, None if it has never written."""
    row = await Account.get_or_none(channel=channel, external_id=external_id).only("id")
    return row.id if row else None


async def find_or_create(
    unit: Unit, vault: Vault, channel: str, external_id: str, lang: str
) -> int:
    """The account of a chat identity; a new one gets a key of its own.

    Units of work come one at a time, so two requests at once cannot both find nothing.
    """
    known = await find_account(channel, external_id)
    if known is not None:
        return known
    account = await Account.create(channel=channel, external_id=external_id, lang=lang)
    await vault.new_key(subject(account.id)).save()
    unit.audit(subject(account.id), "account.created", subject(account.id), channel=channel)
    return int(account.id)


async def language(channel: str, external_id: str) -> str:
    """The language of a person; Chinese for somebody who has not written yet."""
    row = await Account.get_or_none(channel=channel, external_id=external_id).only("lang")
    return row.lang if row else "zh"


async def physician_of(account_id: int) -> int | None:
    """Whose account this is, None while it is not bound."""
    row = await Account.get_or_none(id=account_id).only("physician_id")
    return row.physician_id if row else None


async def language_of(account_id: int) -> str:
    """The language of an account."""
    return str((await Account.get(id=account_id).only("lang")).lang)


async def set_language(account_id: int, lang: str) -> None:
    """Remember the language a person chose."""
    await Account.filter(id=account_id).update(lang=lang)


async def bind(unit: Unit, account_id: int, physician_id: int) -> tuple[int, ...]:
    """Bind an account to a physician; returns the other accounts bound to the same one.

    Being bound is not being verified: a new binding starts unverified. Where another account is
    bound to the same physician, it starts with a hold as well.
    """
    others = await Account.filter(physician_id=physician_id).exclude(id=account_id)
    await templates.delete(unit, account_id)
    await Account.filter(id=account_id).update(
        physician_id=physician_id,
        bound_at=unit.now,
        failed_binds=0,
        bind_locked_until=None,
        verified_at=None,
        held_until=unit.now + HOLD if others else None,
    )
    unit.audit(subject(account_id), "account.bound", f"physician:{physician_id}")
    return tuple(other.id for other in others)


async def unbind(unit: Unit, account_id: int) -> None:
    """Undo a binding; a template would have nothing to be compared for any more."""
    await templates.delete(unit, account_id)
    await Account.filter(id=account_id).update(physician_id=None, bound_at=None, verified_at=None)
    unit.audit(subject(account_id), "account.unbound", subject(account_id))


async def bind_locked_until(unit: Unit, account_id: int) -> datetime | None:
    """Until when this account may not try to bind, None if it may."""
    account = await Account.get(id=account_id)
    locked = account.bind_locked_until
    return locked if locked and locked > unit.now else None


async def count_failed_bind(unit: Unit, account_id: int, tries: int, pause: timedelta) -> int:
    """Count a failed binding; after `tries` of them the account pauses. Returns what is left."""
    account = await Account.get(id=account_id)
    account.failed_binds += 1
    left = tries - account.failed_binds
    if left <= 0:
        account.failed_binds, account.bind_locked_until = 0, unit.now + pause
    await account.save(update_fields=["failed_binds", "bind_locked_until"])
    unit.audit(subject(account_id), "account.bind_failed", subject(account_id))
    return max(left, 0)


async def lift_hold(unit: Unit, account_id: int) -> None:
    """A person has checked who this is: nothing has to wait any longer."""
    await Account.filter(id=account_id).update(held_until=None)


async def mark_verified(unit: Unit, account_id: int) -> None:
    """The person at the other end was just found to be the physician."""
    await Account.filter(id=account_id).update(verified_at=unit.now)


async def hand_over(unit: Unit, account_id: int, on: bool) -> None:
    """From now on a person answers, or the bot does again."""
    await Account.filter(id=account_id).update(handed_over=on)
    unit.audit(subject(account_id), f"handover.{'on' if on else 'off'}", subject(account_id))
