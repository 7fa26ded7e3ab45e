"""A short run of the kill -9 script; `make bench` does a hundred."""

from pathlib import Path

from benchmarks.crash import kill_often


def test_killed_at_random_moments_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    result = kill_often(tmp_path, kills=3, seed=7)

    assert result.acknowledged > 0
    assert (0, 0, 0, 0) == (
        result.lost,
        result.doubled,
        result.unanswered,
        result.chains_broken,
    )
