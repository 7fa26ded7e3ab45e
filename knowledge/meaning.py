"""What words mean, as far as the phrases that lead to articles tell: a vector for each token.

Words of either language that people use of the same articles have vectors that lie close, so a
question finds phrases with which it shares no word. `benchmarks/train_meaning.py` says how the
file is made; a token that it lacks means nothing.
"""

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.tokens import ROW_BITS, Codes

Vectors = npt.NDArray[np.float32]

DIMENSION = 64
FILE = Path(__file__).parent / "models" / "meaning.npz"
_AT_ONCE = 200_000
_ROW = np.uint64(2**ROW_BITS - 1)


class Meaning:
    """The vectors of a file."""

    def __init__(self, file: Path) -> None:
        with np.load(file) as stored:
            self._codes: Codes = stored["codes"]
            self._vectors: Vectors = stored["vectors"] * stored["scales"][:, None]

    def of(self, codes: Codes) -> Vectors:
        """Return the vector of one text by its codes, of length one or zero."""
        vector: Vectors = self.of_rows(codes << np.uint64(ROW_BITS), 1)[0]
        return vector

    def of_rows(self, keys: Codes, rows: int) -> Vectors:
        """Return the vectors of texts, given as `code << 22 | row` in the order of their rows."""
        total = np.zeros((rows, DIMENSION), np.float32)
        for start in range(0, len(keys), _AT_ONCE):
            self._add(total, keys[start : start + _AT_ONCE])
        lengths = np.linalg.norm(total, axis=1, keepdims=True)
        unit: Vectors = np.divide(total, lengths, out=total, where=lengths > 0)
        return unit

    def _add(self, total: Vectors, keys: Codes) -> None:
        codes = keys >> np.uint64(ROW_BITS)
        at = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        known = self._codes[at] == codes
        if not known.any():
            return
        rows = (keys[known] & _ROW).astype(np.intp)
        firsts = np.flatnonzero(np.diff(rows, prepend=-1))
        total[rows[firsts]] += np.add.reduceat(self._vectors[at[known]], firsts, axis=0)


@cache
def meaning() -> Meaning:
    """Return the shipped vectors."""
    return Meaning(FILE)
