"""Which signposts a question follows: phrases compared by shared tokens, weighed by rarity."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.index import Scores, build_from
from knowledge.meaning import Vectors, meaning
from knowledge.normal import normalise
from knowledge.tokens import ROW_BITS, Codes, keyed_codes, paired
from knowledge.vocabulary import Signpost

_KEPT = 30
_LEAST = 0.03
_ROW = np.uint64(2**ROW_BITS - 1)


class Hit(NamedTuple):
    """A signpost that a question follows; both figures lie between 0 and 1.

    `strength` grows with the part of the question that a phrase accounts for, `covered` is the
    part of that phrase which the question holds.
    """

    post: Signpost
    strength: float
    covered: float


class Met(NamedTuple):
    """The signposts that a question follows, strongest first, and how like it every phrase is.

    Likeness lies between 0 and 1: twice the shared rarity over that of both together.
    """

    hits: list[Hit]
    likeness: Scores


class Signposts:
    """An index of all phrases; a phrase met whole counts most, and the more of the question."""

    def __init__(self, posts: Sequence[Signpost]) -> None:
        self.posts = tuple(posts)
        phrases = [normalise(phrase) for post in posts for phrase in post.phrases]
        self._first = np.cumsum([0, *(len(post.phrases) for post in posts)])
        self._post = np.repeat(np.arange(len(posts)), np.diff(self._first))
        keys = keyed_codes(phrases, 0)
        self._index = build_from(keys, len(phrases))
        self._masses: Scores = np.maximum(self._index.masses(), np.float32(1e-6))
        order = np.argsort(keys & _ROW, kind="stable")
        self._keys: Codes = keys[order]
        self._ends = np.searchsorted(self._keys & _ROW, self._first.astype(np.uint64))

    def follow(self, codes: Codes) -> Met:
        """Compare a question of these codes with every phrase."""
        terms, idf, mass = self._index.weigh(codes)
        shared = self._index.shared(terms, idf)
        covered = shared / self._masses
        strength = covered * covered * shared / np.float32(mass or 1.0)
        likeness = 2 * shared / (self._masses + np.float32(mass))
        return Met(self._strongest(strength, covered), likeness)

    def codes(self, post: int) -> Codes:
        """Return the codes of all phrases of a signpost as `code << 22`, repeats kept."""
        return self._keys[self._ends[post] : self._ends[post + 1]] & ~_ROW

    @cached_property
    def terms(self) -> dict[str, list[int]]:
        """Return the codes of every statute term."""
        terms = sorted({post.term for post in self.posts})
        keys = keyed_codes(map(normalise, terms), 0)
        codes: dict[str, list[int]] = {term: [] for term in terms}
        for key in np.unique(keys).tolist():
            codes[terms[key & int(_ROW)]].append(key >> ROW_BITS)
        return codes

    def phrases(self, post: int) -> range:
        """Return the numbers of a signpost's phrases, as `likeness` and `vectors` count them."""
        return range(self._first[post], self._first[post + 1])

    @cached_property
    def vectors(self) -> Vectors:
        """Return what each phrase means."""
        return meaning().of_rows(self._keys, int(self._first[-1]))

    def pairs(self, fewest: int) -> Codes:
        """Return the codes of the character pairs that at least so many phrases use, sorted."""
        vocabulary = self._index.vocabulary
        often = np.diff(self._index.starts) >= fewest
        return vocabulary[often & paired(vocabulary)]

    def knows(self, codes: Codes) -> npt.NDArray[np.bool_]:
        """Tell of each token code whether any phrase uses it."""
        return self._index.lookup(codes)[1]

    def _strongest(self, strength: Scores, covered: Scores) -> list[Hit]:
        strong = np.flatnonzero(strength >= _LEAST)
        order = strong[np.argsort(-strength[strong], kind="stable")]
        posts = list(dict.fromkeys(self._post[order].tolist()))[:_KEPT]
        return [self._hit(post, strength, covered) for post in posts]

    def _hit(self, post: int, strength: Scores, covered: Scores) -> Hit:
        phrases = slice(self._first[post], self._first[post + 1])
        return Hit(self.posts[post], float(strength[phrases].max()), float(covered[phrases].max()))
