"""A capture shows the moves of its challenge in that order and no other."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.challenge import Move
from identity.face import Face
from identity.order import Failure, in_order
from tests.identity.conftest import face_at

LOOKS = {
    None: face_at(),
    Move.TURN_LEFT: face_at(yaw=0.5),
    Move.TURN_RIGHT: face_at(yaw=-0.5),
    Move.TILT_LEFT: face_at(roll=18),
    Move.TILT_RIGHT: face_at(roll=-18),
    Move.CLOSER: face_at(span=150),
}
L, R, T, C = Move.TURN_LEFT, Move.TURN_RIGHT, Move.TILT_LEFT, Move.CLOSER
WANTED = (L, T, R)


def shown(*moves: Move | None, times: int = 1) -> list[Face]:
    return [LOOKS[move] for move in moves for _ in range(times)]


CAPTURES = [
    ((None, L, T, R), None),
    ((None, L, None, T, None, R, None), None),
    ((None, None, L, L, T, R), None),
    ((L, T, R), Failure.WRONG_ORDER),
    ((None, L, T), Failure.MOVE_MISSING),
    ((None,), Failure.MOVE_MISSING),
    ((None, T, L, R), Failure.WRONG_ORDER),
    ((None, L, R, T, R), Failure.WRONG_ORDER),
    ((None, L, T, R, L), Failure.WRONG_ORDER),
    ((None, L, C, T, R), Failure.WRONG_ORDER),
    ((None, R, T, L), Failure.WRONG_ORDER),
]


@pytest.mark.parametrize(("moves", "failure"), CAPTURES)
def test_only_the_asked_order_passes(
    moves: tuple[Move | None, ...], failure: Failure | None
) -> None:
    assert in_order(WANTED, shown(*moves), steady=1, mirror=False).failure == failure


def test_no_other_order_of_the_same_moves_passes() -> None:
    passed = [
        order
        for order in permutations(WANTED)
        if in_order(WANTED, shown(None, *order), steady=1, mirror=False).failure is None
    ]

    assert passed == [WANTED]


def test_the_missing_move_is_named() -> None:
    assert in_order(WANTED, shown(None, L), steady=1, mirror=False).missing == T


def test_steps_name_the_neutral_frame_and_one_frame_a_move() -> None:
    frames = shown(None, None, L, L, L, T, None, R)

    assert in_order(WANTED, frames, steady=1, mirror=False).steps == (0, 3, 5, 7)


def test_a_mirrored_recording_passes_only_where_it_is_allowed() -> None:
    mirrored = shown(None, R, Move.TILT_RIGHT, L)

    assert in_order(WANTED, mirrored, steady=1, mirror=True).failure is None
    assert in_order(WANTED, mirrored, steady=1, mirror=False).failure == Failure.WRONG_ORDER


def test_in_a_video_a_single_frame_is_no_move() -> None:
    slip = shown(None, times=3) + shown(C) + shown(L, None, T, None, R, times=3)

    assert in_order(WANTED, slip, steady=2, mirror=False).failure is None


def test_a_capture_that_never_looks_straight_has_no_neutral_frame() -> None:
    frames = [face_at(yaw=0.8), face_at(yaw=-0.8)]

    assert in_order(WANTED, frames, steady=1, mirror=False).failure == Failure.NO_NEUTRAL
    assert in_order(WANTED, [], steady=1, mirror=False).failure == Failure.NO_NEUTRAL


@given(st.lists(st.sampled_from(list(LOOKS)), max_size=12), st.booleans())
def test_what_passes_shows_exactly_the_moves(moves: list[Move | None], mirror: bool) -> None:
    ordered = in_order(WANTED, shown(*moves), steady=1, mirror=mirror)

    assert (ordered.failure is None) == (len(ordered.steps) == 1 + len(WANTED))
