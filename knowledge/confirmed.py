"""Answers that officers confirmed: questions like them lead to the same articles."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge.index import Scores, build
from knowledge.normal import normalise
from knowledge.tokens import query_codes

_NEIGHBOURS = 30


class ConfirmedAnswers:
    """Confirmed questions by their tokens, each with the provisions that answer it."""

    def __init__(self, answers: Sequence[tuple[str, Sequence[int]]], provisions: int) -> None:
        self._texts = [normalise(question) for question, _ in answers]
        self._articles = [list(articles) for _, articles in answers]
        self._size = provisions
        self._index = build(iter(self._texts))
        counts = Counter(article for articles in self._articles for article in articles)
        self._popular = np.zeros(provisions, np.float32)
        self._popular[list(counts)] = np.log1p(list(counts.values())) if counts else 0
        self._norms = self._masses()

    def _masses(self) -> Scores:
        index = self._index
        idf = index.idf(np.arange(len(index.vocabulary)))
        weights = np.repeat(idf, np.diff(index.starts))
        masses = np.bincount(index.rows, weights=weights, minlength=index.size)
        return np.sqrt(masses).astype(np.float32)

    @property
    def popular(self) -> Scores:
        """How often each provision was confirmed, as a logarithm."""
        return self._popular

    def near(self, text: str) -> Scores:
        """Return for every provision how near the questions are that it answers.

        `text` is normalised. The same question asked again counts as the nearest of all.
        """
        scores = np.zeros(self._size, np.float32)
        if not self._texts:
            return scores
        likeness = self._likeness(text)
        nearest = np.argsort(-likeness, kind="stable")[:_NEIGHBOURS]
        for at in nearest:
            scores[self._articles[at]] += likeness[at] ** 2
        return scores

    def _likeness(self, text: str) -> Scores:
        index = self._index
        codes = np.fromiter(query_codes(text), dtype=np.uint64)
        terms, known = index.lookup(codes)
        idf = index.idf(terms)
        own = float(np.sqrt(np.where(known, idf, np.log1p(index.size)).sum())) or 1.0
        shared = np.zeros(index.size, np.float32)
        for term, weight in zip(terms[known].tolist(), idf[known].tolist(), strict=True):
            shared[index.rows[index.starts[term] : index.starts[term + 1]]] += weight
        likeness: Scores = shared / np.maximum(self._norms * np.float32(own), np.float32(1e-6))
        return likeness
