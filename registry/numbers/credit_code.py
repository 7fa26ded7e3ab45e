"""Unified social credit codes (统一社会信用代码, GB 32100)."""

from stdnum.cn import uscc

from registry.frozen import Frozen
from registry.numbers.typed import DIGITS, characters_mistake, compact, length_mistake
from registry.problem import Mistake, Problem

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# The standard leaves I and O out because they are read as digits; people type them all the same.
_READ_AS_DIGITS = str.maketrans({"I": "1", "O": "0"})


class CreditCode(Frozen):
    """A code whose check character is right; `organisation_code` is its nine-character core."""

    code: str
    region: str
    organisation_code: str


def parse(text: str) -> CreditCode | Mistake:
    """Read 18 characters.

    Not stdnum's `validate`: that refuses the letters that some registering authorities have in
    the first two places (agriculture N, others Y).
    """
    code = compact(text).translate(_READ_AS_DIGITS)
    mistake = (
        characters_mistake(code, ALPHABET)
        or length_mistake(code, (LENGTH,))
        or characters_mistake(code[2:8], DIGITS)
    )
    if mistake:
        return mistake
    if uscc.calc_check_digit(code) != code[-1]:
        return Mistake(problem=Problem.WRONG_CHECK_DIGIT)
    return CreditCode(code=code, region=code[2:8], organisation_code=code[8:17])
