"""Medical institution codes (医疗机构登记号)."""

from string import ascii_uppercase

from registry.frozen import Frozen
from registry.numbers.typed import DIGITS, characters_mistake, compact, length_mistake
from registry.problem import Mistake, Problem
from registry.regions import PROVINCES

LENGTHS = (22, 12)
_ORGANISATION = 9


class InstitutionCode(Frozen):
    """A well-formed code; the 12 digits of older small institutions hold no organisation code."""

    code: str
    region: str
    organisation_code: str | None


def parse(text: str) -> InstitutionCode | Mistake:
    """Read 22 characters (organisation 9, region 6, kind 7) or 12 digits (region 6 first)."""
    code = compact(text)
    mistake = characters_mistake(code, DIGITS + ascii_uppercase) or length_mistake(code, LENGTHS)
    if mistake:
        return mistake
    is_long = len(code) == LENGTHS[0]
    mistake = characters_mistake(code[9:15] if is_long else code, DIGITS)
    if mistake:
        return mistake
    region = code[9:15] if is_long else code[:6]
    if region[:2] not in PROVINCES:
        return Mistake(problem=Problem.UNKNOWN_REGION, found=region[:2])
    organisation_code = code[:_ORGANISATION] if is_long else None
    return InstitutionCode(code=code, region=region, organisation_code=organisation_code)
