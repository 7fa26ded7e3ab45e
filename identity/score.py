"""From vectors to one score: distance, normalised by how alike both are to other people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from identity.engines.engine import Metric, Vector
from identity.verdict import Scoring

Matrix = NDArray[np.float32]

SMALLEST_COHORT = 40  # with fewer other people, normalised scores are worse than plain distance
NEIGHBOURS = 60
SAME_PHOTO = 0.05  # nearer than this to the reference, a cohort entry is the reference itself


@dataclass(frozen=True)
class Scored:
    """A score (larger is more alike) and how it was made."""

    score: float
    scored_by: Scoring


def score(probes: Sequence[Vector], reference: Vector, cohort: Matrix, metric: Metric) -> Scored:
    """Compare the mean of the probes with the reference; `cohort` is people x dimension."""
    probe = mean(probes, metric)
    raw = float(likeness(probe, reference[None, :], metric)[0])
    others = _other_people(reference, cohort, metric)
    if len(others) < SMALLEST_COHORT:
        return Scored(raw, Scoring.DISTANCE)
    sides = [_normalised(raw, vector, others, metric) for vector in (probe, reference)]
    return Scored(sum(sides) / 2, Scoring.COHORT)


def mean(vectors: Sequence[Vector], metric: Metric) -> Vector:
    """The mean vector; for the cosine metric, of the directions."""
    stacked = np.stack(list(vectors))
    if metric is Metric.COSINE:
        stacked = stacked / np.linalg.norm(stacked, axis=1, keepdims=True)
    return np.asarray(stacked.mean(axis=0), dtype=np.float32)


def likeness(vector: Vector, others: Matrix, metric: Metric) -> NDArray[np.float32]:
    """Minus the distance, or the cosine, between one vector and each row."""
    if metric is Metric.EUCLIDEAN:
        return np.asarray(-np.linalg.norm(others - vector, axis=1), dtype=np.float32)
    lengths = np.linalg.norm(others, axis=1) * np.linalg.norm(vector)
    return np.asarray(others @ vector / np.maximum(lengths, 1e-9), dtype=np.float32)


def _other_people(reference: Vector, cohort: Matrix, metric: Metric) -> Matrix:
    if len(cohort) == 0:
        return cohort
    best = 0.0 if metric is Metric.EUCLIDEAN else 1.0
    return cohort[likeness(reference, cohort, metric) < best - SAME_PHOTO]


def _normalised(raw: float, vector: Vector, others: Matrix, metric: Metric) -> float:
    near = np.sort(likeness(vector, others, metric))[-NEIGHBOURS:]
    return float((raw - near.mean()) / max(float(near.std()), 1e-6))
