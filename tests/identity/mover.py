"""Somebody of the shared photos who turns both ways, seen in the poses that a challenge asks for."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pytest
from PIL import Image

from identity.challenge import Challenge, Move
from identity.desk import Desk, Seen
from identity.face import pose
from identity.fresh import judge
from identity.purpose import Purpose
from identity.verdict import Verdict

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOVED = Challenge(nonce="n", moves=(Move.TURN_LEFT, Move.TURN_RIGHT), issued_at=NOW)
TURNED = 0.42
SIDE = 640
# Which photo shows a move, how far it is rolled (degrees, clockwise) and how near it is.
POSES: Mapping[Move | None, tuple[str, float, float]] = {
    None: ("straight", 0, 1),
    Move.TURN_LEFT: ("left", 0, 1),
    Move.TURN_RIGHT: ("right", 0, 1),
    Move.TILT_LEFT: ("straight", 18, 1),
    Move.TILT_RIGHT: ("straight", -18, 1),
    Move.CLOSER: ("straight", 0, 1.45),
}


class Mover(NamedTuple):
    """Photos of one person: straight, turned to both sides, and the register's."""

    straight: bytes
    left: bytes
    right: bytes
    known: bytes


def find(desk: Desk, photos: Mapping[str, Sequence[Path]]) -> Mover:
    """Somebody whose photos answer a challenge and match."""
    for paths in photos.values():
        found = turns(desk, paths)
        if found is None or desk.follow(found.straight, None).problem is not None:
            continue
        verdict = judge(desk, MOVED, found[:3], found.known, False).verification
        if verdict is not None and verdict.verdict is Verdict.MATCH:
            return found
    pytest.fail("nobody in the shared photos turns both ways and matches")


def turns(desk: Desk, paths: Sequence[Path]) -> Mover | None:
    """Photos of a person who happens to look straight, to the left and to the right, if any."""
    seen = {path: desk.look(path.read_bytes(), Purpose.MOVING) for path in paths}
    yaws = {path: pose(one.face).yaw for path, one in seen.items() if isinstance(one, Seen)}
    for straight, middle in yaws.items():
        left = [path for path, yaw in yaws.items() if yaw - middle > TURNED]
        right = [path for path, yaw in yaws.items() if yaw - middle < -TURNED]
        rest = [path for path in yaws if path not in (straight, *left[:1], *right[:1])]
        if abs(middle) < 0.3 and left and right and rest:
            return Mover(*(one.read_bytes() for one in (straight, left[0], right[0], rest[0])))
    return None


def posed(photo: bytes, degrees: float = 0, zoom: float = 1) -> Image.Image:
    """The photo as a camera sees it, SIDE x SIDE, rolled and brought nearer."""
    scene = Image.open(io.BytesIO(photo)).convert("RGB").resize((SIDE, SIDE))
    scene = scene.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="grey")
    edge = SIDE * (1 - 1 / zoom) / 2
    return scene.resize((SIDE, SIDE), box=(edge, edge, SIDE - edge, SIDE - edge))


def film(path: Path, mover: Mover, moves: Sequence[Move]) -> bytes:
    """An MP4 in which the person looks straight ahead and then makes the moves, a second each."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 10, (SIDE, SIDE))
    for move in (None, *moves):
        name, degrees, zoom = POSES[move]
        scene = np.asarray(posed(getattr(mover, name), degrees, zoom))
        for _ in range(10):
            writer.write(scene[:, :, ::-1])
    writer.release()
    return path.read_bytes()
