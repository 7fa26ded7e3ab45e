"""Resident ID numbers (公民身份号码, GB 11643) and the residence cards that share their form."""

import re
from datetime import date
from enum import StrEnum

from stdnum.cn import ric

from registry.frozen import Frozen
from registry.numbers.typed import DIGITS, characters_mistake, compact, length_mistake
from registry.physician import Sex
from registry.problem import Mistake, Problem
from registry.regions import PROVINCES

LENGTH = 18
OLDEST_AGE_IN_YEARS = 120
_FOREIGN_CARD = "9"
# Typed for digits that look like them; the check digit still has to fit.
_READ_AS_DIGITS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_NOT_MAINLAND = frozenset({"81", "82", "83"})


class Card(StrEnum):
    """The card that the number is printed on."""

    RESIDENT = "resident"
    HONG_KONG_MACAO_TAIWAN = "hong_kong_macao_taiwan"
    FOREIGN = "foreign"


class ResidentId(Frozen):
    """A number whose form and check digit are right.

    `region` is the six-digit code of the first registration, None on a foreign permanent
    residence card, which carries the country of origin there.
    """

    number: str
    card: Card
    region: str | None
    birth_date: date
    sex: Sex


def parse(text: str, today: date) -> ResidentId | Mistake:
    """Read an 18-character number from `text`; `today` bounds the birth date.

    The region is checked to the province only: counties are split and renamed, and a number keeps
    the code of the county that issued it.
    """
    number = compact(text).translate(_READ_AS_DIGITS)
    mistake = _form_mistake(number)
    if mistake:
        return mistake
    birth_date = _birth_date(number, today)
    if birth_date is None:
        return Mistake(problem=Problem.IMPOSSIBLE_BIRTH_DATE, found=number[6:14])
    card = _card(number)
    if card is None:
        return Mistake(problem=Problem.UNKNOWN_REGION, found=number[:2])
    if ric.calc_check_digit(number) != number[-1]:
        return Mistake(problem=Problem.WRONG_CHECK_DIGIT)
    return ResidentId(
        number=number,
        card=card,
        region=None if card is Card.FOREIGN else number[:6],
        birth_date=birth_date,
        sex=Sex.MALE if int(number[16]) % 2 else Sex.FEMALE,
    )


def from_fifteen(number: str) -> str:
    """The 18-character form of a 15-digit number of before 1999: century and check digit added."""
    longer = f"{number[:6]}19{number[6:]}"
    return longer + ric.calc_check_digit(longer + "0")


def _form_mistake(number: str) -> Mistake | None:
    if re.fullmatch(r"[0-9]{15}", number):
        return Mistake(problem=Problem.OLD_ID_NUMBER, expected=str(LENGTH), found="15")
    return (
        characters_mistake(number, DIGITS + "X")
        or length_mistake(number, (LENGTH,))
        or characters_mistake(number[:-1], DIGITS)
    )


def _birth_date(number: str, today: date) -> date | None:
    try:
        born = ric.get_birth_date(number)
    except ValueError:
        return None
    return born if today.year - OLDEST_AGE_IN_YEARS <= born.year and born <= today else None


def _card(number: str) -> Card | None:
    if number.startswith(_FOREIGN_CARD):
        return Card.FOREIGN if number[1:3] in PROVINCES else None
    if number[:2] in _NOT_MAINLAND:
        return Card.HONG_KONG_MACAO_TAIWAN
    return Card.RESIDENT if number[:2] in PROVINCES else None
