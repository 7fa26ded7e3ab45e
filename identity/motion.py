"""Which move a face has made since the person looked straight ahead, and whether a head made it.

Thresholds were measured on 1,678 photos (docs/accuracy-faces.md). With five landmarks, of which
four lie nearly on a line, the residual of a homography does not tell a head from a plane; two
ratios do. A flat photo turned by 30 to 65 degrees keeps the nose where it is between the eyes
(0.3 % reach TURN without passing STRETCH), since to reach it it must be turned so far that the
eyes come visibly closer together; a head that turns by 16 degrees shifts its nose at once.
"""

from identity.challenge import Move
from identity.face import Face, pose

TURN = 0.40  # change of yaw, about 16 degrees
STRETCH = 1.3  # how much longer the face may look against the distance of the eyes
TILT = 12.0  # degrees; people sway by less than 5
NEARER = 1.3  # times the eye distance
STEADY = 0.25  # change of yaw up to which a tilt or an approach is not a turn


def move(neutral: Face, now: Face) -> Move | None:
    """The move between the two, or None for none of them or two at once.

    Left and right are the person's own, in a picture that is not mirrored.
    """
    before, after = pose(neutral), pose(now)
    yaw, roll = after.yaw - before.yaw, after.roll - before.roll
    if abs(yaw) >= TURN:
        return Move.TURN_LEFT if yaw > 0 else Move.TURN_RIGHT
    if abs(yaw) > STEADY:
        return None
    if abs(roll) >= TILT:
        return Move.TILT_LEFT if roll > 0 else Move.TILT_RIGHT
    return Move.CLOSER if now.eye_distance >= NEARER * neutral.eye_distance else None


def looks_flat(neutral: Face, turned: Face) -> bool:
    """Whether a turn narrowed the eyes as a sheet of paper or a screen does, not as a head does."""
    before, after = pose(neutral).pitch, pose(turned).pitch
    return before <= 0 or after / before > STRETCH


MIRRORED = {
    Move.TURN_LEFT: Move.TURN_RIGHT,
    Move.TURN_RIGHT: Move.TURN_LEFT,
    Move.TILT_LEFT: Move.TILT_RIGHT,
    Move.TILT_RIGHT: Move.TILT_LEFT,
    Move.CLOSER: Move.CLOSER,
}
