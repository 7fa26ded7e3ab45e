"""Moves are read against the person's own neutral face."""

import pytest

from identity.challenge import Move
from identity.face import Face
from identity.motion import move
from tests.identity.conftest import face_at

NEUTRAL = face_at()

MOVES = [
    (face_at(), None),
    (face_at(yaw=0.45), Move.TURN_LEFT),
    (face_at(yaw=-0.45), Move.TURN_RIGHT),
    (face_at(yaw=0.28), None),
    (face_at(roll=15), Move.TILT_LEFT),
    (face_at(roll=-15), Move.TILT_RIGHT),
    (face_at(roll=8), None),
    (face_at(roll=15, yaw=0.25), None),
    (face_at(span=140), Move.CLOSER),
    (face_at(span=120), None),
    (face_at(span=70), None),
]


@pytest.mark.parametrize(("now", "expected"), MOVES)
def test_a_move_is_recognised(now: Face, expected: Move | None) -> None:
    assert move(NEUTRAL, now) == expected


def test_moves_are_relative_to_a_neutral_face_that_looks_aside() -> None:
    aside = face_at(yaw=0.3)

    assert move(aside, face_at(yaw=0.3)) is None
    assert move(aside, face_at(yaw=-0.1)) == Move.TURN_RIGHT
