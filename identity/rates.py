"""Rates of right and wrong decisions, and how sure one may be of them."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from identity.cohort import Matrix

DRAWS = 1000
SURE = 0.95

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Trials:
    """Comparisons of probes (rows) with references (columns), and who is who."""

    scores: Scores
    probe_people: NDArray[np.int64]
    reference_people: NDArray[np.int64]
    genuine: NDArray[np.bool_]

    @property
    def impostor(self) -> NDArray[np.bool_]:
        """Where two different people were compared."""
        return np.not_equal.outer(self.probe_people, self.reference_people)

    @property
    def people(self) -> int:
        """How many people were compared."""
        return len(np.unique(self.reference_people))


@dataclass(frozen=True)
class Rate:
    """A rate with its 95 % interval, all from 0 to 1, and the number of trials."""

    value: float
    low: float
    high: float
    trials: int


def threshold_at(impostor: Scores, rate: float) -> float:
    """The lowest threshold at which at most that part of the impostor scores is accepted."""
    ordered = np.sort(impostor)[::-1]
    return float(np.nextafter(ordered[int(len(ordered) * rate)], math.inf))


def accepted(trials: Trials, threshold: float, kind: NDArray[np.bool_]) -> Rate:
    """The part of the genuine or impostor trials at or above a threshold.

    The interval resamples people, not trials: pictures of one person fail together.
    """
    count = int(trials.reference_people.max()) + 1
    tried = _by_person(trials, kind.astype(np.float64), count)
    taken = _by_person(trials, (kind & (trials.scores >= threshold)).astype(np.float64), count)
    present = np.unique(trials.reference_people)
    rng = np.random.default_rng(5)
    drawn = [_drawn(rng, present, count) for _ in range(DRAWS)]
    rates = [float(w @ taken @ w) / max(float(w @ tried @ w), 1.0) for w in drawn]
    low, high = np.quantile(rates, [(1 - SURE) / 2, (1 + SURE) / 2]).tolist()
    total = float(tried.sum())
    return Rate(float(taken.sum() / total), low, high, int(total))


def highest_rate(hits: int, trials: int) -> float:
    """The rate that is not exceeded with 95 % certainty; without hits the rule of three, 3 / n."""
    low, high = hits / trials, (hits + 4 + 3 * math.sqrt(hits)) / trials
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(hits, middle * trials) > 1 - SURE else (low, middle)
    return min(1.0, high)


def _at_most(hits: int, expected: float) -> float:
    """The probability of at most that many events of a Poisson process."""
    term = total = math.exp(-expected)
    for number in range(1, hits + 1):
        term *= expected / number
        total += term
    return total


def _by_person(trials: Trials, cells: Matrix | Scores, count: int) -> Scores:
    """Sums of the cells, people x people."""
    rows = np.zeros((count, cells.shape[1]))
    np.add.at(rows, trials.probe_people, cells)
    sums = np.zeros((count, count))
    np.add.at(sums.T, trials.reference_people, rows.T)
    return sums


def _drawn(rng: np.random.Generator, present: NDArray[np.int64], count: int) -> Scores:
    return np.bincount(rng.choice(present, len(present)), minlength=count).astype(np.float64)
