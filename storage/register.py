"""The register: loading it, and finding a physician by the numbers on the certificates."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from registry.institution import Institution as InstitutionRecord
from registry.physician import Filing as FilingRecord
from registry.physician import Physician as PhysicianRecord
from storage.database import Unit
from storage.models import DataKey, Filing, Institution, Physician
from storage.vault import Vault

BATCH = 500
SEALED = ("id_number", "qualification_number", "phone", "email")
# What the database needs besides the fields of the record.
_PLAIN = tuple(
    name
    for name in PhysicianRecord.model_fields
    if name not in (*SEALED, "institution_code", "former_names", "scopes")
)


def subject(physician_id: int) -> str:
    """The name under which a physician's key is kept."""
    return f"physician:{physician_id}"


class Candidate(NamedTuple):
    """A record that carries the ID number that was typed."""

    id: int
    name: str
    former_names: tuple[str, ...]
    level: str
    institution_code: str | None
    institution: str
    qualification_matches: bool
    has_photo: bool


async def is_empty() -> bool:
    """Whether no register was loaded yet."""
    return not await Physician.exists()


async def add_institutions(records: Iterable[InstitutionRecord]) -> None:
    """Add institutions."""
    await Institution.bulk_create(
        [
            Institution(**record.model_dump(mode="json") | {
                "opened_on": record.opened_on, "closed_on": record.closed_on
            })
            for record in records
        ],
        batch_size=BATCH,
    )  # fmt: skip


async def add_physicians(vault: Vault, records: Sequence[PhysicianRecord]) -> None:
    """Add records with a key each; what identifies the person is sealed."""
    keys = [vault.new_key(subject(record.id)) for record in records]
    await DataKey.bulk_create(keys, batch_size=BATCH)
    await Physician.bulk_create([_row(vault, record) for record in records], batch_size=BATCH)


async def add_filings(records: Iterable[FilingRecord]) -> None:
    """Add further institutions of physicians."""
    await Filing.bulk_create(
        [
            Filing(
                physician_id=record.physician_id,
                institution_id=record.institution_code,
                kind=record.kind.value,
                starts_on=record.starts_on,
                ends_on=record.ends_on,
            )
            for record in records
        ],
        batch_size=BATCH,
    )


async def institutions() -> list[InstitutionRecord]:
    """Every institution, for the search that is kept in memory."""
    return [_record(row) for row in await Institution.all()]


async def by_id_number(vault: Vault, id_number: str, qualification: str) -> list[Candidate]:
    """The records with this ID number, and whether the qualification number is theirs too."""
    rows = await Physician.filter(
        id_number_index=vault.index("id_number", id_number)
    ).prefetch_related("institution")
    wanted = vault.index("qualification_number", qualification)
    return [
        Candidate(
            id=row.id,
            name=row.name,
            former_names=tuple(row.former_names),
            level=row.level,
            institution_code=row.institution_id,
            institution=row.institution.name if row.institution else "",
            qualification_matches=row.qualification_index == wanted,
            has_photo=row.photo_confirmed_on is not None,
        )
        for row in rows
    ]


async def record(vault: Vault, physician_id: int) -> PhysicianRecord:
    """One record whole, with the numbers that are sealed."""
    row = await Physician.get(id=physician_id)
    await vault.load(subject(physician_id))
    opened = {name: unseal(vault, row.id, name, getattr(row, name)) or None for name in SEALED}
    lists = {"former_names": tuple(row.former_names), "scopes": tuple(row.scopes)}
    plain = {name: getattr(row, name) for name in _PLAIN}
    return PhysicianRecord.model_validate(
        plain | opened | lists | {"institution_code": row.institution_id}
    )


def unseal(vault: Vault, physician_id: int, field: str, sealed: bytes | None) -> str:
    """One sealed field of a physician (key already loaded), empty if there is none."""
    if sealed is None:
        return ""
    return vault.unseal(subject(physician_id), field, bytes(sealed)).decode()


def _row(vault: Vault, record: PhysicianRecord) -> Physician:
    values = {name: getattr(record, name) for name in _PLAIN}
    values |= {name: str(value) for name, value in values.items() if isinstance(value, str)}
    for field in SEALED:
        plain = getattr(record, field)
        values[field] = plain and vault.seal(subject(record.id), field, plain.encode())
    return Physician(
        **values,
        institution_id=record.institution_code,
        former_names=list(record.former_names),
        scopes=list(record.scopes),
        id_number_index=vault.index("id_number", record.id_number),
        qualification_index=record.qualification_number
        and vault.index("qualification_number", record.qualification_number),
    )


async def note_unit(unit: Unit, what: str, count: int) -> None:
    """Chain that part of the register was loaded."""
    unit.audit("operator", "register.loaded", what, count=count)


async def institution(code: str) -> InstitutionRecord:
    """One institution; DoesNotExist if there is none of that code."""
    return _record(await Institution.get(code=code))


async def main_institution(physician_id: int) -> InstitutionRecord | None:
    """Where a physician is registered."""
    row = await Physician.get(id=physician_id).prefetch_related("institution")
    return _record(row.institution) if row.institution else None


def _record(row: Institution) -> InstitutionRecord:
    values = {name: getattr(row, name) for name in InstitutionRecord.model_fields}
    return InstitutionRecord.model_validate(
        values | {"aliases": tuple(row.aliases), "former_names": tuple(row.former_names)}
    )
