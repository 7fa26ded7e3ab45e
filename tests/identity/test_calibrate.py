"""Calibration gives thresholds with what they rest on, and refuses what it cannot claim."""

import numpy as np
import pytest

from identity.calibrate import TooFew, calibrate
from identity.calibrated import thresholds_of, written
from identity.engines.choice import Metric
from identity.evaluate import Portrait, evaluate
from identity.verdict import Scoring


def album(people: int, photos: int, spread: float = 0.25) -> list[Portrait]:
    rng = np.random.default_rng(6)
    centre = rng.normal(size=64)
    owners = [centre + 0.5 * rng.normal(size=64) for _ in range(people)]
    return [
        Portrait(str(number), "all", (o + spread * rng.normal(size=64)).astype(np.float32), 1.0)
        for number, o in enumerate(owners)
        for _ in range(photos)
    ]


def test_thresholds_come_with_an_upper_limit_of_false_matches() -> None:
    for found in calibrate(album(120, 2), "test-1", Metric.EUCLIDEAN):
        assert found.false_matches_at_most <= 0.001
        assert found.thresholds.review <= found.thresholds.accept
        assert (found.people, found.genuine) == (120, 120)
        assert found.false_refusals < 0.1


def test_a_calibration_file_gives_its_thresholds_back() -> None:
    found = calibrate(album(120, 2), "test-1", Metric.EUCLIDEAN)

    assert thresholds_of(written(found)) == tuple(one.thresholds for one in found)


def test_another_file_is_no_calibration() -> None:
    with pytest.raises(ValueError, match="validation error"):
        thresholds_of('[{"accept": 1}]')


@pytest.mark.parametrize(
    ("people", "photos", "spread", "reason"),
    [
        (30, 2, 0.25, "are needed"),
        (120, 1, 0.25, "second photos"),
        (120, 2, 5.0, "would be refused"),
    ],
)
def test_too_few_or_useless_photos_are_refused(
    people: int, photos: int, spread: float, reason: str
) -> None:
    with pytest.raises(TooFew, match=reason):
        calibrate(album(people, photos, spread), "test-1", Metric.EUCLIDEAN)


def test_evaluation_gives_a_row_for_each_way_of_scoring_and_number_of_frames() -> None:
    rows = list(evaluate(album(120, 4), "test-1", Metric.EUCLIDEAN, (1, 3)))

    assert [(row.scored_by, row.frames) for row in rows] == [
        (Scoring.DISTANCE, 1),
        (Scoring.DISTANCE, 3),
        (Scoring.COHORT, 1),
        (Scoring.COHORT, 3),
    ]
    assert all(row.at_rate.value > 0.9 for row in rows)
    assert all(row.shipped is None for row in rows)
