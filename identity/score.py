"""From vectors to one score: are these two more alike than either is to other people?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from identity.cohort import Cohort, Matrix, Surroundings, directed, distances
from identity.engines.choice import Metric
from identity.engines.engine import Vector
from identity.verdict import Scoring

SMALLEST_COHORT = 40  # with fewer other people, only a strict distance is safe
ANGLE_WEIGHT = 4.0  # brings the angle to the spread of the normalised distance
# What makes impostors score higher than the cohort alone explains, so that one threshold holds:
SMALL_COHORT = 12.0  # a cohort of n knows its tail to about 1 / sqrt(n)
MANY_FRAMES = 1.0  # the mean of several frames lies nearer to everybody


@dataclass(frozen=True)
class Probe:
    """One frame's vector and how far to trust it (the detector's confidence)."""

    vector: Vector
    weight: float


@dataclass(frozen=True)
class Scored:
    """A score (larger is more alike), how it was made, and the bare likeness beside it."""

    score: float
    scored_by: Scoring
    likeness: float


def score(probes: Sequence[Probe], reference: Vector, cohort: Cohort, metric: Metric) -> Scored:
    """Compare the weighted mean of the probes with the reference."""
    probe = weighted_mean(probes, metric)
    bare = float(likeness(probe, reference[None, :], metric)[0])
    if cohort.size < SMALLEST_COHORT:
        return Scored(bare, Scoring.DISTANCE, bare)
    own = np.stack([*(frame.vector for frame in probes), reference])
    sides = (cohort.around(one[None, :], own) for one in (probe, reference))
    normalised = float(compared(*sides)[0, 0])
    return Scored(normalised - allowance(cohort.size, len(probes)), Scoring.COHORT, bare)


def compared(a: Surroundings, b: Surroundings) -> NDArray[np.float64]:
    """The scores of all of a against all of b, before the allowance."""
    return _normalised_distance(a, b) + ANGLE_WEIGHT * _angle(a, b)


def allowance(cohort_size: int, frames: int) -> float:
    """What is taken off a score, so that one threshold holds for all cohorts and frame counts."""
    return SMALL_COHORT / math.sqrt(cohort_size) + MANY_FRAMES * (1 - 1 / frames)


def weighted_mean(probes: Sequence[Probe], metric: Metric) -> Vector:
    """The mean vector of the frames; for the cosine metric, of their directions."""
    vectors = directed(np.stack([probe.vector for probe in probes]), metric)
    weights = [max(0.2, probe.weight) for probe in probes]
    return np.asarray(np.average(vectors, axis=0, weights=weights), dtype=np.float32)


def likeness(vector: Vector, others: Matrix, metric: Metric) -> Vector:
    """Minus the distance, or the cosine, between one vector and each row."""
    if metric is Metric.EUCLIDEAN:
        return np.asarray(-np.linalg.norm(others - vector, axis=1), dtype=np.float32)
    return np.asarray(directed(others, metric) @ directed(vector, metric), dtype=np.float32)


def _normalised_distance(a: Surroundings, b: Surroundings) -> NDArray[np.float64]:
    """Minus the distance, in spreads above the mean of each side's neighbours (s-norm)."""
    raw = -distances(a.vectors, b.vectors)
    from_a = (raw - a.mean[:, None]) / a.spread[:, None]
    return np.asarray((from_a + (raw - b.mean) / b.spread) / 2)


def _angle(a: Surroundings, b: Surroundings) -> NDArray[np.float64]:
    """The cosine between two vectors as seen from the middle of all their neighbours."""
    half_a, half_b = a.middle / 2, b.middle / 2
    x, y = a.vectors - half_a, b.vectors - half_b
    dots = (
        x @ y.T - (x * half_a).sum(axis=1)[:, None] - (y * half_b).sum(axis=1) + half_a @ half_b.T
    )
    lengths = distances(x, half_b) * distances(half_a, y)
    return np.asarray(dots / np.maximum(lengths, 1e-9))
