"""The fields that an application changes: read before, derived after, written on approval."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from registry.attestation import Field
from registry.frozen import Frozen
from registry.physician import FilingKind, RegistrationState
from registry.regions import contains
from registry.scopes import Level
from registry.service import Answer, Service
from storage.models import FieldConfirmation, Filing, Institution, Physician

Values = dict[str, Any]


class Change(Frozen):
    """One field side by side; a value is a code, a list of names, or {"code", "name"}."""

    field: str
    before: Any
    after: Any

    @property
    def differs(self) -> bool:
        """Whether approval would change this field."""
        return bool(self.before != self.after)


async def side_by_side(
    row: Physician, service: Service, answers: dict[str, Answer], today: date
) -> tuple[Values, Values]:
    """The fields of a file as they are and as they would be; both have the same keys."""
    before = {effect.field: await _READ[effect.field](row) for effect in service.effects}
    after = {
        effect.field: await _ANSWERED[effect.field](answers[effect.step])
        for effect in service.effects
    }
    if "main_institution" in before:
        await _derive(row, before, after, today)
    return before, after


def changes_of(before: Values, after: Values) -> tuple[Change, ...]:
    """Stored fields, paired."""
    return tuple(Change(field=key, before=before[key], after=after[key]) for key in before)


async def stands(row: Physician, before: Values) -> bool:
    """Whether the register still says what the application was based on."""
    now = {key: await read(row) for key, read in _READ.items() if key in before}
    return now == {key: before[key] for key in now}


async def write(row: Physician, after: Values, today: date) -> None:
    """Put the approved fields into the register and end the filings that they end."""
    for key, value in after.items():
        if key in _WRITE:
            _WRITE[key](row, value)
    row.revision += 1
    await row.save()
    await forget_confirmations(row.id, *(_ATTESTED[key] for key in after if key in _ATTESTED))
    if "main_institution" in after:
        for filing in await _ending(row, after["main_institution"]["code"], today):
            filing.ends_on = today
            await filing.save()


async def forget_confirmations(physician_id: int, *fields: Field) -> None:
    """What was confirmed field by field before a change at the person's own wish does not
    contradict the register after it."""
    names = [field.value for field in fields]
    await FieldConfirmation.filter(physician_id=physician_id, field__in=names).delete()


async def _derive(row: Physician, before: Values, after: Values, today: date) -> None:
    """The registered place follows the main institution; some filings end with the move."""
    before["registered_place"] = await _place(row, before["main_institution"])
    after["registered_place"] = await _place(row, after["main_institution"])
    ending = await _ending(row, after["main_institution"]["code"], today)
    if ending:
        filed = [filing.institution.name for filing in await _filings(row, today)]
        gone = {filing.institution.name for filing in ending}
        before["filings"] = filed
        after["filings"] = [name for name in filed if name not in gone]


async def _place(person: Physician, institution: dict[str, str] | None) -> str:
    """Province of a physician's registration (two digits), county of an assistant's (six)."""
    if institution is None:
        return ""
    row = await Institution.get(code=institution["code"])
    return row.region if person.level == Level.ASSISTANT else row.region[:2]


async def _filings(row: Physician, today: date) -> list[Filing]:
    """The further institutions in force today."""
    filings = await Filing.filter(physician=row).prefetch_related("institution")
    return [filing for filing in filings if filing.ends_on is None or filing.ends_on > today]


async def _ending(row: Physician, main: str, today: date) -> list[Filing]:
    """Filings that end: at the new main institution, and those outside its province.

    A filing belongs to the registered place; in another province it would have to be an
    additional registration. Additional registrations elsewhere stay.
    """
    province = (await Institution.get(code=main)).region[:2]
    return [
        filing
        for filing in await _filings(row, today)
        if filing.institution.code == main
        or (
            filing.kind == FilingKind.FILING.value
            and not contains(province, filing.institution.region)
        )
    ]


async def _institution(code: str | None) -> dict[str, str] | None:
    row = await Institution.get_or_none(code=code) if code else None
    return {"code": row.code, "name": row.name} if row else None


async def _read_institution(row: Physician) -> Any:
    return await _institution(row.institution_id)


async def _read_department(row: Physician) -> Any:
    return row.department or ""


async def _answered_institution(answer: Answer) -> Any:
    return await _institution(str(answer))


async def _answered_text(answer: Answer) -> Any:
    return str(answer)


def _write_institution(row: Physician, value: Any) -> None:
    row.institution_id = value["code"]
    row.registration_state = RegistrationState.REGISTERED.value


def _write_department(row: Physician, value: Any) -> None:
    row.department = value


_ATTESTED = {
    "main_institution": Field.INSTITUTION,
    "department": Field.DEPARTMENT,
    "filings": Field.FILINGS,
}
_READ: dict[str, Callable[[Physician], Awaitable[Any]]] = {
    "main_institution": _read_institution,
    "department": _read_department,
}
_ANSWERED: dict[str, Callable[[Answer], Awaitable[Any]]] = {
    "main_institution": _answered_institution,
    "department": _answered_text,
}
_WRITE: dict[str, Callable[[Physician, Any], None]] = {
    "main_institution": _write_institution,
    "department": _write_department,
}
