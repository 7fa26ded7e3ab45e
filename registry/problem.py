"""Every way a typed answer can be wrong."""

from enum import StrEnum

from registry.frozen import Frozen


class Problem(StrEnum):
    """What is wrong; each value is also the key of the message that says so."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHARACTERS = "wrong_characters"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    OLD_ID_NUMBER = "old_id_number"
    IMPOSSIBLE_BIRTH_DATE = "impossible_birth_date"
    IMPOSSIBLE_YEAR = "impossible_year"
    UNKNOWN_REGION = "unknown_region"
    ID_MISMATCH = "id_mismatch"
    UNUSUAL_STRUCTURE = "unusual_structure"
    NOT_A_DATE = "not_a_date"
    DAY_MISSING = "day_missing"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_AMBIGUOUS = "date_ambiguous"
    DATE_IN_FUTURE = "date_in_future"
    DATE_IN_PAST = "date_in_past"
    NOT_FOUND = "not_found"


class Mistake(Frozen):
    """A refused answer.

    `expected` is what a right answer has ("18" characters) and `found` what this one has (its
    length, the offending characters); both are empty where they would help nobody, and neither
    ever holds the whole answer, so a mistake may be logged.
    """

    problem: Problem
    expected: str = ""
    found: str = ""
