"""What is known of each candidate for a question: the columns that the ranker weighs.

None of them depends on which laws the base holds, so a ranker trained on one base serves another.
Scores are relative to the question's own mass or to the best candidate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from knowledge import cues
from knowledge.formats.marked import short_title
from knowledge.index import Index, Positions, Rows, Scores, build
from knowledge.normal import normalise
from knowledge.snapshot import Snapshot
from knowledge.tokens import SLOT_MASK, Codes

Matrix = npt.NDArray[np.float32]

COLUMNS: tuple[str, ...] = (
    "relative",
    "coverage",
    "singles",
    "pairs",
    "presence",
    "pair_presence",
    "best_pair",
    "pair_count",
    "before",
    "after",
    "law_share",
    "chapter_share",
    "law_best",
    "title",
    "title_coverage",
    "chapter_coverage",
    "length",
    "position",
    "law_size",
    "law_cited",
    "law_kind",
    "cue_share",
    "cue_count",
    "rank",
    "mass",
    "characters",
    "top_coverage",
    "own_coverage",
    "evidence",
    "evidence_relative",
    "evidence_law",
    "near",
    "near_relative",
    "near_law",
    "popular",
    "popular_law",
    "notes",
    "notes_relative",
    "alike",
    "alike_relative",
    "gathered",
    "gathered_relative",
    "meaning",
    "meaning_relative",
    *(f"cue_{cue}" for cue in cues.Cue),
    "penalty_unasked",
    "penalty_missed",
)

_TINY = np.float32(1e-6)
_DECAY = 30.0
_PENALTY = list(cues.Cue).index(cues.Cue.PENALTY)
_BITS = np.array([bin(byte).count("1") for byte in range(256)], np.float32)


@dataclass(frozen=True)
class Asked:
    """A question ready for the signals: the codes that the base holds, with their weights.

    `terms` are their positions in its index, `own` their weights where they are the question's own
    words and 0 elsewhere. `mass` is the rarity of all codes of the question together, `unknown` the
    part of it that neither the base nor a signpost has ever used.
    """

    text: str
    codes: Codes
    terms: Positions
    weights: Scores
    own: Scores
    mass: float
    unknown: float

    def by_code(self) -> dict[int, float]:
        """Return the weight of each code."""
        return dict(zip(self.codes.tolist(), self.weights.tolist(), strict=True))


@dataclass(frozen=True)
class Known:
    """Scores of all provisions for one question.

    `lexical` by their text, `evidence` by the signposts followed, `notes` by all that signposts
    say of them, `near` by confirmed answers to like questions, `popular` by how many there are,
    `popular_law` the same for whole documents.
    """

    lexical: Scores
    evidence: Scores
    notes: Scores
    near: Scores
    popular: Scores
    popular_law: Scores


class Signals:
    """Computes the columns over one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        owner = snapshot.owner
        self._documents = len(snapshot.headings)
        self._follows = (np.diff(owner, prepend=-1, append=-1) == 0).astype(np.float32)
        opens = np.diff(snapshot.provision, prepend=-1) > 0
        self._first_row, self._later_row = np.flatnonzero(opens), np.flatnonzero(~opens)

    @cached_property
    def _titles(self) -> Index:
        return build(normalise(short_title(h.title)) for h in self._snapshot.headings)

    @cached_property
    def _chapters(self) -> Index:
        return build(normalise(path) for path in self._snapshot.paths)

    @cached_property
    def _fixed(self) -> Matrix:
        """Columns that no question changes: length, position, size, citations, kind."""
        snapshot, owner = self._snapshot, self._snapshot.owner
        sizes = np.bincount(owner, minlength=self._documents)
        firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        kinds = np.array([_kind(h.title) for h in snapshot.headings], np.float32)
        columns = [
            np.log1p(snapshot.lengths),
            (np.arange(len(owner)) - firsts[owner]) / np.maximum(sizes[owner], 1),
            np.log1p(sizes)[owner],
            np.log1p(snapshot.cited)[owner],
            kinds[owner],
        ]
        return np.stack(columns).astype(np.float32)

    def lexical(self, asked: Asked) -> Scores:
        """Return the lexical score of every provision, its best passage counting."""
        by_row = self._snapshot.index.score(asked.terms, asked.weights)
        scores = by_row.take(self._first_row)
        np.maximum.at(scores, self._snapshot.provision[self._later_row], by_row[self._later_row])
        return scores

    def smoothed(self, scores: Scores) -> Scores:
        """Return scores with a tenth of those of the neighbours in the same document added."""
        tenth = np.float32(0.1) * self._follows[1:-1]
        smooth = scores.copy()
        smooth[1:] += tenth * scores[:-1]
        smooth[:-1] += tenth * scores[1:]
        return smooth

    def columns(
        self, asked: Asked, known: Known, pool: Positions, likeness: Sequence[Scores]
    ) -> Matrix:
        """Return one row of COLUMNS for each provision of the pool, which is best first.

        `likeness` is that of the pool's phrases (`knowledge.notes.Likeness`).
        """
        snapshot = self._snapshot
        lexical = known.lexical.take(pool)
        top = max(float(lexical.max(initial=0.0)), 1e-6)
        law = snapshot.owner[pool]
        matched, own = self._matched(asked, pool, lexical, top)
        parts = [
            *matched,
            *self._sides(known.lexical, pool, top),
            *self._shares(pool, law, lexical, top),
            *self._heads(asked, pool, law),
            *self._fixed.take(pool, axis=1),
            *self._cues(asked, pool),
            *self._whole(asked, pool, top),
            own,
            *_relative(known.evidence, pool),
            _by_group(known.evidence[pool], law, self._documents),
            *_relative(known.near, pool),
            _by_group(known.near[pool], law, self._documents),
            known.popular[pool],
            known.popular_law[law],
            *_relative(known.notes, pool),
            *(column for scores in likeness for column in _beside_best(scores)),
            *self._each_cue(asked, pool),
        ]
        return np.stack(parts, dtype=np.float32, casting="same_kind").T

    def _matched(
        self, asked: Asked, pool: Positions, lexical: Scores, top: float
    ) -> tuple[Sequence[npt.NDArray[np.floating]], Scores]:
        """Return the columns of shared codes, and apart from them that of the own words."""
        weight = asked.weights
        single = (asked.codes & np.uint64(SLOT_MASK)) == 0
        impacts = self._snapshot.index.impacts_of(asked.terms, self._first_row[pool])
        weighted, present = impacts * weight[:, None], impacts > 0
        pairs, pair_weight = weighted[~single], weight[~single]
        columns = (
            lexical / top,
            lexical / asked.mass,
            weighted[single].sum(0) / (weight[single].sum() + _TINY),
            pairs.sum(0) / (pair_weight.sum() + _TINY),
            (present * weight[:, None]).sum(0) / asked.mass,
            (present[~single] * pair_weight[:, None]).sum(0) / (pair_weight.sum() + _TINY),
            pairs.max(0, initial=0.0),
            present[~single].sum(0).astype(np.float32),
        )
        return columns, (asked.own @ impacts) / np.float32(asked.mass)

    def _sides(self, scores: Scores, pool: Positions, top: float) -> Sequence[Scores]:
        """Return the scores of the provisions before and after each in the same document."""
        before = scores.take(pool - 1, mode="clip") * self._follows[pool]
        after = scores.take(pool + 1, mode="clip") * self._follows[pool + 1]
        return before / top, after / top

    def _shares(self, pool: Positions, law: Rows, lexical: Scores, top: float) -> Sequence[Scores]:
        """Return how much of the pool's head each candidate's law and chapter hold."""
        decay = np.exp(-np.arange(len(pool)) / _DECAY)
        decay /= decay.sum()
        path = self._snapshot.path[pool]
        best = np.zeros(self._documents, np.float32)
        np.maximum.at(best, law, lexical)
        return (
            np.bincount(law, weights=decay, minlength=self._documents)[law].astype(np.float32),
            np.bincount(path, weights=decay)[path].astype(np.float32),
            best[law] / np.float32(top),
        )

    def _heads(self, asked: Asked, pool: Positions, law: Rows) -> Sequence[Scores]:
        titles = _plain_score(self._titles, asked)
        chapters = _plain_score(self._chapters, asked)
        return (
            titles[law] / max(float(titles.max(initial=0.0)), 1e-6),
            titles[law] / np.float32(asked.mass),
            chapters[self._snapshot.path[pool]] / np.float32(asked.mass),
        )

    def _cues(self, asked: Asked, pool: Positions) -> Sequence[Scores]:
        wanted = cues.bits(cues.asked(asked.text))
        shared = _BITS[self._snapshot.signs[pool] & np.uint8(wanted)]
        return shared / max(float(_BITS[wanted]), 1.0), shared

    def _each_cue(self, asked: Asked, pool: Positions) -> Sequence[Scores]:
        """Return for each cue whether it is asked and met, and where penalties do not fit."""
        wanted = _unpacked(np.array([cues.bits(cues.asked(asked.text))], np.uint8))
        held = _unpacked(self._snapshot.signs[pool])
        asked_penalty, penalty = wanted[_PENALTY, 0], held[_PENALTY]
        return *(wanted * held), penalty * (1 - asked_penalty), (1 - penalty) * asked_penalty

    def _whole(self, asked: Asked, pool: Positions, top: float) -> Sequence[Scores]:
        ones = np.ones(len(pool), np.float32)
        return (
            np.sqrt(np.arange(len(pool), dtype=np.float32)),
            ones * np.float32(asked.mass),
            ones * len(asked.text),
            ones * np.float32(top / asked.mass),
        )


def _unpacked(signs: npt.NDArray[np.uint8]) -> Matrix:
    """Return one row for each cue: 1 where its bit is set."""
    return np.unpackbits(signs[None], axis=0, bitorder="little").astype(np.float32)


def _relative(scores: Scores, pool: Positions) -> tuple[Scores, Scores]:
    return _beside_best(scores[pool])


def _beside_best(scores: Scores) -> tuple[Scores, Scores]:
    return scores, scores / np.maximum(scores.max(initial=0.0), _TINY)


def _by_group(scores: Scores, group: Rows, groups: int) -> Scores:
    return np.bincount(group, weights=scores, minlength=groups)[group].astype(np.float32)


def _plain_score(index: Index, asked: Asked) -> Scores:
    terms, idf, _ = index.weigh(asked.codes)
    return index.score(terms, idf)


def _kind(title: str) -> int:
    """Return the rank of a text by its title: law 0, regulation 1, interpretation 2, other 3."""
    if title.endswith(("法", "法典")):
        return 0
    return 1 if title.endswith("条例") else 2 if "解释" in title else 3
