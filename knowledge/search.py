"""Ranking: a question against all articles, through the vocabulary bridge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.formats.marked import short_title
from knowledge.index import Scores
from knowledge.normal import normalise
from knowledge.signposts import Hit, Signposts
from knowledge.snapshot import Snapshot
from knowledge.tokens import query_codes

_EXPANSION = 0.5
_EVIDENCE = 1.0
_POOL = 200

Mask = npt.NDArray[np.bool_]


class Found(NamedTuple):
    """A provision by its number in the snapshot, and its score for one question."""

    provision: int
    score: float


@dataclass(frozen=True)
class Ranking:
    """Provisions best first, with what the question was turned into.

    `mass` is the rarity of the whole question, known words and unknown ones; `covered` the part
    of it that the best provision holds. `weights` are the token codes that were searched.
    """

    text: str
    found: tuple[Found, ...]
    mass: float
    hits: tuple[Hit, ...]
    weights: Mapping[int, float]


class Search:
    """One snapshot with the bridge that leads to it; immutable, so threads may share it."""

    def __init__(self, snapshot: Snapshot, signposts: Signposts) -> None:
        self.snapshot = snapshot
        self._signposts = signposts
        self._by_law = _law_names(snapshot)
        self._rows = _rows_by_name(snapshot)

    def rank(self, question: str, allowed: Mask | None = None, limit: int = 10) -> Ranking:
        """Return the best provisions for a question among the allowed documents."""
        text = normalise(question)
        hits = tuple(self._signposts.follow(text))
        weights, mass = self._weights(text, hits)
        scores = self._scores(weights) + np.float32(_EVIDENCE * mass) * self._evidence(hits)
        found = self._best(scores, allowed, limit)
        return Ranking(text=text, found=found, mass=mass, hits=hits, weights=weights)

    def provisions(self, law: str, article: str) -> Sequence[int]:
        """Return the provisions that a law's short title (or file name) and a key name."""
        return [
            provision
            for document in self._by_law.get(law, ())
            for provision in self._rows.get((document, article), ())
        ]

    def _weights(self, text: str, hits: Sequence[Hit]) -> tuple[dict[int, float], float]:
        index = self.snapshot.index
        counts = query_codes(text)
        codes = np.fromiter(counts, dtype=np.uint64, count=len(counts))
        terms, known = index.lookup(codes)
        idf = index.idf(terms)
        mass = float(np.where(known, idf, np.log1p(index.size)).sum())
        weights = dict(zip(codes[known].tolist(), idf[known].tolist(), strict=True))
        for hit in hits:
            self._expand(weights, hit)
        return weights, mass

    def _expand(self, weights: dict[int, float], hit: Hit) -> None:
        codes = np.fromiter(query_codes(normalise(hit.post.term)), dtype=np.uint64)
        terms, known = self.snapshot.index.lookup(codes)
        share = _EXPANSION * min(1.0, 3 * hit.strength)
        idfs = self.snapshot.index.idf(terms[known])
        for code, idf in zip(codes[known].tolist(), idfs.tolist(), strict=True):
            weights[code] = max(weights.get(code, 0.0), share * idf)

    def _scores(self, weights: Mapping[int, float]) -> Scores:
        """Return the lexical score of every provision, its best passage counting."""
        snapshot = self.snapshot
        codes = np.fromiter(weights, dtype=np.uint64, count=len(weights))
        terms, _ = snapshot.index.lookup(codes)
        by_row = snapshot.index.score(terms.tolist(), list(weights.values()))
        scores = np.zeros(len(snapshot.owner), np.float32)
        np.maximum.at(scores, snapshot.provision, by_row)
        return scores

    def _evidence(self, hits: Sequence[Hit]) -> Scores:
        """Return for every provision how strongly signposts name it."""
        evidence = np.zeros(len(self.snapshot.owner), np.float32)
        for hit in hits:
            for source in hit.post.sources:
                for provision in self.provisions(source.law, source.article):
                    held = float(evidence[provision])
                    low, high = sorted((held, hit.strength))
                    evidence[provision] = high + 0.3 * low
        return evidence

    def _best(self, scores: Scores, allowed: Mask | None, limit: int) -> tuple[Found, ...]:
        if allowed is not None:
            scores = np.where(allowed[self.snapshot.owner], scores, np.float32(0))
        count = min(limit, len(scores))
        top = np.argpartition(-scores, count - 1)[:count] if count else np.array([], int)
        order = top[np.argsort(-scores[top], kind="stable")]
        return tuple(Found(int(at), float(scores[at])) for at in order if scores[at] > 0)


def _law_names(snapshot: Snapshot) -> dict[str, tuple[int, ...]]:
    """Return the documents behind each name a law goes by: short title and file name."""
    names: dict[str, tuple[int, ...]] = {}
    for at, heading in enumerate(snapshot.headings):
        stem = heading.document.rpartition(".")[0] or heading.document
        for name in {short_title(heading.title), heading.title, stem, heading.document}:
            names[name] = (*names.get(name, ()), at)
    return names


def _rows_by_name(snapshot: Snapshot) -> dict[tuple[int, str], tuple[int, ...]]:
    rows: dict[tuple[int, str], tuple[int, ...]] = {}
    for provision, (document, key) in enumerate(
        zip(snapshot.owner.tolist(), snapshot.keys, strict=True)
    ):
        rows[(document, key)] = (*rows.get((document, key), ()), provision)
    return rows
