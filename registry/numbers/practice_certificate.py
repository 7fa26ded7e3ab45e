"""Numbers of the practice certificate (医师执业证书编码)."""

from registry.frozen import Frozen
from registry.numbers.typed import DIGITS, characters_mistake, compact, length_mistake
from registry.problem import Mistake, Problem
from registry.regions import PROVINCES

LENGTH = 15
_LEVELS = "12"


class PracticeNumber(Frozen):
    """Fifteen digits; `warning` says that they are not built as most numbers are.

    No official rule of the structure (level 1, category 2, region 6, serial 6) was found, so a
    strange structure is never refused.
    """

    number: str
    warning: Problem | None


def parse(text: str) -> PracticeNumber | Mistake:
    """Read 15 digits."""
    number = compact(text)
    mistake = characters_mistake(number, DIGITS) or length_mistake(number, (LENGTH,))
    if mistake:
        return mistake
    usual = number[0] in _LEVELS and number[3:5] in PROVINCES
    return PracticeNumber(number=number, warning=None if usual else Problem.UNUSUAL_STRUCTURE)
