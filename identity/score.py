"""From vectors to one score: are these two more alike than either is to other people?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from identity.cohort import Cohort, Matrix, Surroundings, directed
from identity.engines.engine import Metric, Vector
from identity.verdict import Scoring

SMALLEST_COHORT = 40  # with fewer other people, only a strict distance is safe
ANGLE_WEIGHT = 4.0  # brings the angle to the spread of the normalised distance
# What makes impostors score higher than the cohort alone explains, so that one threshold holds:
SMALL_COHORT = 9.0  # a cohort of n knows its tail to about 1 / sqrt(n)
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
    sides = cohort.around(probe, reference), cohort.around(reference, reference)
    allowance = SMALL_COHORT / math.sqrt(cohort.size) + MANY_FRAMES * (1 - 1 / len(probes))
    normalised = _normalised_distance(*sides) + ANGLE_WEIGHT * _angle(*sides)
    return Scored(normalised - allowance, Scoring.COHORT, bare)


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


def _normalised_distance(a: Surroundings, b: Surroundings) -> float:
    """Minus the distance, in spreads above the mean of each side's neighbours (s-norm)."""
    raw = -float(np.linalg.norm(a.vector - b.vector))
    return ((raw - a.mean) / a.spread + (raw - b.mean) / b.spread) / 2


def _angle(a: Surroundings, b: Surroundings) -> float:
    """The cosine between the two as seen from the middle of their neighbours."""
    middle = (a.middle + b.middle) / 2
    x, y = a.vector - middle, b.vector - middle
    return float(x @ y / max(float(np.linalg.norm(x) * np.linalg.norm(y)), 1e-9))
