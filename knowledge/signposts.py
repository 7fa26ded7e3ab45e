"""Which signposts a question follows: phrases compared by shared tokens, weighed by rarity."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.index import Index, Scores, build
from knowledge.normal import normalise
from knowledge.tokens import Codes, paired, query_codes
from knowledge.vocabulary import Signpost

_KEPT = 30
_LEAST = 0.03


class Hit(NamedTuple):
    """A signpost that a question follows; both figures lie between 0 and 1.

    `strength` grows with the part of the question that a phrase accounts for, `covered` is the
    part of that phrase which the question holds.
    """

    post: Signpost
    strength: float
    covered: float


class Signposts:
    """An index of all phrases; a phrase met whole counts most, and the more of the question."""

    def __init__(self, posts: Sequence[Signpost]) -> None:
        self.posts = tuple(posts)
        phrases = [(at, normalise(p)) for at, post in enumerate(posts) for p in post.phrases]
        self._first = np.searchsorted([at for at, _ in phrases], np.arange(len(self.posts)))
        self._index: Index = build(iter(phrase for _, phrase in phrases))
        self._mass = self._phrase_mass()

    def _phrase_mass(self) -> Scores:
        index = self._index
        sizes = np.diff(index.starts)
        idf = index.idf(np.arange(len(index.vocabulary)))
        return np.bincount(index.rows, weights=np.repeat(idf, sizes), minlength=index.size).astype(
            np.float32
        )

    def follow(self, text: str) -> list[Hit]:
        """Return the signposts that a normalised question follows, strongest first."""
        if not self.posts:
            return []
        codes = np.fromiter(query_codes(text), dtype=np.uint64)
        terms, known = self._index.lookup(codes)
        idf = self._index.idf(terms)
        rarest = float(np.log1p(self._index.size))
        whole = np.float32(np.where(known, idf, rarest).sum() or 1.0)
        shared = np.zeros(self._index.size, np.float32)
        for term, weight in zip(terms[known].tolist(), idf[known].tolist(), strict=True):
            part = slice(self._index.starts[term], self._index.starts[term + 1])
            shared[self._index.rows[part]] += weight
        covered = shared / np.maximum(self._mass, np.float32(1e-6))
        strength = covered * covered * shared / whole
        return self._strongest(strength.astype(np.float32), covered.astype(np.float32))

    def pairs(self, fewest: int) -> Codes:
        """Return the codes of the character pairs that at least so many phrases use, sorted."""
        vocabulary = self._index.vocabulary
        often = np.diff(self._index.starts) >= fewest
        return vocabulary[often & paired(vocabulary)]

    def knows(self, codes: Codes) -> npt.NDArray[np.bool_]:
        """Tell of each token code whether any phrase uses it."""
        return self._index.lookup(codes)[1]

    def _strongest(self, strength: Scores, covered: Scores) -> list[Hit]:
        best = np.maximum.reduceat(strength, self._first)
        fullest = np.maximum.reduceat(covered, self._first)
        order = np.argsort(-best)[:_KEPT]
        return [
            Hit(self.posts[at], float(best[at]), float(fullest[at]))
            for at in order
            if best[at] >= _LEAST
        ]
