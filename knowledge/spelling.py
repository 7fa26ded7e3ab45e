"""Homophone slips repaired: 执也 becomes 执业 when the base knows the one and not the other."""

from functools import cache

import numpy as np

from knowledge.index import Index
from knowledge.normal import is_chinese
from knowledge.signposts import Signposts
from knowledge.tokens import SLOT_BITS, SLOT_MASK, pair_codes

_FEWEST = 6
_SPELT = 5
_PLAIN = frozenset(
    "的了吗着在这那就还有没不上下去来要我你他她它们什么怎哪谁是和与之前后到给把被做打吃"
)


class Speller:
    """Knows the character pairs of a base and those that _SPELT phrases of its signposts use.

    Fewer may share a slip: people's own questions are among them. A character all of whose pairs
    are unknown is exchanged for one of the same syllable, if that makes with a neighbour a pair
    that at least _FEWEST phrases of the signposts use.
    """

    def __init__(self, index: Index, signposts: Signposts) -> None:
        self._index = index
        self._spelt = signposts.pairs(_SPELT)
        self._words = signposts.pairs(_FEWEST)
        self._seconds = self._words & np.uint64(SLOT_MASK)

    def repair(self, text: str) -> str:
        """Return a normalised question with the characters repaired that can be."""
        pairs = pair_codes(text)
        known = np.zeros(len(text) + 1, bool)
        known[1:-1] = self._index.lookup(pairs)[1] | np.isin(pairs, self._spelt)
        characters = list(text)
        for at in np.flatnonzero(~(known[:-1] | known[1:])).tolist():
            characters[at] = self._repaired(text, at)
        return "".join(characters)

    def _repaired(self, text: str, at: int) -> str:
        char = text[at]
        if not _tells(char):
            return char
        before = text[at - 1] if at and _tells(text[at - 1]) else ""
        after = text[at + 1] if at + 1 < len(text) and _tells(text[at + 1]) else ""
        same = [each for each in self._beside(before, after) if _syllable(each) == _syllable(char)]
        return same[0] if same else char

    def _beside(self, before: str, after: str) -> list[str]:
        """Return the characters that make a word after one neighbour or before the other."""
        found: list[str] = []
        if before:
            low, high = np.searchsorted(
                self._words, [ord(before) << SLOT_BITS, (ord(before) + 1) << SLOT_BITS]
            )
            found += [chr(code) for code in self._seconds[low:high].tolist()]
        if after:
            words = self._words[self._seconds == ord(after)]
            found += [chr(code >> SLOT_BITS) for code in words.tolist()]
        return found


def _tells(char: str) -> bool:
    """Tell whether a character can be part of a word: 期怎 of 到期怎么 is none."""
    return is_chinese(char) and char not in _PLAIN


@cache
def _syllable(char: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(char)[0])
