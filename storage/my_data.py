"""What is kept of one account, in numbers and days: the answer to what do you have of me."""

from datetime import datetime

from registry.frozen import Frozen
from storage import templates
from storage.consents import ConsentKind
from storage.conversations import subject
from storage.models import Account, Application, Blob, Consent, Line, Physician


class Kept(Frozen):
    """A summary; days are None where there is nothing."""

    face_consent: datetime | None
    template_consent: datetime | None
    template_until: datetime | None
    photo: bool
    lines: int
    files: int
    applications: int


async def kept(account_id: int) -> Kept:
    """What is kept of an account and of the physician it is bound to."""
    account = await Account.get(id=account_id)
    photo = Physician.filter(id=account.physician_id, photo_blob__not_isnull=True)
    return Kept(
        face_consent=await _given(account_id, ConsentKind.FACE),
        template_consent=await _given(account_id, ConsentKind.TEMPLATE),
        template_until=await templates.kept_until(account_id),
        photo=account.physician_id is not None and await photo.exists(),
        lines=await Line.filter(account_id=account_id).count(),
        files=await Blob.filter(subject=subject(account_id)).count(),
        applications=await Application.filter(account_id=account_id).count(),
    )


async def _given(account_id: int, kind: ConsentKind) -> datetime | None:
    """When the consent that stands was given."""
    standing = Consent.filter(account_id=account_id, kind=kind.value, withdrawn_at=None)
    row = await standing.order_by("-id").first()
    return row.given_at if row else None
