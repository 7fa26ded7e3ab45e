"""Ranking: a question against all articles, through the vocabulary bridge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.confirmed import ConfirmedAnswers
from knowledge.formats.marked import short_title
from knowledge.index import Rows, Scores
from knowledge.normal import normalise
from knowledge.notes import Notes
from knowledge.ranker import bridge, ranker
from knowledge.signals import COLUMNS, Asked, Known, Matrix, Signals
from knowledge.signposts import Hit, Signposts
from knowledge.snapshot import Snapshot
from knowledge.spelling import Speller
from knowledge.store import Confirmed
from knowledge.tokens import query_codes

_EXPANSION = 0.5
_EVIDENCE = 1.0
_NEAR = 1.0
_POOL = 450
_LEARNED = 500
_HEAD = 20
_BRIDGED = 0.4
_SAME = 0.5

Mask = npt.NDArray[np.bool_]


class Found(NamedTuple):
    """A provision by its number in the snapshot, and its score for one question."""

    provision: int
    score: float


@dataclass(frozen=True)
class Ranking:
    """Provisions best first, with what the question was turned into and their signals.

    `noted` tells whether signposts lead to them; they do not in a base of which the lexicon
    does not speak.
    """

    asked: Asked
    found: tuple[Found, ...]
    hits: tuple[Hit, ...]
    columns: Matrix
    noted: bool


@dataclass(frozen=True)
class Pool:
    """The candidates of one question before the ranker orders them."""

    asked: Asked
    hits: tuple[Hit, ...]
    provisions: Rows
    columns: Matrix


class Search:
    """One snapshot with the bridge that leads to it; immutable, so threads may share it."""

    def __init__(
        self, snapshot: Snapshot, signposts: Signposts, confirmed: Sequence[Confirmed] = ()
    ) -> None:
        self.snapshot = snapshot
        self._signposts = signposts
        self._speller = Speller(snapshot.index, signposts)
        self._signals = Signals(snapshot)
        self._by_law = _law_names(snapshot)
        self._rows = _rows_by_name(snapshot)
        self._confirmed = self._settle(confirmed)
        laws = np.bincount(
            snapshot.owner, weights=self._confirmed.popular, minlength=len(snapshot.headings)
        )
        self._popular_law: Scores = np.log1p(laws).astype(np.float32)
        self._notes = Notes(signposts.posts, self.provisions, len(snapshot.owner))
        self._ranker = ranker("confirmed" if confirmed else "portable")

    def rank(self, question: str, allowed: Mask | None = None, limit: int = 10) -> Ranking:
        """Return the best provisions for a question among the allowed documents."""
        pool = self.pool(question, allowed)
        scores = self._ordered(pool.columns)
        noted = self._noted(pool)
        if noted:
            scores = bridge().score(scores, pool.columns)
        order = np.argsort(-scores, kind="stable")[:limit]
        found = [Found(int(pool.provisions[at]), float(scores[at])) for at in order]
        return Ranking(pool.asked, tuple(found), pool.hits, pool.columns[order], noted)

    def _ordered(self, columns: Matrix) -> Scores:
        """Return the trees' scores; in a base too small for them, the lexical order."""
        if len(self.snapshot.owner) >= _LEARNED:
            return self._ranker.score(columns)
        return -columns[:, COLUMNS.index("rank")]

    def _noted(self, pool: Pool) -> bool:
        """Tell whether signposts speak of what the pool holds, or of this very question."""
        followed = pool.columns[:, COLUMNS.index("evidence")].max(initial=0.0)
        return self._notes.share(pool.provisions[:_HEAD]) > _BRIDGED or followed > _SAME

    def pool(self, question: str, allowed: Mask | None = None) -> Pool:
        """Return the candidates of a question with their signals, lexically best first."""
        text = self._speller.repair(normalise(question))
        hits = tuple(self._signposts.follow(text))
        asked = self._asked(text, hits)
        known = Known(
            lexical=self._lexical(asked.weights),
            evidence=self._evidence(hits),
            notes=self._notes.score(text),
            near=self._confirmed.near(text),
            popular=self._confirmed.popular,
            popular_law=self._popular_law,
        )
        smooth, before, after = self._signals.smoothed(known.lexical)
        first = smooth + np.float32(asked.mass) * (
            np.float32(_EVIDENCE) * known.evidence + np.float32(_NEAR) * known.near
        )
        chosen = self._best(first.astype(np.float32), allowed)
        sides = np.stack([before[chosen], after[chosen]])
        return Pool(asked, hits, chosen, self._signals.columns(asked, known, chosen, sides))

    def provisions(self, law: str, article: str) -> Sequence[int]:
        """Return the provisions that a law's short title (or file name) and a key name."""
        return [
            provision
            for document in self._by_law.get(law, ())
            for provision in self._rows.get((document, article), ())
        ]

    def documents(self, law: str) -> Mask:
        """Return which documents go by a law's short title, title or file name."""
        held = np.zeros(len(self.snapshot.headings), bool)
        held[list(self._by_law.get(law, ()))] = True
        return held

    def _settle(self, confirmed: Sequence[Confirmed]) -> ConfirmedAnswers:
        questions: dict[str, list[int]] = {}
        for answer in confirmed:
            articles = self.provisions(answer.document, answer.article)
            questions.setdefault(answer.question, []).extend(articles)
        return ConfirmedAnswers(list(questions.items()), len(self.snapshot.owner))

    def _asked(self, text: str, hits: Sequence[Hit]) -> Asked:
        index = self.snapshot.index
        counts = query_codes(text)
        codes = np.fromiter(counts, dtype=np.uint64, count=len(counts))
        terms, known = index.lookup(codes)
        idf = index.idf(terms)
        rarity = np.where(known, idf, np.log1p(index.size))
        mass = max(float(rarity.sum()), 1e-6)
        unknown = float(rarity[~known & ~self._signposts.knows(codes)].sum()) / mass
        own = dict(zip(codes[known].tolist(), idf[known].tolist(), strict=True))
        weights = dict(own)
        for hit in hits:
            self._expand(weights, hit)
        return Asked(text=text, weights=weights, own=own, mass=mass, unknown=unknown)

    def _expand(self, weights: dict[int, float], hit: Hit) -> None:
        codes = np.fromiter(query_codes(normalise(hit.post.term)), dtype=np.uint64)
        terms, known = self.snapshot.index.lookup(codes)
        share = _EXPANSION * max(min(1.0, 3 * hit.strength), hit.covered**3)
        idfs = self.snapshot.index.idf(terms[known])
        for code, idf in zip(codes[known].tolist(), idfs.tolist(), strict=True):
            weights[code] = max(weights.get(code, 0.0), share * idf)

    def _lexical(self, weights: Mapping[int, float]) -> Scores:
        """Return the lexical score of every provision, its best passage counting."""
        snapshot = self.snapshot
        codes = np.fromiter(weights, dtype=np.uint64, count=len(weights))
        terms, _ = snapshot.index.lookup(codes)
        by_row = snapshot.index.score(terms.tolist(), list(weights.values()))
        if not len(by_row):
            return by_row
        scores: Scores = np.maximum.reduceat(by_row, self._signals.first_row)
        return scores

    def _evidence(self, hits: Sequence[Hit]) -> Scores:
        """Return for every provision how strongly signposts name it."""
        evidence = np.zeros(len(self.snapshot.owner), np.float32)
        for hit in hits:
            for source in hit.post.sources:
                for provision in self.provisions(source.law, source.article):
                    low, high = sorted((float(evidence[provision]), hit.strength))
                    evidence[provision] = high + 0.3 * low
        return evidence

    def _best(self, scores: Scores, allowed: Mask | None) -> Rows:
        """Return the provisions of the pool, best first; those of no score are left out."""
        if allowed is not None:
            scores = np.where(allowed[self.snapshot.owner], scores, np.float32(0))
        count = min(_POOL, len(scores))
        top = np.argpartition(-scores, count - 1)[:count] if count else np.zeros(0, np.intp)
        order = top[np.argsort(-scores[top], kind="stable")]
        return order[scores[order] > 0].astype(np.int32)


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
