"""Finding institutions for a form."""

from typing import Any

from bot.turn import Turn
from handlers.call import Found, Option
from registry.institutions import Clarity
from registry.regions import province_of, region
from storage import register

MOST = 5


async def find(turn: Turn, *, text: str, step: str) -> dict[str, Any]:
    """Institutions that fit, with a note where the choice has a consequence."""
    own = await register.main_institution(turn.physician_id) if turn.physician_id else None
    findings = turn.app.institutions.find(text, near=own.region if own else None, limit=MOST)
    options = tuple(
        Option(
            value=found.institution.code,
            label=found.institution.name,
            detail=_place(found.institution.region, turn.lang),
            note="" if step == "record_institution" else _note(found.institution, own),
        )
        for found in findings.found
    )
    return Found(options=options, clear=findings.clarity is Clarity.CLEAR).model_dump(mode="json")


def _note(chosen: Any, own: Any) -> str:
    if own is None:
        return ""
    if chosen.code == own.code:
        return "same_institution"
    return "" if chosen.region[:2] == own.region[:2] else "other_province"


def _place(code: str, lang: str) -> str:
    found = region(code)
    if found is None:
        province = province_of(code)
        return "" if province is None else province.zh
    return found.name
