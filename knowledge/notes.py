"""Every phrase that leads to an article, gathered as a second text of that article."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from knowledge.index import Positions, Scores, build_from
from knowledge.meaning import meaning
from knowledge.signposts import Met, Signposts
from knowledge.tokens import Codes

_NO_CODES = np.zeros(0, np.uint64)


class Likeness(NamedTuple):
    """How like the phrases of each provision of a pool are to a question.

    `alike` is that of the phrase most like it in its words, `gathered` that of all of them (cubes,
    so that many faint ones count little), `meaning` that of the phrase nearest in meaning.
    """

    alike: Scores
    gathered: Scores
    meaning: Scores


class Notes:
    """An index of the phrases by article; empty when no signpost leads into the base."""

    def __init__(
        self, signposts: Signposts, provisions: Callable[[str, str], Sequence[int]], size: int
    ) -> None:
        posts: dict[int, list[int]] = {}
        for at, post in enumerate(signposts.posts):
            for source in post.sources:
                for provision in provisions(source.law, source.article):
                    posts.setdefault(provision, []).append(at)
        codes = [
            signposts.codes(at) | np.uint64(row)
            for row, found in enumerate(posts.values())
            for at in found
        ]
        phrases = [[n for at in found for n in signposts.phrases(at)] for found in posts.values()]
        self._signposts = signposts
        self._noted = np.array(list(posts), np.intp)
        self._leads = np.zeros(size, bool)
        self._leads[self._noted] = True
        self._index = build_from(np.concatenate([_NO_CODES, *codes]), len(posts))
        self._phrases = np.array([n for numbers in phrases for n in numbers], np.intp)
        self._sizes = np.array([len(numbers) for numbers in phrases], np.intp)
        self._first = np.cumsum(self._sizes) - self._sizes
        self._row = np.zeros(size, np.intp)
        self._row[self._noted] = np.arange(len(posts))

    def share(self, provisions: Positions) -> float:
        """Return the part of some provisions that signposts lead to; 0 for none."""
        return float(self._leads[provisions].mean()) if len(provisions) else 0.0

    def compare(self, pool: Positions, met: Met, codes: Codes) -> Likeness:
        """Compare a question, its likeness to every phrase known, with the phrases of a pool."""
        held = np.flatnonzero(self._leads[pool])
        rows = self._row[pool[held]]
        sizes = self._sizes[rows]
        first = np.cumsum(sizes) - sizes
        phrases = self._phrases[
            np.arange(sizes.sum()) + np.repeat(self._first[rows] - first, sizes)
        ]
        alike = met.likeness[phrases]
        near = self._signposts.vectors[phrases] @ meaning().of(codes)
        parts = ((np.maximum, alike), (np.add, alike**3), (np.maximum, near))
        return Likeness(*(_gathered(how, by, first, held, len(pool)) for how, by in parts))

    def score(self, codes: Codes) -> Scores:
        """Return how well each article's phrases match, relative to the question's mass."""
        scores = np.zeros(len(self._leads), np.float32)
        terms, idf, mass = self._index.weigh(codes)
        if mass > 0:
            scores[self._noted] = self._index.score(terms, idf) / np.float32(mass)
        return scores


def _gathered(
    how: np.ufunc, by_phrase: Scores, first: Positions, held: Positions, size: int
) -> Scores:
    scores = np.zeros(size, np.float32)
    if len(held):
        scores[held] = how.reduceat(by_phrase, first)
    return scores
