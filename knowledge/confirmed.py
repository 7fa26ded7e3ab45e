"""Answers that officers confirmed: questions like them lead to the same articles."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge.index import Scores, build
from knowledge.normal import normalise
from knowledge.tokens import Codes

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
        self._norms = np.maximum(np.sqrt(self._index.masses()), np.float32(1e-6))

    @property
    def popular(self) -> Scores:
        """How often each provision was confirmed, as a logarithm."""
        return self._popular

    def near(self, codes: Codes) -> Scores:
        """Return for every provision how near the questions are that it answers.

        `codes` are the question's. The same question asked again counts as the nearest of all.
        """
        scores = np.zeros(self._size, np.float32)
        if not self._texts:
            return scores
        likeness = self._likeness(codes)
        nearest = np.argsort(-likeness, kind="stable")[:_NEIGHBOURS]
        for at in nearest:
            scores[self._articles[at]] += likeness[at] ** 2
        return scores

    def _likeness(self, codes: Codes) -> Scores:
        terms, idf, mass = self._index.weigh(codes)
        own = np.sqrt(np.float32(mass or 1.0))
        likeness: Scores = self._index.shared(terms, idf) / (self._norms * own)
        return likeness
