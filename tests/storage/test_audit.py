"""The audit chain: what it proves and what breaks it."""

import pytest

from storage import audit
from storage.database import Database, Unit
from storage.models import AuditEntry


async def write(database: Database, count: int) -> None:
    async def work(unit: Unit) -> None:
        for number in range(count):
            unit.audit("test", "act", f"thing:{number}", number=number)

    await database.run(work)


async def test_an_untouched_chain_verifies(database: Database) -> None:
    await write(database, 3)
    await write(database, 2)

    assert (await audit.verify()).entries == 5


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (
            lambda: AuditEntry.filter(seq=2).update(actor="other"),
            audit.Broken(seq=2, reason="changed"),
        ),
        (lambda: AuditEntry.filter(seq=2).delete(), audit.Broken(seq=2, reason="missing")),
        (lambda: AuditEntry.filter(seq=4).delete(), audit.Broken(seq=4, reason="cut off")),
    ],
)
async def test_a_changed_missing_or_cut_off_entry_is_found(database, tamper, expected) -> None:
    await write(database, 4)
    await tamper()

    assert expected == await audit.verify()
