"""The inverted index: BM25 over sorted posting arrays, built by sorting and read by numpy.

Impacts (the part of BM25 that does not depend on the query) are stored as one byte each; a
query adds idf times impact for its terms into one array of scores. Rows are passages.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import numpy.typing as npt

from knowledge.tokens import ROW_BITS, Codes, keyed_codes

Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int32]
Positions = npt.NDArray[np.intp]

_K1 = 1.2
_B = 0.75
_BATCH = 16_384
_DENSE = 8
_FEW = 1000
_IMPACT_STEPS = 255.0 / (_K1 + 1.0)


@dataclass(frozen=True)
class Index:
    """Postings of `size` rows: `rows[starts[t]:starts[t + 1]]` hold the term `vocabulary[t]`."""

    size: int
    vocabulary: Codes
    starts: npt.NDArray[np.int64]
    rows: Rows
    impacts: npt.NDArray[np.uint8]
    _spread: dict[int, npt.NDArray[np.uint8]] = field(default_factory=dict, repr=False)

    def idf(self, terms: Positions) -> Scores:
        """Return the inverse document frequency of terms, given by their positions."""
        if not len(self.vocabulary):
            return np.zeros(len(terms), np.float32)
        counts = self._counts(terms)
        return np.log1p((self.size - counts + 0.5) / (counts + 0.5)).astype(np.float32)

    def lookup(self, codes: Codes) -> tuple[Positions, npt.NDArray[np.bool_]]:
        """Return the position of each code in the vocabulary, and whether it is there."""
        if not len(self.vocabulary):
            return np.zeros(len(codes), np.intp), np.zeros(len(codes), bool)
        terms = np.minimum(np.searchsorted(self.vocabulary, codes), len(self.vocabulary) - 1)
        return terms, self.vocabulary[terms] == codes

    def weigh(self, codes: Codes) -> tuple[Positions, Scores, float]:
        """Return the terms among codes, their idf, and the idf of all codes, unknown ones too."""
        terms, known = self.lookup(codes)
        idf = self.idf(terms)
        mass = float(np.where(known, idf, np.log1p(self.size)).sum())
        return terms[known], idf[known], mass

    def score(self, terms: Positions, weights: Scores) -> Scores:
        """Return the sum of weight times impact over terms, for every row."""
        scores = np.zeros(self.size, np.float32)
        steps = weights / np.float32(_IMPACT_STEPS)
        common = self._common(terms)
        for term, step in zip(terms[common].tolist(), steps[common], strict=True):
            scores += self._dense(term) * step
        rows, impacts, sizes = self._postings(terms[~common])
        np.add.at(scores, rows, impacts * np.repeat(steps[~common], sizes))
        return scores

    def shared(self, terms: Positions, weights: Scores) -> Scores:
        """Return the sum of weight over the terms that each row holds, however often."""
        rows, _, sizes = self._postings(terms)
        scores = np.zeros(self.size, np.float32)
        np.add.at(scores, rows, np.repeat(weights, sizes))
        return scores

    def impacts_of(self, terms: Positions, rows: Positions) -> Scores:
        """Return the impact of each term (down) in each of the given rows (across), or 0."""
        matrix = np.zeros((len(terms), len(rows)), np.uint8)
        common = self._common(terms)
        for line in np.flatnonzero(common).tolist():
            matrix[line] = self._dense(int(terms[line])).take(rows)
        held, impacts, sizes = self._postings(terms[~common])
        column = np.full(self.size, -1, np.int32)
        column[rows] = np.arange(len(rows), dtype=np.int32)
        columns = column.take(held)
        met = np.flatnonzero(columns >= 0)
        lines = np.repeat(np.flatnonzero(~common), sizes)
        matrix[lines[met], columns[met]] = impacts[met]
        return np.divide(matrix, np.float32(_IMPACT_STEPS), dtype=np.float32)

    def masses(self) -> Scores:
        """Return the idf of all terms of each row together."""
        idf = np.repeat(self.idf(np.arange(len(self.vocabulary))), np.diff(self.starts))
        return np.bincount(self.rows, weights=idf, minlength=self.size).astype(np.float32)

    def _counts(self, terms: Positions) -> Positions:
        return self.starts[terms + 1] - self.starts[terms]

    def _common(self, terms: Positions) -> npt.NDArray[np.bool_]:
        """Tell which terms are so common that they are quicker added to all rows."""
        return self._counts(terms) > _FEW + self.size // _DENSE

    def _dense(self, term: int) -> npt.NDArray[np.uint8]:
        """Return a common term's impacts spread over all rows."""
        held = self._spread.get(term)
        if held is None:
            part = slice(self.starts[term], self.starts[term + 1])
            held = np.zeros(self.size, np.uint8)
            held[self.rows[part]] = self.impacts[part]
            self._spread[term] = held
        return held

    def _postings(self, terms: Positions) -> tuple[Rows, npt.NDArray[np.uint8], Positions]:
        """Return rows and impacts of terms one after the other, and how many each term has."""
        starts, ends = self.starts[terms], self.starts[terms + 1]
        parts = list(map(slice, starts.tolist(), ends.tolist()))
        rows = np.concatenate([self.rows[:0], *[self.rows[part] for part in parts]])
        impacts = np.concatenate([self.impacts[:0], *[self.impacts[part] for part in parts]])
        return rows, impacts, ends - starts


def build(texts: Iterator[str]) -> Index:
    """Return the index of normalised texts, one row each, in order."""
    return _inverted(*_collect(texts))


def build_from(keys: Codes, size: int) -> Index:
    """Return the index of rows whose codes are known: `code << 22 | row`, repeats kept."""
    return _inverted(*_counted(keys), size)


def _inverted(keys: Codes, counts: npt.NDArray[np.uint8], size: int) -> Index:
    codes = keys >> np.uint64(ROW_BITS)
    rows = (keys & np.uint64(2**ROW_BITS - 1)).astype(np.int32)
    del keys
    firsts = np.flatnonzero(np.diff(codes, prepend=np.uint64(0)))
    vocabulary = codes[firsts]
    starts = np.r_[firsts, len(codes)].astype(np.int64)
    return Index(size, vocabulary, starts, rows, _impacts(rows, counts, size))


def _collect(texts: Iterator[str]) -> tuple[Codes, npt.NDArray[np.uint8], int]:
    parts: list[Codes] = []
    counts: list[npt.NDArray[np.uint8]] = []
    size = 0
    while batch := list(islice(texts, _BATCH)):
        unique, count = _counted(keyed_codes(batch, size))
        parts.append(unique)
        counts.append(count)
        size += len(batch)
    if not parts:
        return np.array([], np.uint64), np.array([], np.uint8), 0
    keys = np.concatenate(parts)
    order = np.argsort(keys, kind="stable")
    return keys[order], np.concatenate(counts)[order], size


def _counted(keys: Codes) -> tuple[Codes, npt.NDArray[np.uint8]]:
    unique, counts = np.unique(keys, return_counts=True)
    return unique, np.minimum(counts, 255).astype(np.uint8)


def _impacts(rows: Rows, counts: npt.NDArray[np.uint8], size: int) -> npt.NDArray[np.uint8]:
    lengths = np.bincount(rows, weights=counts, minlength=size).astype(np.float32)
    norm = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()), 1.0)) if size else lengths
    frequency = counts.astype(np.float32)
    impact = frequency * (_K1 + 1) / (frequency + norm[rows])
    return np.maximum(np.rint(impact * _IMPACT_STEPS), 1).astype(np.uint8)
