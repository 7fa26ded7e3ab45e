"""Every phrase that leads to an article, gathered as a second text of that article."""

from collections.abc import Callable, Sequence

import numpy as np

from knowledge.index import Rows, Scores, build
from knowledge.normal import normalise
from knowledge.tokens import query_codes
from knowledge.vocabulary import Signpost


class Notes:
    """An index of the phrases by article; empty when no signpost leads into the base."""

    def __init__(
        self,
        posts: Sequence[Signpost],
        provisions: Callable[[str, str], Sequence[int]],
        size: int,
    ) -> None:
        phrases: dict[int, list[str]] = {}
        for post in posts:
            for source in post.sources:
                for provision in provisions(source.law, source.article):
                    phrases.setdefault(provision, []).extend(post.phrases)
        self._size = size
        self._noted = np.array(list(phrases), np.intp)
        self._index = build(normalise("\n".join(each)) for each in phrases.values())

    def share(self, provisions: Rows) -> float:
        """Return the part of some provisions that signposts lead to; 0 for none."""
        return float(np.isin(provisions, self._noted).mean()) if len(provisions) else 0.0

    def score(self, text: str) -> Scores:
        """Return how well each article's phrases match, relative to the question's mass."""
        scores = np.zeros(self._size, np.float32)
        codes = np.fromiter(query_codes(text), dtype=np.uint64)
        terms, known = self._index.lookup(codes)
        idf = self._index.idf(terms)
        mass = float(np.where(known, idf, np.log1p(self._index.size)).sum())
        if len(self._noted) and mass > 0:
            matched = self._index.score(terms[known].tolist(), idf[known].tolist())
            scores[self._noted] = matched / np.float32(mass)
        return scores
