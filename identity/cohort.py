"""Other people's vectors, and how alike a vector is to those nearest to it.

Faces of one population lie close together in these vectors, so a distance alone says little: what
counts is how much nearer two pictures are to each other than to other people. Measured in
docs/accuracy-faces.md.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from identity.engines.choice import Metric

Matrix = NDArray[np.float32]
Space = NDArray[np.float64]

# Directions in which people differ most tell least about who it is: they are damped to the power
# 1 - POWER of their spread. SHRINKAGE keeps a small cohort's spread from being taken at its word.
POWER = 0.3
SHRINKAGE = 0.3
NEIGHBOURS = 40
NEAREST = 20
# As near as this, two vectors come from one photo: cropped, turned, mirrored and brightened copies
# lie within 0.12 (95 %), the nearest two photos of one person 0.122 apart, of two people 0.32.
SAME_PHOTO = 0.12


@dataclass(frozen=True)
class Surroundings:
    """Vectors in the cohort's space (n x dimension), and their neighbours there.

    `mean` and `spread` (n) of the likeness of the NEIGHBOURS, `middle` of the NEAREST vectors.
    """

    vectors: Space
    mean: Space
    spread: Space
    middle: Space


class Cohort:
    """People other than the two who are compared, one vector each."""

    def __init__(self, vectors: Matrix, metric: Metric) -> None:
        self.size = len(vectors)
        self._metric = metric
        self._vectors = directed(vectors, metric).astype(np.float64)
        self._mean = self._vectors.mean(axis=0) if self.size else np.zeros(vectors.shape[1])
        self._damping = _damping(self._vectors - self._mean) if self.size > 1 else np.eye(0)
        self._placed = self._place(self._vectors) if self.size > 1 else self._vectors

    def around(self, vectors: Matrix, left_out: Matrix | None = None) -> Surroundings:
        """The surroundings of each vector, leaving out entries of the same photos as `left_out`."""
        placed = self._place(directed(vectors, self._metric))
        others = self._placed if left_out is None else self._placed[~self.holds(left_out)]
        likeness = -distances(placed, others)
        order = np.argsort(-likeness, axis=1)
        near = np.take_along_axis(likeness, order[:, :NEIGHBOURS], axis=1)
        middle = others[order[:, :NEAREST]].mean(axis=1)
        return Surroundings(placed, near.mean(axis=1), np.maximum(near.std(axis=1), 1e-6), middle)

    def _place(self, vectors: NDArray[np.floating]) -> Space:
        return np.asarray((vectors - self._mean) @ self._damping)

    def holds(self, vectors: Matrix) -> NDArray[np.bool_]:
        """Which entries were made from one of these photos."""
        return np.asarray(same_photo(self._vectors, vectors, self._metric).any(axis=1))


def same_photo(a: Matrix | Space, b: Matrix, metric: Metric) -> NDArray[np.bool_]:
    """Which rows of a were made from the same photos as which rows of b."""
    sides = (directed(side, metric).astype(np.float64) for side in (a, b))
    return np.asarray(distances(*sides) < SAME_PHOTO)


def directed(vectors: NDArray[np.floating], metric: Metric) -> NDArray[np.floating]:
    """The vectors, of length one where only their direction counts."""
    if metric is Metric.EUCLIDEAN:
        return vectors
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9))


def distances(a: Space, b: Space) -> Space:
    """Euclidean distances between all rows of a and all rows of b."""
    squares = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T
    return np.asarray(np.sqrt(np.maximum(squares, 0)))


def _damping(centred: Space) -> Space:
    """The matrix that evens out the spread of the cohort, in part."""
    covariance = np.cov(centred.T)
    even = np.trace(covariance) / len(covariance) * np.eye(len(covariance))
    sizes, axes = np.linalg.eigh((1 - SHRINKAGE) * covariance + SHRINKAGE * even)
    return np.asarray(axes * np.maximum(sizes, 1e-12) ** (-POWER / 2))
