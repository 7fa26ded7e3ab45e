"""Do the faces of a capture show the moves of its challenge, in that order and no other?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from identity.challenge import Move
from identity.face import Face, pose
from identity.motion import MIRRORED, move

NEUTRAL_YAW = 0.5
NEUTRAL_ROLL = 20.0


class Failure(StrEnum):
    """Why a capture does not answer its challenge."""

    EXPIRED = "expired"
    UNREADABLE = "unreadable"
    NO_NEUTRAL = "no_neutral"
    MOVE_MISSING = "move_missing"
    WRONG_ORDER = "wrong_order"
    FLAT = "flat"
    ANOTHER_PERSON = "another_person"


@dataclass(frozen=True)
class Ordered:
    """The outcome: a failure (and the move that is missing), or the frames that show each step.

    `steps` are places in the given faces: first the look straight ahead, then one a move.
    """

    failure: Failure | None
    missing: Move | None = None
    steps: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Run:
    """Neighbouring frames that show the same move."""

    move: Move
    places: tuple[int, ...]


def in_order(moves: Sequence[Move], faces: Sequence[Face], *, steady: int, mirror: bool) -> Ordered:
    """Judge faces in the order of time.

    `steady` is how many frames a move must last (1 for photos, more for video); `mirror` also
    takes the whole sequence mirrored, as many phones' front cameras record it.
    """
    start = next((i for i, face in enumerate(faces) if is_straight(face)), None)
    if start is None:
        return Ordered(Failure.NO_NEUTRAL)
    runs = list(_runs(faces, start, steady))
    shown = [run.move for run in runs]
    wanted = [*moves]
    if mirror and shown == [MIRRORED[one] for one in wanted]:
        wanted = shown
    if shown != wanted:
        return _not_shown(shown, wanted)
    return Ordered(None, steps=(start, *(run.places[len(run.places) // 2] for run in runs)))


def is_straight(face: Face) -> bool:
    """Whether somebody looks straight enough ahead for moves to be told from it."""
    position = pose(face)
    return abs(position.yaw) <= NEUTRAL_YAW and abs(position.roll) <= NEUTRAL_ROLL


def _runs(faces: Sequence[Face], start: int, steady: int) -> Iterator[_Run]:
    """The moves that lasted, each once though it may flicker."""
    labels = [(move(faces[start], faces[i]), i) for i in range(start + 1, len(faces))]
    last: Move | None = None
    for label, group in groupby(labels, key=lambda pair: pair[0]):
        places = tuple(place for _, place in group)
        if label is None or len(places) < steady or label is last:
            continue
        last = label
        yield _Run(label, places)


def _not_shown(shown: Sequence[Move], wanted: Sequence[Move]) -> Ordered:
    if list(shown) == list(wanted[: len(shown)]):
        return Ordered(Failure.MOVE_MISSING, missing=wanted[len(shown)])
    return Ordered(Failure.WRONG_ORDER)
