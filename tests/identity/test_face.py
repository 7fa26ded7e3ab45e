"""Pose follows from the landmarks, whatever the size and place of the face."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.face import Face, Pose, pose
from tests.identity.conftest import face_at

POSES = [(0.0, 0.0, 0.75), (0.4, 0.0, 0.75), (-0.4, 0.0, 0.6), (0.2, 15.0, 0.9), (0.0, -30.0, 0.5)]


@pytest.mark.parametrize(("yaw", "roll", "below"), POSES)
@pytest.mark.parametrize("span", [20.0, 300.0])
def test_pose_is_read_from_the_landmarks(
    yaw: float, roll: float, below: float, span: float
) -> None:
    found = pose(face_at(yaw=yaw, roll=roll, below=below, span=span))

    assert (yaw, below, roll) == pytest.approx((found.yaw, found.pitch, found.roll))


def test_a_face_without_an_eye_distance_is_frontal() -> None:
    point = (5.0, 5.0)

    assert Pose(0, 0, 0) == pose(Face(0, 0, 9, 9, 1, (point,) * 5, point, point, point))


@given(st.floats(-1, 1), st.floats(-40, 40))
def test_a_mirrored_face_has_the_mirrored_pose(yaw: float, roll: float) -> None:
    face, mirrored = pose(face_at(yaw=yaw, roll=roll)), pose(face_at(yaw=-yaw, roll=-roll))

    assert (face.yaw, face.roll) == pytest.approx((-mirrored.yaw, -mirrored.roll), abs=1e-9)
