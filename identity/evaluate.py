"""Measure an engine on labelled photos: thresholds from half of the people, rates of the other."""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from identity.cohort import Cohort, Matrix, directed, distances
from identity.engines.choice import Metric
from identity.engines.engine import Vector
from identity.rates import Rate, Scores, Trials, accepted, threshold_at
from identity.score import Probe, allowance, compared, weighted_mean
from identity.thresholds import Thresholds, thresholds_for
from identity.verdict import Scoring

FALSE_MATCH_RATE = 0.001
SEED = 7


Rates = tuple[Rate, Rate]  # of right people and of others who are accepted


@dataclass(frozen=True)
class Portrait:
    """One photo of a labelled set."""

    person: str
    group: str
    vector: Vector
    weight: float


@dataclass(frozen=True)
class Row:
    """What was measured for one group, number of frames and way of scoring, on the second half.

    `transferred` uses the threshold that gives one false match in a thousand on the first half,
    `shipped` the threshold in force, `at_rate` the rate's own threshold on the second half.
    """

    group: str
    scored_by: Scoring
    frames: int
    people: int
    at_rate: Rate
    transferred: Rates
    shipped: Rates | None


def halves(portraits: Sequence[Portrait]) -> tuple[list[Portrait], list[Portrait]]:
    """The same people always fall into the same half."""
    first = [p for p in portraits if _coin(p.person)]
    return first, [p for p in portraits if not _coin(p.person)]


def evaluate(
    portraits: Sequence[Portrait], engine: str, metric: Metric, frames: Sequence[int] = (1, 3)
) -> Iterator[Row]:
    """Every group, way of scoring and number of frames that has trials."""
    first, second = halves(portraits)
    for group in sorted({p.group for p in portraits}):
        for scored_by in (Scoring.DISTANCE, Scoring.COHORT):
            for count in frames:
                here, there, bare = (
                    trials(_of(group, test), cohort_of(others, metric), by, count, metric)
                    for test, others, by in (
                        (first, second, scored_by),
                        (second, first, scored_by),
                        (second, first, Scoring.DISTANCE),
                    )
                )
                if here.genuine.any() and there.genuine.any():
                    shipped = _as_shipped(there, bare, thresholds_for(engine, scored_by))
                    yield _row(group, scored_by, count, here, there, shipped)


def cohort_of(portraits: Sequence[Portrait], metric: Metric) -> Cohort:
    """The first photo of each person, of all groups mixed."""
    first: dict[str, Vector] = {}
    for portrait in portraits:
        first.setdefault(portrait.person, portrait.vector)
    return Cohort(np.stack(list(first.values())), metric)


def trials(
    portraits: Sequence[Portrait], cohort: Cohort, scored_by: Scoring, frames: int, metric: Metric
) -> Trials:
    """Each photo as the reference of its person, against probes of everybody."""
    numbers = {person: n for n, person in enumerate(sorted({p.person for p in portraits}))}
    references = list(portraits)
    probes = list(_probes(references, frames, metric))
    vectors = np.stack([vector for vector, _ in probes])
    known = np.stack([p.vector for p in references])
    people = np.array([numbers[p.person] for p in references])
    probe_places = np.array([place for _, place in probes])
    same = people[probe_places][:, None] == people[None, :]
    own = probe_places[:, None] == np.arange(len(references))[None, :]
    return Trials(
        _scores(vectors, known, cohort, scored_by, frames, metric),
        people[probe_places],
        people,
        same & ~own if frames == 1 else same & own,
    )


def _probes(
    portraits: Sequence[Portrait], frames: int, metric: Metric
) -> Iterator[tuple[Vector, int]]:
    """Single photos, or means of that many others of a person, for each place of a reference."""
    rng = random.Random(SEED)
    for place, reference in enumerate(portraits):
        if frames == 1:
            yield np.asarray(directed(reference.vector, metric), dtype=np.float32), place
            continue
        others = [p for p in portraits if p.person == reference.person and p is not reference]
        if len(others) >= frames:
            chosen = [Probe(p.vector, p.weight) for p in rng.sample(others, frames)]
            yield weighted_mean(chosen, metric), place


def _scores(
    probes: Matrix, known: Matrix, cohort: Cohort, by: Scoring, frames: int, metric: Metric
) -> Scores:
    if by is Scoring.COHORT:
        scores = compared(cohort.around(probes), cohort.around(known))
        return np.asarray(scores - allowance(cohort.size, frames))
    a, b = (directed(side, metric).astype(np.float64) for side in (probes, known))
    return np.asarray(-distances(a, b) if metric is Metric.EUCLIDEAN else a @ b.T)


def _row(
    group: str, by: Scoring, frames: int, here: Trials, there: Trials, shipped: Rates | None
) -> Row:
    chosen = threshold_at(here.scores[here.impostor], FALSE_MATCH_RATE)
    own = threshold_at(there.scores[there.impostor], FALSE_MATCH_RATE)
    at_rate = accepted(there, own, there.genuine)
    return Row(group, by, frames, there.people, at_rate, _both(there, chosen), shipped)


def _as_shipped(there: Trials, bare: Trials, known: Thresholds | None) -> Rates | None:
    """Rates at the threshold in force, with its least bare likeness."""
    if known is None:
        return None
    least = -np.inf if known.least_likeness is None else known.least_likeness
    scores = np.where(bare.scores >= least, there.scores, -np.inf)
    return _both(replace(there, scores=scores), known.accept)


def _both(trials: Trials, threshold: float) -> Rates:
    """True and false match rate at a threshold."""
    return (
        accepted(trials, threshold, trials.genuine),
        accepted(trials, threshold, trials.impostor),
    )


def _of(group: str, portraits: Sequence[Portrait]) -> list[Portrait]:
    return [p for p in portraits if p.group == group]


def _coin(person: str) -> bool:
    return hashlib.sha256(person.encode()).digest()[0] % 2 == 0
