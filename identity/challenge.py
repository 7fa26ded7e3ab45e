"""A fresh-capture challenge: a random order of small movements, due within a minute or so.

It shows that pictures were taken for this request. It is not a test against masks, live face
swaps or injected video, and no attack data were available to measure it.
"""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import permutations

from pydantic import AwareDatetime, BaseModel, ConfigDict

SECONDS = 75


class Move(StrEnum):
    """What the person is asked to do, named from the person's own side."""

    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    TILT_LEFT = "tilt_left"
    TILT_RIGHT = "tilt_right"
    CLOSER = "closer"


TURNS = (Move.TURN_LEFT, Move.TURN_RIGHT)  # always both: only a turn tells a head from a flat photo
OTHERS = (Move.TILT_LEFT, Move.TILT_RIGHT, Move.CLOSER)


class Challenge(BaseModel):
    """One challenge: first a look straight ahead, then `moves` in this order.

    Without moves it asks for a still picture only, for those who cannot move; then nothing shows
    that the picture is fresh, and the most that it can give is unsure.
    """

    model_config = ConfigDict(frozen=True)

    nonce: str
    moves: tuple[Move, ...]
    issued_at: AwareDatetime
    seconds: int = SECONDS

    @property
    def expires_at(self) -> datetime:
        """When the last picture must have arrived."""
        return self.issued_at + timedelta(seconds=self.seconds)


def issue(nonce: str, at: datetime, *, motion: bool = True) -> Challenge:
    """A challenge whose order follows from the nonce, which must be random and used once."""
    return Challenge(nonce=nonce, moves=_moves(nonce) if motion else (), issued_at=at)


def _moves(nonce: str) -> tuple[Move, ...]:
    """Both turns and one other move: 18 orders, each equally likely."""
    digest = hashlib.sha256(b"yizhu challenge" + nonce.encode()).digest()
    number = int.from_bytes(digest, "big")
    moves = [*TURNS, OTHERS[number % len(OTHERS)]]
    return tuple(tuple(permutations(moves))[number // len(OTHERS) % 6])
