"""Thresholds from an operator's own photos, or a refusal when they are too few to claim any."""

from collections.abc import Sequence

import numpy as np

from identity.calibrated import Calibrated
from identity.engines.choice import Metric
from identity.evaluate import FALSE_MATCH_RATE, Portrait, cohort_of, halves, trials
from identity.rates import Scores, highest_rate, threshold_at
from identity.score import SMALLEST_COHORT
from identity.thresholds import Thresholds, thresholds_for
from identity.verdict import Scoring

REVIEW_RATE = 0.01  # of different people whom a person may have to look at
MOST_REFUSED = 0.5  # thresholds that refuse more of the right people are no use


class TooFew(Exception):
    """The photos do not suffice; the text says what is missing."""


def calibrate(portraits: Sequence[Portrait], engine: str, metric: Metric) -> tuple[Calibrated, ...]:
    """Thresholds for both ways of scoring; raises TooFew.

    Each half of the people is compared with the other half as its cohort. By the rule of three,
    one false match in a thousand needs three thousand comparisons of different people.
    """
    _check(portraits)
    return tuple(_calibrated(portraits, engine, metric, by) for by in Scoring)


def _check(portraits: Sequence[Portrait]) -> None:
    smaller = min(len({p.person for p in half}) for half in halves(portraits))
    if smaller < SMALLEST_COHORT:
        raise TooFew(f"{smaller} people in the smaller half, {SMALLEST_COHORT} are needed")
    repeated = len(portraits) - len({p.person for p in portraits})
    if repeated < SMALLEST_COHORT:
        raise TooFew(f"{repeated} second photos of a person, {SMALLEST_COHORT} are needed")


def _calibrated(
    portraits: Sequence[Portrait], engine: str, metric: Metric, by: Scoring
) -> Calibrated:
    genuine, impostor = _pooled(portraits, metric, by)
    allowed = _hits_allowed(len(impostor))
    accept = threshold_at(impostor, allowed / len(impostor))
    review = min(accept, threshold_at(impostor, REVIEW_RATE))
    refused = int((genuine < accept).sum())
    if refused > MOST_REFUSED * len(genuine):
        raise TooFew(f"{refused} of {len(genuine)} right people would be refused")
    shipped = thresholds_for(engine, by)
    return Calibrated(
        thresholds=Thresholds(
            engine=engine,
            scored_by=by,
            accept=accept,
            review=review,
            least_likeness=shipped.least_likeness if shipped else None,
        ),
        people=len({p.person for p in portraits}),
        genuine=len(genuine),
        impostor=len(impostor),
        false_matches_at_most=highest_rate(int((impostor >= accept).sum()), len(impostor)),
        false_refusals=refused / len(genuine),
        false_refusals_at_most=highest_rate(refused, len(genuine)),
    )


def _pooled(portraits: Sequence[Portrait], metric: Metric, by: Scoring) -> tuple[Scores, Scores]:
    """Genuine and impostor scores of both halves; every pair once."""
    genuine, impostor = [], []
    first, second = halves(portraits)
    for test, others in ((first, second), (second, first)):
        found = trials(test, cohort_of(others, metric), by, 1, metric)
        once = np.triu(np.ones_like(found.genuine), 1)
        genuine.append(found.scores[found.genuine & once])
        impostor.append(found.scores[found.impostor & once])
    return np.concatenate(genuine), np.concatenate(impostor)


def _hits_allowed(trials: int) -> int:
    """The most false matches among so many trials that still support the rate; raises TooFew."""
    if highest_rate(0, trials) > FALSE_MATCH_RATE:
        needed = round(3 / FALSE_MATCH_RATE)
        raise TooFew(f"{trials} comparisons of different people, {needed} are needed")
    hits = 0
    while highest_rate(hits + 1, trials) <= FALSE_MATCH_RATE:
        hits += 1
    return hits
