"""Rates come with what the number of trials allows to claim."""

import numpy as np
import pytest

from identity.rates import Trials, accepted, highest_rate, threshold_at


@pytest.mark.parametrize(
    ("hits", "trials", "expected"),
    [(0, 3000, 0.001), (0, 30, 0.1), (1, 4744, 0.001), (5, 10_513, 0.001), (0, 1, 1.0)],
)
def test_the_highest_rate_follows_the_rule_of_three(
    hits: int, trials: int, expected: float
) -> None:
    assert highest_rate(hits, trials) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("rate", [0.0, 0.001, 0.01, 0.5])
def test_at_the_threshold_no_more_than_the_rate_is_accepted(rate: float) -> None:
    scores = np.random.default_rng(1).normal(size=5000)
    threshold = threshold_at(scores, rate)

    assert (scores >= threshold).sum() == int(rate * 5000)


def test_an_interval_holds_the_rate_and_shrinks_with_more_people() -> None:
    small, large = (_rate(people) for people in (10, 80))

    assert small.low <= small.value <= small.high
    assert large.high - large.low < small.high - small.low


def _rate(people: int):  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(2)
    owners = np.repeat(np.arange(people), 3)
    same = owners[:, None] == owners[None, :]
    genuine = same & ~np.eye(len(owners), dtype=bool)
    scores = rng.normal(size=genuine.shape) + rng.normal(size=people)[owners][:, None]
    return accepted(Trials(scores, owners, owners, genuine), 0.0, genuine)
