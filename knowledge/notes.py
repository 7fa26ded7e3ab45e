"""Every phrase that leads to an article, gathered as a second text of that article."""

from collections.abc import Callable, Sequence

import numpy as np

from knowledge.index import Positions, Scores, build_from
from knowledge.meaning import meaning
from knowledge.signposts import Signposts
from knowledge.tokens import Codes

_NO_CODES = np.zeros(0, np.uint64)


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
        self._first = np.cumsum([0, *map(len, phrases)])[:-1]

    def share(self, provisions: Positions) -> float:
        """Return the part of some provisions that signposts lead to; 0 for none."""
        return float(self._leads[provisions].mean()) if len(provisions) else 0.0

    def alike(self, likeness: Scores) -> tuple[Scores, Scores]:
        """Return how like its most like phrase is to the question, and all of them together.

        `likeness` is that of every phrase; cubes make many faint likenesses count little.
        """
        held = likeness.take(self._phrases)
        return self._spread(np.maximum, held), self._spread(np.add, held**3)

    def meaning(self, codes: Codes) -> Scores:
        """Return how near in meaning the nearest phrase of each provision is."""
        if not len(self._noted):
            return self._spread(np.maximum, np.zeros(0, np.float32))
        near = self._signposts.vectors @ meaning().of(codes)
        return self._spread(np.maximum, near.take(self._phrases))

    def _spread(self, gather: np.ufunc, by_phrase: Scores) -> Scores:
        scores = np.zeros(len(self._leads), np.float32)
        if len(by_phrase):
            scores[self._noted] = gather.reduceat(by_phrase, self._first)
        return scores

    def score(self, codes: Codes) -> Scores:
        """Return how well each article's phrases match, relative to the question's mass."""
        scores = np.zeros(len(self._leads), np.float32)
        terms, idf, mass = self._index.weigh(codes)
        if mass > 0:
            scores[self._noted] = self._index.score(terms, idf) / np.float32(mass)
        return scores
