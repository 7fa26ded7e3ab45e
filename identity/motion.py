"""Which move a face has made since the person looked straight ahead."""

from identity.challenge import Move
from identity.face import Face, pose

TURN = 0.33  # change of yaw, about 22 degrees of a simulated head
TILT = 12.0  # degrees; people sway by less than 5
NEARER = 1.3  # times the eye distance
STEADY = 0.20  # change of yaw up to which a tilt or an approach is not a turn


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


MIRRORED = {
    Move.TURN_LEFT: Move.TURN_RIGHT,
    Move.TURN_RIGHT: Move.TURN_LEFT,
    Move.TILT_LEFT: Move.TILT_RIGHT,
    Move.TILT_RIGHT: Move.TILT_LEFT,
    Move.CLOSER: Move.CLOSER,
}
