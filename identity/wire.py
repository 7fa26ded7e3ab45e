"""Messages between the parent and a worker: a list of byte strings, each with its length."""

import struct
from collections.abc import Sequence
from typing import BinaryIO

COUNT = struct.Struct(">I")
MAX_PARTS = 200
MAX_PART = 64 * 1024 * 1024


def pack(parts: Sequence[bytes]) -> bytes:
    """One message: the number of parts, then each part behind its length (big-endian)."""
    framed = [COUNT.pack(len(parts))]
    for part in parts:
        framed += [COUNT.pack(len(part)), part]
    return b"".join(framed)


def checked(size: int, limit: int) -> int:
    """The size; raises ValueError above the limit, so that a broken peer cannot ask for memory."""
    if size > limit:
        raise ValueError(f"a message claims {size}, the limit is {limit}")
    return size


def read(stream: BinaryIO) -> list[bytes] | None:
    """The next message of a blocking stream, or None at its end."""
    head = stream.read(COUNT.size)
    if len(head) < COUNT.size:
        return None
    parts = []
    for _ in range(checked(COUNT.unpack(head)[0], MAX_PARTS)):
        size = checked(COUNT.unpack(stream.read(COUNT.size))[0], MAX_PART)
        parts.append(stream.read(size))
    return parts
