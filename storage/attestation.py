"""Attesting the practice file: what was last said of each field, and what needs the physician."""

from datetime import date

from registry.attestation import Field, Need, Source, Statement, needs
from registry.titles import Degree
from storage import practice_file
from storage.database import Unit
from storage.models import FieldConfirmation, Physician
from storage.practice_file import PracticeFile
from storage.register import subject, unseal
from storage.vault import Vault

# Asked only where there is something to say; an empty e-mail address is no wrong one.
_OPTIONAL = frozenset({Field.EMAIL, Field.DEGREE, Field.FILINGS, Field.PHOTO})
VISIBLE = 4


async def open_fields(
    vault: Vault, physician_id: int, lang: str, today: date, months: int
) -> tuple[tuple[Need, str, date | None], ...]:
    """The fields that need the physician now: why, the value to show, when last confirmed."""
    shown = await _shown(vault, physician_id, lang)
    said = await _statements(vault, physician_id, shown)
    own = {one.field: one.on for one in said if one.source is Source.PHYSICIAN}
    return tuple(
        (need, shown[need.field], own.get(need.field))
        for need in needs(said, today, months)
        if shown[need.field] or need.field not in _OPTIONAL
    )


async def attested_on(physician_id: int) -> date | None:
    """The day the physician last attested the whole file."""
    return (await Physician.get(id=physician_id)).attested_on


async def attest(
    unit: Unit,
    vault: Vault,
    physician_id: int,
    confirmed: tuple[Field, ...],
    whole: bool,
    today: date,
) -> None:
    """Keep what the physician confirmed; `whole` if nothing was left open or doubted."""
    shown = await _shown(vault, physician_id, "zh")
    for field in confirmed:
        await FieldConfirmation.update_or_create(
            {"digest": _digest(vault, field, shown[field]), "confirmed_on": today},
            physician_id=physician_id,
            field=field.value,
        )
    if whole:
        await Physician.filter(id=physician_id).update(attested_on=today)
    unit.audit(
        subject(physician_id),
        "file.attested",
        subject(physician_id),
        fields=[field.value for field in confirmed],
        whole=whole,
    )


async def _statements(vault: Vault, physician_id: int, shown: dict[Field, str]) -> list[Statement]:
    """What the physician confirmed field by field, else the day the whole file was attested."""
    current = {
        field: _digest(vault, field, value)
        for field, value in (await _shown(vault, physician_id, "zh")).items()
    }
    whole = await attested_on(physician_id)
    said = {
        field: Statement(field=field, source=Source.PHYSICIAN, value=current[field], on=whole)
        for field in Field
        if whole
    }
    for row in await FieldConfirmation.filter(physician_id=physician_id):
        field = Field(row.field)
        if field not in said or said[field].on <= row.confirmed_on:
            said[field] = Statement(
                field=field, source=Source.PHYSICIAN, value=row.digest, on=row.confirmed_on
            )
    # The register speaks today: a field that was changed since it was confirmed contradicts it.
    register = [
        Statement(field=field, source=Source.IMPORT, value=current[field], on=statement.on)
        for field, statement in said.items()
    ]
    return [*said.values(), *register]


def _digest(vault: Vault, field: Field, value: str) -> str:
    return vault.index(f"attested:{field.value}", value)


async def _shown(vault: Vault, physician_id: int, lang: str) -> dict[Field, str]:
    file = await practice_file.read(vault, physician_id)
    row = await Physician.get(id=physician_id)
    words = file.in_language(lang)
    phone = unseal(vault, physician_id, "phone", row.phone)
    return {
        Field.NAME: file.name,
        Field.PHONE: "•" * VISIBLE + phone[-VISIBLE:] if phone else "",
        Field.EMAIL: unseal(vault, physician_id, "email", row.email),
        Field.TITLE: str(words["title"]),
        Field.DEGREE: Degree(row.degree).in_language(lang) if row.degree else "",
        Field.DEPARTMENT: str(words["department"]),
        Field.INSTITUTION: file.institution,
        Field.SCOPES: _joined(file, lang),
        Field.FILINGS: _comma(lang).join(filing.institution for filing in file.filings),
        Field.PHOTO: str(row.photo_confirmed_on or ""),
    }


def _joined(file: PracticeFile, lang: str) -> str:
    return _comma(lang).join(practice_file.scope_name(code, lang) for code in file.scopes)


def _comma(lang: str) -> str:
    return "、" if lang == "zh" else ", "
