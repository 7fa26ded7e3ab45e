"""Checks that the person at the other end is the physician, and what became of the pictures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tortoise.expressions import Subquery

from storage.consents import ConsentKind
from storage.database import Unit
from storage.models import Account, Blob, Consent, Physician, Verification


async def reference_photo(account_id: int) -> str | None:
    """The blob of the register's confirmed photo of whoever this account is bound to."""
    account = await Account.get_or_none(id=account_id)
    if account is None or account.physician_id is None:
        return None
    person = await Physician.get(id=account.physician_id)
    return person.photo_blob if person.photo_confirmed_on else None


async def consented_photos(version: str, most: int) -> list[str]:
    """Blobs of confirmed photos of people whose consent of this version stands.

    The same ones as long as none comes or goes, chosen by their random names.
    """
    face = ConsentKind.FACE.value
    standing = Consent.filter(kind=face, version=version, withdrawn_at=None)
    accounts = Account.filter(face_consent=True, id__in=Subquery(standing.values("account_id")))
    found = (
        await Physician.filter(
            id__in=Subquery(accounts.values("physician_id")),
            photo_blob__not_isnull=True,
            photo_confirmed_on__not_isnull=True,
        )
        .order_by("photo_blob")
        .limit(most)
        .values_list("photo_blob", flat=True)
    )
    return [str(name) for name in found]


async def count_bad_photo(unit: Unit, account_id: int, tries: int) -> int:
    """Count a photo that could not be used; returns how many more may fail before a clerk helps."""
    account = await Account.get(id=account_id)
    account.bad_photos += 1
    left = max(tries - account.bad_photos, 0)
    if not left:
        account.bad_photos = 0
    await account.save(update_fields=["bad_photos"])
    return left


async def record(
    unit: Unit,
    account_id: int,
    physician_id: int,
    *,
    method: str,
    verdict: str,
    engine: str,
    photos_deleted: bool,
) -> dict[str, Any]:
    """Keep the verdict without any picture or score; returns the receipt for the person."""
    row = await Verification.create(
        account_id=account_id,
        physician_id=physician_id,
        method=method,
        verdict=verdict,
        engine=engine,
        at=unit.now,
        deleted_at=unit.now if photos_deleted else None,
    )
    await Account.filter(id=account_id).update(bad_photos=0)
    unit.audit(
        f"account:{account_id}",
        "verification.compared",
        f"physician:{physician_id}",
        verdict=verdict,
        engine=engine,
        photos_deleted=photos_deleted,
    )
    return {"number": row.id, "at": unit.now.isoformat(), "deleted": photos_deleted}


async def keep_until(unit: Unit, blobs: Sequence[str], until: datetime) -> None:
    """Pictures of a face are kept so long at most."""
    await Blob.filter(id__in=list(blobs)).update(expires_at=until)
