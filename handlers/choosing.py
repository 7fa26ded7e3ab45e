"""Free text where a choice is offered: the second, 第二个, the label, a typo of it."""

from collections.abc import Sequence

from handlers.words import ORDINALS, plain

# A typo of a label differs in at most one character of three.
_TOLERANCE = 3


def choose(text: str, labels: Sequence[str]) -> int | None:
    """The place of the label that a text means; None if none or more than one could be meant."""
    typed = plain(text)
    ordinal = ORDINALS.get(typed)
    if ordinal is not None:
        place = int(ordinal) - 1 if int(ordinal) > 0 else len(labels) - 1
        return place if 0 <= place < len(labels) else None
    names = [plain(label) for label in labels]
    for fits in (
        [place for place, name in enumerate(names) if name == typed],
        [place for place, name in enumerate(names) if typed and typed in name],
        [place for place, name in enumerate(names) if _near(typed, name)],
    ):
        if len(fits) == 1:
            return fits[0]
    return None


def _near(typed: str, name: str) -> bool:
    limit = min(len(typed), len(name)) // _TOLERANCE
    return limit > 0 and _distance(typed, name) <= limit


def _distance(a: str, b: str) -> int:
    """Levenshtein's edit distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
            previous, row[j] = row[j], cost
    return row[-1]
