"""Moves are read against the person's own neutral face; a turned sheet of paper does not turn."""

import numpy as np
import pytest

from identity.challenge import Move
from identity.face import Face
from identity.motion import looks_flat, move
from tests.identity.conftest import face_at

NEUTRAL = face_at()

MOVES = [
    (face_at(), None),
    (face_at(yaw=0.45), Move.TURN_LEFT),
    (face_at(yaw=-0.45), Move.TURN_RIGHT),
    (face_at(yaw=0.35), None),
    (face_at(roll=15), Move.TILT_LEFT),
    (face_at(roll=-15), Move.TILT_RIGHT),
    (face_at(roll=8), None),
    (face_at(roll=15, yaw=0.3), None),
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
    assert move(aside, face_at(yaw=-0.15)) == Move.TURN_RIGHT


@pytest.mark.parametrize("distance", [4.0, 6.0, 10.0])
@pytest.mark.parametrize("degrees", [20, 30, 40, 50, 60])
def test_a_flat_photo_turned_in_front_of_the_camera_passes_for_no_turn(
    degrees: int, distance: float
) -> None:
    rng = np.random.default_rng(degrees)
    passed = [
        move(first, turned) is not None and not looks_flat(first, turned)
        for first, turned in (flat_views(rng, degrees, distance) for _ in range(400))
    ]

    assert sum(passed) / len(passed) <= 0.01


def flat_views(rng: np.random.Generator, degrees: float, distance: float) -> tuple[Face, Face]:
    """A paper face seen straight and turned, from that many eye distances, landmarks 1.2 % off."""
    printed = np.array(face_at(yaw=rng.normal(0, 0.1)).points) - (320, 240)
    angle = np.radians(degrees * rng.choice([-1, 1]))
    depth = 1 + printed[:, :1] * np.sin(angle) / (distance * 100)
    turned = printed * (np.cos(angle), 1) / depth
    return tuple(of_points(p + rng.normal(0, 1.2, p.shape)) for p in (printed, turned))  # type: ignore[return-value]


def of_points(points: np.ndarray) -> Face:
    p = [(float(x), float(y)) for x, y in points]
    eyes = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in (p[:2], p[2:4])]
    return Face(0, 0, 1, 1, 1, tuple(p), eyes[0], eyes[1], p[4])
