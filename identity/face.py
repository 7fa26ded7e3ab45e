"""One face in a picture: box, landmarks and the pose that follows from them."""

import math
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Face:
    """A face in pixels of the decoded picture.

    `left_eye` and `right_eye` are eye centres as seen in the picture (left is the smaller x);
    `points` are all five landmarks of the engine's own detector, in its own order.
    """

    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    points: tuple[Point, ...]
    left_eye: Point
    right_eye: Point
    nose: Point

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def eye_distance(self) -> float:
        return math.dist(self.left_eye, self.right_eye)


@dataclass(frozen=True)
class Pose:
    """Head pose as ratios of the eye distance, from the eyes and the nose alone.

    `yaw`: how far the nose lies from the middle of the eyes along their line, in half eye
    distances; positive when the nose points to the right of the picture.
    `pitch`: how far the nose lies below the line of the eyes; smaller when looking up.
    `roll`: degrees, positive when the right eye of the picture lies lower.
    """

    yaw: float
    pitch: float
    roll: float


def pose(face: Face) -> Pose:
    """The pose of a face; a degenerate face (no eye distance) is frontal."""
    span = face.eye_distance
    if span == 0:
        return Pose(0.0, 0.0, 0.0)
    ex, ey = face.right_eye[0] - face.left_eye[0], face.right_eye[1] - face.left_eye[1]
    nx, ny = face.nose[0] - face.left_eye[0], face.nose[1] - face.left_eye[1]
    along, below = (ex * nx + ey * ny) / span**2, (ex * ny - ey * nx) / span**2
    return Pose(2 * along - 1, below, math.degrees(math.atan2(ey, ex)))
