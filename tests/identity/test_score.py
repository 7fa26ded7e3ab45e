"""Scores: symmetric, larger for the same person, and bare distances without enough other people."""

import numpy as np
import pytest

from identity.cohort import Cohort
from identity.engines.choice import Metric
from identity.score import SMALLEST_COHORT, Probe, score
from identity.verdict import Scoring

BOTH = pytest.mark.parametrize("metric", list(Metric))


def people(count: int, seed: int = 1) -> np.ndarray:
    """Vectors of a crowd that lies close together, as one population does."""
    rng, centre = np.random.default_rng(seed), np.random.default_rng(0).normal(size=128)
    return (centre + 0.5 * rng.normal(size=(count, 128))).astype(np.float32)


def near(vector: np.ndarray, seed: int, spread: float = 0.2) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(size=vector.shape)
    return np.asarray(vector + spread * noise, dtype=np.float32)


@BOTH
def test_two_photos_of_one_person_score_above_all_pairs_of_two(metric: Metric) -> None:
    cohort, crowd = Cohort(people(100), metric), people(40, seed=2)
    same = [score([Probe(near(v, 1), 1)], near(v, 2), cohort, metric).score for v in crowd]
    pairs = zip(crowd, np.roll(crowd, 1, axis=0), strict=True)
    other = [score([Probe(near(a, 1), 1)], near(b, 2), cohort, metric).score for a, b in pairs]

    assert min(same) > max(other)


@BOTH
def test_the_score_does_not_depend_on_which_side_is_the_probe(metric: Metric) -> None:
    cohort, (a, b) = Cohort(people(60), metric), people(2, seed=3)
    forth, back = (score([Probe(x, 1)], y, cohort, metric) for x, y in ((a, b), (b, a)))

    assert forth.score == pytest.approx(back.score, rel=1e-5)


@BOTH
@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, Scoring.DISTANCE),
        (SMALLEST_COHORT - 1, Scoring.DISTANCE),
        (SMALLEST_COHORT, Scoring.COHORT),
    ],
)
def test_a_small_cohort_is_not_used(metric: Metric, size: int, expected: Scoring) -> None:
    a, b = people(2, seed=3)
    cohort = Cohort(people(SMALLEST_COHORT)[:size], metric)

    assert score([Probe(a, 1)], b, cohort, metric).scored_by == expected


def test_the_persons_own_photo_in_the_cohort_changes_little() -> None:
    crowd, (person,) = people(100), people(1, seed=4)
    probe = [Probe(near(person, 1), 1)]
    without = score(probe, person, Cohort(crowd, Metric.EUCLIDEAN), Metric.EUCLIDEAN)
    held = Cohort(np.vstack([crowd, person]), Metric.EUCLIDEAN)

    assert score(probe, person, held, Metric.EUCLIDEAN).score == pytest.approx(
        without.score, rel=0.1
    )


def test_more_frames_score_higher_for_the_same_person() -> None:
    cohort, crowd = Cohort(people(100), Metric.EUCLIDEAN), people(40, seed=2)

    def mean_score(frames: int) -> float:
        return float(
            np.mean(
                [
                    score(
                        [Probe(near(v, i, 0.5), 1) for i in range(frames)],
                        near(v, 99, 0.5),
                        cohort,
                        Metric.EUCLIDEAN,
                    ).score
                    for v in crowd
                ]
            )
        )

    assert mean_score(1) < mean_score(3)
