"""Templates of verified faces: sealed under their person's key, and gone at the latest on a day.

What is sealed was hidden by a rotation before; this module knows neither vectors nor engines.
"""

from datetime import datetime, timedelta

from tortoise.expressions import Q

from storage.conversations import subject
from storage.database import Unit
from storage.models import Counter
from storage.rights_rows import Template
from storage.vault import Unreadable, Vault

KEPT = timedelta(days=365)
# So many verifications back a copy is noticed by its vectors; by its hash, a year.
MOST = 8
FIELD = "template"
ROTATION = "rotation"


async def of_physician(vault: Vault, physician_id: int) -> list[bytes]:
    """The templates of every account that is bound to this physician."""
    found: list[bytes] = []
    for row in await Template.filter(physician_id=physician_id):
        owner = subject(row.account_id)
        try:
            await vault.load(owner)
            found.append(vault.unseal(owner, FIELD, bytes(row.sealed)))
        except Unreadable:  # that person was erased meanwhile
            continue
    return found


async def keep(
    unit: Unit,
    vault: Vault,
    account_id: int,
    physician_id: int,
    *,
    engine: str,
    version: str,
    data: bytes,
) -> None:
    """Add a template; `version` is that of the consent. All of the account last a year from now."""
    owner, until = subject(account_id), unit.now + KEPT
    await vault.load(owner)
    await Template.create(
        account_id=account_id,
        physician_id=physician_id,
        engine=engine,
        version=version,
        sealed=vault.seal(owner, FIELD, data),
        at=unit.now,
        until=until,
    )
    newest = await Template.filter(account_id=account_id).order_by("-id").limit(MOST)
    await Template.filter(account_id=account_id, id__lt=newest[-1].id).delete()
    await Template.filter(account_id=account_id).update(until=until)
    unit.audit(owner, "template.kept", owner, engine=engine, version=version)


async def kept_until(account_id: int) -> datetime | None:
    """Until when templates of this account are kept; None if there are none."""
    row = await Template.filter(account_id=account_id).first()
    return row.until if row else None


async def delete(unit: Unit, account_id: int) -> None:
    """Delete what is kept of this account."""
    if await Template.filter(account_id=account_id).delete():
        unit.audit(subject(account_id), "template.deleted", subject(account_id))


async def replace_engine(unit: Unit, engine: str) -> None:
    """Delete what other engines made: vectors compare only within one."""
    count = await Template.exclude(engine=engine).delete()
    if count:
        unit.audit("program", "templates.engine_replaced", engine, count=count)


async def sweep(unit: Unit, version: str) -> None:
    """Delete what has reached its day, or rests on a consent to an older text."""
    over = Template.filter(Q(until__lt=unit.now) | ~Q(version=version))
    for account_id in sorted({row.account_id for row in await over}):
        await delete(unit, account_id)


async def rotation() -> int:
    """The number of the rotation in force."""
    row = await Counter.get_or_none(name=ROTATION)
    return row.value if row else 0


async def rotate(unit: Unit) -> int:
    """Delete every template and go on with another rotation; returns how many were there."""
    row, _ = await Counter.get_or_create(name=ROTATION, defaults={"value": 0})
    row.value += 1
    await row.save(update_fields=["value"])
    count = await Template.all().delete()
    unit.audit("operator", "templates.rotated", f"rotation:{row.value}", count=count)
    return count
