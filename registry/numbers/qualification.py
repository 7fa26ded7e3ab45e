"""Numbers of the physician qualification certificate (医师资格证书编码)."""

from datetime import date

from stdnum.cn import ric

from registry.frozen import Frozen
from registry.numbers.resident_id import from_fifteen
from registry.numbers.typed import DIGITS, characters_mistake, compact, length_mistake
from registry.problem import Mistake, Problem

LENGTHS = (27, 24)
FIRST_YEAR = 1985
_HEAD = 9


class QualificationNumber(Frozen):
    """A well-formed number.

    `holder_id` is the embedded resident ID, always 18 characters; `year` and `province` are those
    of the certificate, which need not be the holder's. The level digit is not read: sources
    disagree about its meaning.
    """

    number: str
    year: int
    province: str
    category_digits: str
    holder_id: str

    def mismatch(self, id_number: str) -> Mistake | None:
        """ID_MISMATCH if the certificate is not of the holder of `id_number`, else None."""
        if self.holder_id == id_number:
            return None
        return Mistake(problem=Problem.ID_MISMATCH)


def parse(text: str, today: date) -> QualificationNumber | Mistake:
    """Read 27 characters (24 on certificates with a 15-digit ID); `today` bounds the year."""
    number = compact(text)
    mistake = _form_mistake(number)
    if mistake:
        return mistake
    year = int(number[:4])
    if not FIRST_YEAR <= year <= today.year:
        return Mistake(problem=Problem.IMPOSSIBLE_YEAR, found=number[:4])
    embedded = number[_HEAD:]
    holder_id = from_fifteen(embedded) if len(embedded) == 15 else embedded
    if ric.calc_check_digit(holder_id) != holder_id[-1]:
        return Mistake(problem=Problem.WRONG_CHECK_DIGIT)
    return QualificationNumber(
        number=number,
        year=year,
        province=number[4:6],
        category_digits=number[7:9],
        holder_id=holder_id,
    )


def _form_mistake(number: str) -> Mistake | None:
    return (
        characters_mistake(number, DIGITS + "X")
        or length_mistake(number, LENGTHS)
        or characters_mistake(number[:-1] if len(number) == LENGTHS[0] else number, DIGITS)
    )
