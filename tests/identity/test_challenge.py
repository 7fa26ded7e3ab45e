"""A challenge's order follows from its nonce, and its time runs out."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from identity.challenge import SECONDS, TURNS, Challenge, issue

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@given(st.text(max_size=40))
def test_every_challenge_has_both_turns_and_one_other_move(nonce: str) -> None:
    moves = issue(nonce, NOON).moves

    assert (len(moves), len(set(moves))) == (3, 3)
    assert set(TURNS) <= set(moves)


def test_the_same_nonce_gives_the_same_challenge() -> None:
    assert issue("abc", NOON) == issue("abc", NOON)


def test_all_eighteen_orders_come_about_equally_often() -> None:
    seen = Counter(issue(str(number), NOON).moves for number in range(3600))

    assert len(seen) == 18
    assert 150 < min(seen.values()) <= max(seen.values()) < 250


def test_a_still_challenge_asks_for_no_moves() -> None:
    assert issue("abc", NOON, motion=False).moves == ()


def test_a_challenge_ends_after_its_seconds() -> None:
    assert issue("abc", NOON).expires_at == NOON + timedelta(seconds=SECONDS)


def test_a_challenge_can_be_stored_and_read_again() -> None:
    challenge = issue("abc", NOON)

    assert Challenge.model_validate_json(challenge.model_dump_json()) == challenge
