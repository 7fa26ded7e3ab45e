"""Separate consents: given to the very text that was shown, withdrawn at any time."""

from enum import StrEnum

from storage import templates
from storage.conversations import subject
from storage.database import Unit
from storage.models import Account, Consent


class ConsentKind(StrEnum):
    """What can be agreed to, each by itself."""

    FACE = "face_consent"
    TEMPLATE = "template"


async def give(unit: Unit, account_id: int, channel: str, kind: ConsentKind, version: str) -> None:
    """Record a consent with the version of the text that was shown."""
    await Consent.create(
        account_id=account_id, channel=channel, kind=kind.value, version=version, given_at=unit.now
    )
    if kind is ConsentKind.FACE:
        await Account.filter(id=account_id).update(face_consent=True)
    unit.audit(
        subject(account_id), "consent.given", subject(account_id), kind=kind.value, version=version
    )


async def stands(account_id: int, kind: ConsentKind, version: str) -> bool:
    """Whether a consent to this version of the text was given and not withdrawn."""
    return await Consent.exists(
        account_id=account_id, kind=kind.value, version=version, withdrawn_at=None
    )


async def withdraw(unit: Unit, account_id: int, *kinds: ConsentKind) -> bool:
    """Withdraw consents; whether one stood. A template goes with either of them."""
    stood = await Consent.filter(
        account_id=account_id, kind__in=[kind.value for kind in kinds], withdrawn_at=None
    ).update(withdrawn_at=unit.now)
    if ConsentKind.FACE in kinds:
        await Account.filter(id=account_id).update(face_consent=False)
    await templates.delete(unit, account_id)
    for kind in kinds if stood else ():
        unit.audit(subject(account_id), "consent.withdrawn", subject(account_id), kind=kind.value)
    return bool(stood)
