"""Ranking: a question against all articles, through the vocabulary bridge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.confirmed import ConfirmedAnswers
from knowledge.formats.marked import short_title
from knowledge.index import Positions, Scores
from knowledge.normal import normalise
from knowledge.notes import Notes
from knowledge.ranker import bridge, ranker
from knowledge.signals import COLUMNS, Asked, Known, Matrix, Signals
from knowledge.signposts import Hit, Signposts
from knowledge.snapshot import Snapshot
from knowledge.spelling import Speller
from knowledge.store import Confirmed
from knowledge.tokens import Codes, query_codes

_EXPANSION = 0.5
_POOL = 450
_GROUPS = 4
_NOTHING = np.finfo(np.float32).tiny
_LEARNED = 500
_HEAD = 20
_BRIDGED = 0.6
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
    provisions: Positions
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
        self._notes = Notes(signposts, self.provisions, len(snapshot.owner))
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
        codes = query_codes(text)
        met = self._signposts.follow(codes)
        hits = tuple(met.hits)
        asked = self._asked(text, codes, hits)
        known = Known(
            lexical=self._signals.lexical(asked),
            evidence=self._evidence(hits),
            notes=self._notes.score(codes),
            near=self._confirmed.near(codes),
            popular=self._confirmed.popular,
            popular_law=self._popular_law,
        )
        first = self._signals.smoothed(known.lexical)
        first += np.float32(asked.mass) * (known.evidence + known.near)
        if allowed is not None:
            first *= allowed[self.snapshot.owner]
        chosen = highest(first, _POOL)
        likeness = self._notes.compare(chosen, met, codes)
        return Pool(asked, hits, chosen, self._signals.columns(asked, known, chosen, likeness))

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

    def _asked(self, text: str, codes: Codes, hits: Sequence[Hit]) -> Asked:
        index, worth = self.snapshot.index, _worth(codes, hits, self._signposts.terms)
        every = np.fromiter(worth, np.uint64)
        terms, known = index.lookup(every)
        rarity = np.where(known, index.idf(terms), np.log1p(np.float32(index.size)))
        own = np.arange(len(every)) < len(codes)
        mass = max(float(rarity[own].sum()), 1e-6)
        return Asked(
            text=text,
            codes=every[known],
            terms=terms[known],
            weights=(rarity * np.fromiter(worth.values(), np.float32))[known],
            own=np.where(own, rarity, np.float32(0))[known],
            mass=mass,
            unknown=float(rarity[own & ~known & ~self._signposts.knows(every)].sum()) / mass,
        )

    def _evidence(self, hits: Sequence[Hit]) -> Scores:
        """Return for every provision how strongly signposts name it."""
        named: dict[int, float] = {}
        for hit in hits:
            for source in hit.post.sources:
                for provision in self.provisions(source.law, source.article):
                    low, high = sorted((named.get(provision, 0.0), hit.strength))
                    named[provision] = high + 0.3 * low
        evidence = np.zeros(len(self.snapshot.owner), np.float32)
        evidence[list(named)] = list(named.values())
        return evidence


def highest(scores: Scores, count: int) -> Positions:
    """Return the positions of the highest scores above 0, best first, equal ones in order."""
    able = np.flatnonzero(scores >= _bound(scores, count))
    return able[np.argsort(-scores[able], kind="stable")][:count]


def _bound(scores: Scores, count: int) -> np.float32:
    """Return a score above 0 of which none of the highest falls short.

    The maxima of groups are scores too, so as many of them bound the highest of all.
    """
    groups = _GROUPS * count
    deep = len(scores) // groups
    if not deep:
        return _NOTHING
    maxima = scores[: deep * groups].reshape(deep, groups).max(axis=0)
    return max(np.partition(maxima, -count)[-count], _NOTHING)


def _worth(codes: Codes, hits: Sequence[Hit], terms: Mapping[str, list[int]]) -> dict[int, float]:
    """Return how far each code counts: the question's own fully, those of terms met in part."""
    worth = dict.fromkeys(codes.tolist(), 1.0)
    for hit in hits:
        share = _EXPANSION * max(min(1.0, 3 * hit.strength), hit.covered**3)
        for code in terms[hit.post.term]:
            worth[code] = max(worth.get(code, 0.0), share)
    return worth


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
