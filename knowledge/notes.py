"""Every phrase that leads to an article, gathered as a second text of that article."""

from collections.abc import Callable, Sequence

import numpy as np

from knowledge.index import Positions, Scores, build_from
from knowledge.signposts import Signposts
from knowledge.tokens import Codes


class Notes:
    """An index of the phrases by article; empty when no signpost leads into the base."""

    def __init__(
        self, signposts: Signposts, provisions: Callable[[str, str], Sequence[int]], size: int
    ) -> None:
        rows: dict[int, int] = {}
        keys = [np.zeros(0, np.uint64)]
        for at, post in enumerate(signposts.posts):
            for source in post.sources:
                for provision in provisions(source.law, source.article):
                    row = rows.setdefault(provision, len(rows))
                    keys.append(signposts.codes(at) | np.uint64(row))
        self._noted = np.array(list(rows), np.intp)
        self._leads = np.zeros(size, bool)
        self._leads[self._noted] = True
        self._index = build_from(np.concatenate(keys), len(rows))

    def share(self, provisions: Positions) -> float:
        """Return the part of some provisions that signposts lead to; 0 for none."""
        return float(self._leads[provisions].mean()) if len(provisions) else 0.0

    def score(self, codes: Codes) -> Scores:
        """Return how well each article's phrases match, relative to the question's mass."""
        scores = np.zeros(len(self._leads), np.float32)
        terms, idf, mass = self._index.weigh(codes)
        if mass > 0:
            scores[self._noted] = self._index.score(terms, idf) / np.float32(mass)
        return scores
