"""A physician's practice file, as its owner reads it: numbers masked, ages shown."""

from datetime import date
from typing import Any

from registry.departments import DEPARTMENT_BY_CODE
from registry.frozen import Frozen
from registry.physician import AccountState, RegistrationState
from registry.scopes import SCOPES, Category, Level
from registry.term import Term
from registry.titles import Title
from storage.models import Filing, Physician
from storage.register import subject, unseal
from storage.vault import Vault

VISIBLE = 4


class FiledAt(Frozen):
    """A further institution."""

    institution: str
    until: date | None


class PracticeFile(Frozen):
    """What the register says of one physician."""

    name: str
    level: Level
    category: Category
    scopes: tuple[str, ...]
    title: Title
    department: str
    institution: str
    filings: tuple[FiledAt, ...]
    id_number: str
    qualification_number: str
    practice_number: str
    registration_state: RegistrationState
    account_state: AccountState
    registered_on: date | None
    attested_on: date | None
    photo: bool

    def in_language(self, lang: str) -> dict[str, Any]:
        """Ready for a text: terms in words, days as ISO."""
        terms = {
            key: value.in_language(lang)
            for key, value in vars(self).items()
            if isinstance(value, Term)
        }
        return (
            self.model_dump(mode="json")
            | terms
            | {
                "scopes": [scope_name(code, lang) for code in self.scopes],
                "department": department_name(self.department, lang),
            }
        )


def scope_name(code: str, lang: str) -> str:
    """A scope of practice in words; the code itself if it is not in the list."""
    found = next((scope for scope in SCOPES if scope.code == code), None)
    return code if found is None else (found.zh if lang == "zh" else found.en)


def department_name(code: str, lang: str) -> str:
    """A department in words; what was typed stands as it is."""
    found = DEPARTMENT_BY_CODE.get(code)
    return code if found is None else (found.zh if lang == "zh" else found.en)


async def read(vault: Vault, physician_id: int) -> PracticeFile:
    """The file of one physician."""
    row = await Physician.get(id=physician_id).prefetch_related("institution")
    filings = await Filing.filter(physician_id=physician_id).prefetch_related("institution")
    await vault.load(subject(physician_id))
    return PracticeFile(
        name=row.name,
        level=Level(row.level),
        category=Category(row.category),
        scopes=tuple(row.scopes),
        title=Title(row.title),
        department=row.department or "",
        institution=row.institution.name if row.institution else "",
        filings=tuple(
            FiledAt(institution=filing.institution.name, until=filing.ends_on) for filing in filings
        ),
        id_number=_masked(unseal(vault, row.id, "id_number", row.id_number)),
        qualification_number=_masked(
            unseal(vault, row.id, "qualification_number", row.qualification_number)
        ),
        practice_number=row.practice_number or "",
        registration_state=RegistrationState(row.registration_state),
        account_state=AccountState(row.account_state),
        registered_on=row.registered_on,
        attested_on=row.attested_on,
        photo=row.photo_confirmed_on is not None,
    )


def _masked(number: str) -> str:
    return "•" * VISIBLE + number[-VISIBLE:] if number else ""
