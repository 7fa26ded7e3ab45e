"""The learned order of candidates: a few boosted trees, trained elsewhere and evaluated by numpy.

The model is a small JSON file; `benchmarks/train_ranker.py` says how it is made.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.signals import COLUMNS, Matrix

Scores = npt.NDArray[np.float32]

MODELS = Path(__file__).parent / "models"


class Ranker:
    """Trees evaluated at once: the splits of a tree, as bits, point into its table of values."""

    def __init__(self, file: Path) -> None:
        model = json.loads(file.read_text(encoding="utf-8"))
        places = np.array([COLUMNS.index(name) for name in model["columns"]], np.intp)
        self._column = places[np.array(model["column"], np.intp)].T
        self._threshold = np.array(model["threshold"], np.float32).T[:, :, None]
        self._bit = 1 << np.arange(len(self._column), dtype=np.uint8)[:, None, None]
        self._tables = _tables(np.array(model["path"]), np.array(model["value"], np.float32))
        trees, ways = self._tables.shape
        self._first = (np.arange(trees, dtype=np.intp) * ways)[:, None]

    def score(self, columns: Matrix) -> Scores:
        """Return one score for each row of COLUMNS; comparable within one question only."""
        by_column = np.ascontiguousarray(columns.T)
        held = by_column.take(self._column, axis=0) <= self._threshold
        ways = np.bitwise_or.reduce(held * self._bit, axis=0)
        scores: Scores = self._tables.take(ways + self._first).sum(axis=0)
        return scores


def _tables(path: npt.NDArray[np.int64], value: Scores) -> Scores:
    """Return each tree's value for every way its splits can fall (bit n: split n holds).

    A leaf is reached when all its left turns (+1) hold and none of its right turns (-1): the sum
    of its path over the held splits then equals the number of its left turns.
    """
    splits = path.shape[1]
    ways = (np.arange(2**splits)[:, None] >> np.arange(splits)) & 1
    reached = np.einsum("ws,tsl->twl", ways, path) == np.maximum(path, 0).sum(axis=1)[:, None, :]
    used = (path != 0).any(axis=1)[:, None, :]
    tables: Scores = np.where(reached & used, value[:, None, :], 0).sum(axis=2).astype(np.float32)
    return tables


class Bridge:
    """A weighted sum over the trees' score and a few columns, for bases that signposts lead to."""

    def __init__(self, file: Path) -> None:
        model = json.loads(file.read_text(encoding="utf-8"))
        self._trees = np.float32(model["trees"])
        self._columns = [COLUMNS.index(name) for name in model["weights"]]
        self._weights = np.array(list(model["weights"].values()), np.float32)

    def score(self, trees: Scores, columns: Matrix) -> Scores:
        """Return one score for each row; `trees` are the ranker's scores of the same rows."""
        summed: Scores = trees * self._trees + columns[:, self._columns] @ self._weights
        return summed


@cache
def bridge() -> Bridge:
    """Return the shipped weights."""
    return Bridge(MODELS / "bridge.json")


@cache
def ranker(name: str) -> Ranker:
    """Return a shipped model by name."""
    return Ranker(MODELS / f"{name}.json")
