"""Hashes of pictures that were compared, so that the same picture is not taken a second time.

A hash of 64 bits tells that two pictures are the same; no face can be made from it.
"""

import json
from collections.abc import Sequence
from datetime import timedelta

from storage.conversations import subject
from storage.database import Unit
from storage.models import Fingerprint
from storage.vault import Unreadable, Vault

KEPT = timedelta(days=365)
FIELD = "fingerprint"


async def earlier(vault: Vault, physician_id: int) -> list[str]:
    """Every hash and mirror hash of the pictures compared with this physician's photo."""
    found: list[str] = []
    for row in await Fingerprint.filter(physician_id=physician_id):
        owner = subject(row.account_id)
        try:
            await vault.load(owner)
            found += json.loads(vault.unseal(owner, FIELD, bytes(row.sealed)))
        except Unreadable:  # that person was erased meanwhile
            continue
    return found


async def keep(
    unit: Unit,
    vault: Vault,
    account_id: int,
    physician_id: int,
    fingerprints: Sequence[tuple[str, str]],
) -> None:
    """Remember pictures by hash and mirror hash; those older than a year are forgotten."""
    await Fingerprint.filter(at__lt=unit.now - KEPT).delete()
    if not fingerprints:
        return
    owner = subject(account_id)
    hashes = [one for pair in fingerprints for one in pair]
    await vault.load(owner)
    await Fingerprint.create(
        account_id=account_id,
        physician_id=physician_id,
        sealed=vault.seal(owner, FIELD, json.dumps(hashes).encode()),
        at=unit.now,
    )
