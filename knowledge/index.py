"""The inverted index: BM25 over sorted posting arrays, built by sorting and read by numpy.

Impacts (the part of BM25 that does not depend on the query) are stored as one byte each; a
query adds idf times impact for its terms into one array of scores. Rows are passages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import numpy.typing as npt

from knowledge.tokens import ROW_BITS, Codes, keyed_codes

Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int32]

_K1 = 1.2
_B = 0.75
_BATCH = 16_384
_COMMON = 16
_DENSE = 8
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

    def idf(self, terms: npt.NDArray[np.intp]) -> Scores:
        """Return the inverse document frequency of terms, given by their positions."""
        if not len(self.vocabulary):
            return np.zeros(len(terms), np.float32)
        counts = self.starts[terms + 1] - self.starts[terms]
        return np.log1p((self.size - counts + 0.5) / (counts + 0.5)).astype(np.float32)

    def lookup(self, codes: Codes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        """Return the position of each code in the vocabulary, and whether it is there."""
        if not len(self.vocabulary):
            return np.zeros(len(codes), np.intp), np.zeros(len(codes), bool)
        terms = np.minimum(np.searchsorted(self.vocabulary, codes), len(self.vocabulary) - 1)
        return terms, self.vocabulary[terms] == codes

    def score(self, terms: Sequence[int], weights: Sequence[float]) -> Scores:
        """Return the sum of weight times impact over terms, for every row."""
        scores = np.zeros(self.size, np.float32)
        for term, weight in zip(terms, weights, strict=True):
            step = np.float32(weight / _IMPACT_STEPS)
            part = slice(self.starts[term], self.starts[term + 1])
            if (part.stop - part.start) * _DENSE > self.size:
                scores += self._dense(term) * step
            else:
                scores[self.rows[part]] += self.impacts[part] * step
        return scores

    def _dense(self, term: int) -> npt.NDArray[np.uint8]:
        """Return a common term's impacts spread over all rows, which is quicker to add."""
        held = self._spread.get(term)
        if held is None:
            part = slice(self.starts[term], self.starts[term + 1])
            held = np.zeros(self.size, np.uint8)
            held[self.rows[part]] = self.impacts[part]
            self._spread[term] = held
        return held

    def impacts_of(self, terms: npt.NDArray[np.intp], rows: Rows) -> Scores:
        """Return the impact of each term (down) in each of the given rows (across), or 0.

        A term that is far commoner than the rows are many is searched for the rows; the others
        are walked through.
        """
        order = np.argsort(rows)
        wanted = rows[order]
        column = np.full(self.size, -1, np.int32)
        column[rows] = np.arange(len(rows), dtype=np.int32)
        matrix = np.zeros((len(terms), len(rows)), np.float32)
        for line, term in zip(matrix, terms.tolist(), strict=True):
            part = slice(self.starts[term], self.starts[term + 1])
            held, impacts = self.rows[part], self.impacts[part]
            if len(held) > _COMMON * len(rows):
                at = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
                line[order] = np.where(held[at] == wanted, impacts[at], 0)
            else:
                columns = column[held]
                met = columns >= 0
                line[columns[met]] = impacts[met]
        matrix /= np.float32(_IMPACT_STEPS)
        return matrix


def build(texts: Iterator[str]) -> Index:
    """Return the index of normalised texts, one row each, in order."""
    keys, counts, size = _collect(texts)
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
        unique, count = np.unique(keyed_codes(batch, size), return_counts=True)
        parts.append(unique)
        counts.append(np.minimum(count, 255).astype(np.uint8))
        size += len(batch)
    if not parts:
        return np.array([], np.uint64), np.array([], np.uint8), 0
    keys = np.concatenate(parts)
    order = np.argsort(keys, kind="stable")
    return keys[order], np.concatenate(counts)[order], size


def _impacts(rows: Rows, counts: npt.NDArray[np.uint8], size: int) -> npt.NDArray[np.uint8]:
    lengths = np.bincount(rows, weights=counts, minlength=size).astype(np.float32)
    norm = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()), 1.0)) if size else lengths
    frequency = counts.astype(np.float32)
    impact = frequency * (_K1 + 1) / (frequency + norm[rows])
    return np.maximum(np.rint(impact * _IMPACT_STEPS), 1).astype(np.uint8)
