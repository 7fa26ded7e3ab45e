"""The learned order of candidates: a few boosted trees, trained elsewhere and evaluated by numpy.

The model is a small JSON file; `benchmarks/train_ranker.py` says how it is made. A leaf points at
itself, so that every tree is walked the same number of steps.
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
    """Trees as arrays of nodes; `score` is comparable within one question only."""

    def __init__(self, file: Path) -> None:
        model = json.loads(file.read_text(encoding="utf-8"))
        if model["columns"] != list(COLUMNS):
            raise ValueError(f"{file.name} was trained on other columns; train it again")
        self._depth = int(model["depth"])
        self._roots = np.array(model["roots"], np.int32)
        self._column = np.array(model["column"], np.int32)
        self._threshold = np.array(model["threshold"], np.float32)
        self._left = np.array(model["left"], np.int32)
        self._right = np.array(model["right"], np.int32)
        self._value = np.array(model["value"], np.float32)

    def score(self, columns: Matrix) -> Scores:
        """Return one score for each row of COLUMNS."""
        count = len(columns)
        flat = columns.ravel()
        offset = (np.arange(count, dtype=np.int32) * columns.shape[1])[:, None]
        node = np.broadcast_to(self._roots, (count, len(self._roots)))
        for _ in range(self._depth):
            goes_left = flat[offset + self._column[node]] <= self._threshold[node]
            node = np.where(goes_left, self._left[node], self._right[node])
        scores: Scores = self._value[node].sum(axis=1)
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
