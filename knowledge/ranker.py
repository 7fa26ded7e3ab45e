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
    """Trees evaluated all at once: every split compared, every leaf by the splits on its path.

    A leaf is reached when all its left turns hold and none of its right turns; with +1 and -1 on
    the path, the sum over held splits then equals the number of left turns.
    """

    def __init__(self, file: Path) -> None:
        model = json.loads(file.read_text(encoding="utf-8"))
        if model["columns"] != list(COLUMNS):
            raise ValueError(f"{file.name} was trained on other columns; train it again")
        self._column = np.array(model["column"], np.intp)
        self._threshold = np.array(model["threshold"], np.float32)
        self._path = np.array(model["path"], np.float32)
        self._lefts = np.maximum(self._path, 0).sum(axis=1)[:, None, :]
        self._value = np.array(model["value"], np.float32)[:, None, :]

    def score(self, columns: Matrix) -> Scores:
        """Return one score for each row of COLUMNS; comparable within one question only."""
        held = columns.T[self._column] <= self._threshold[:, :, None]
        turns = np.swapaxes(held.astype(np.float32), 1, 2) @ self._path
        leaves = np.where(turns == self._lefts, self._value, np.float32(0))
        scores: Scores = leaves.sum(axis=(0, 2))
        return scores


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
