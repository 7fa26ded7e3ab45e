"""Where optional models help the search: another order, another wording, better lines.

Each help is asked for only where its model is set, and passed over when it fails.
"""

from collections.abc import Callable, Sequence

import numpy as np

from knowledge import selection
from knowledge.endpoints import Models, rerank
from knowledge.index import Scores
from knowledge.search import Found, Mask
from knowledge.selection import Chosen
from knowledge.vectors import Vectors

_FUSION = 60
_ADDED = 20
_STEP = 0.5


class Assistance:
    """The models of one base; `text` gives a provision's text for the reranker."""

    def __init__(self, models: Models, vectors: Vectors | None, text: Callable[[int], str]) -> None:
        self._models = models
        self._vectors = vectors
        self._text = text

    def reorder(self, question: str, found: tuple[Found, ...], allowed: Mask) -> tuple[Found, ...]:
        """Return candidates in the order on which search and models agree best."""
        order = [each.provision for each in found]
        near = self._vectors.near(question) if self._vectors else None
        if near is not None:
            order = _fused(order, near, allowed)[: max(len(order), 1)]
        if self._models.rerank and order:
            scores = rerank(self._models.rerank, question, [self._text(at) for at in order])
            if scores is not None:
                order = [order[at] for at in np.argsort(-np.array(scores), kind="stable")]
        if order == [each.provision for each in found]:
            return found
        best = found[0].score if found else 0.0
        return tuple(Found(at, best - _STEP * rank) for rank, at in enumerate(order))

    def rewrite(self, question: str) -> str | None:
        """Return the question in statute words beside its own, or None."""
        query = selection.rewrite(self._models.chat, question) if self._models.chat else None
        return f"{question} {query}" if query else None

    def select(self, question: str, lines: Sequence[str]) -> Chosen | None:
        """Return the lines that the chat model picked, or None."""
        return selection.select(self._models.chat, question, lines) if self._models.chat else None


def _fused(order: list[int], near: Scores, allowed: Mask) -> list[int]:
    """Return the union of two orders by reciprocal rank; `allowed` marks provisions."""
    nearest = np.argsort(-np.where(allowed, near, -2.0), kind="stable")[:_ADDED].tolist()
    scores: dict[int, float] = {}
    for ranked in (order, nearest):
        for rank, at in enumerate(ranked):
            scores[at] = scores.get(at, 0.0) + 1 / (_FUSION + rank)
    return sorted(scores, key=lambda at: -scores[at])
