"""On a sample of the people whom dlib confuses most, the shipped thresholds hold."""

import asyncio
import csv
from pathlib import Path

import numpy as np
import pytest

from identity.cohort import Cohort
from identity.engines.choice import Metric
from identity.evaluate import FALSE_MATCH_RATE, Portrait, trials
from identity.gallery import examine_all
from identity.pairs import probe_of
from identity.pool import PoolSettings
from identity.rates import Trials, threshold_at
from identity.thresholds import thresholds_for
from identity.verdict import Scoring

PEOPLE = 30
OTHERS = 60


@pytest.fixture(scope="module")
def sample(shared: Path) -> tuple[list[Portrait], list[Portrait]]:
    """Two photos each of some East Asian people, and one each of others, as a cohort."""
    folder = shared / "data" / "faces"
    people: dict[str, list[str]] = {}
    with (folder / "images.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["group"] == "ea":
                people.setdefault(row["identity"], []).append(row["path"])
    twice = {name: paths[:2] for name, paths in people.items() if len(paths) > 1}
    once = {name: paths[:1] for name, paths in people.items() if len(paths) == 1}
    tested = dict(sorted(twice.items())[:PEOPLE])
    chosen = tested | dict(sorted(once.items())[:OTHERS])
    paths = {folder / path: name for name, paths in chosen.items() for path in paths}
    found = asyncio.run(examine_all(PoolSettings(), paths))
    portraits = [
        Portrait(paths[path], "ea", probe.vector, probe.weight)
        for path, examined in found.items()
        if (probe := probe_of(examined)) is not None
    ]
    return (
        [p for p in portraits if p.person in tested],
        [p for p in portraits if p.person not in tested],
    )


def tried(sample: tuple[list[Portrait], list[Portrait]], by: Scoring) -> Trials:
    tested, others = sample
    cohort = Cohort(np.stack([p.vector for p in others]), Metric.EUCLIDEAN)
    return trials(tested, cohort, by, 1, Metric.EUCLIDEAN)


@pytest.mark.parametrize("by", list(Scoring))
def test_at_the_shipped_thresholds_hardly_anybody_is_taken_for_another(
    sample: tuple[list[Portrait], list[Portrait]], by: Scoring
) -> None:
    shipped = thresholds_for("dlib-resnet-v2", by)
    assert shipped is not None
    found = tried(sample, by)

    assert (found.scores[found.impostor] >= shipped.accept).mean() <= 2 * FALSE_MATCH_RATE
    assert (found.scores[found.genuine] >= shipped.accept).mean() >= 0.5


def test_a_cohort_accepts_more_of_the_right_people_at_the_same_rate(
    sample: tuple[list[Portrait], list[Portrait]],
) -> None:
    def right(by: Scoring) -> float:
        found = tried(sample, by)
        return float(
            (found.scores[found.genuine] >= threshold_at(found.scores[found.impostor], 0.01)).mean()
        )

    assert right(Scoring.COHORT) > right(Scoring.DISTANCE)
