"""Pictures and faces for the tests of identity; photos of people come from the shared data only."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from identity.engines.dlib_resnet import DlibResNet
from identity.face import Face, Point

Encode = Callable[..., bytes]


@pytest.fixture(scope="session")
def engine() -> DlibResNet:
    return DlibResNet()


@pytest.fixture(scope="session")
def photos(shared: Path) -> dict[str, list[Path]]:
    """Photos of the people who have at least four, by person, in a fixed order."""
    folder = shared / "data" / "faces"
    people: dict[str, list[Path]] = {}
    with (folder / "images.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            people.setdefault(row["identity"], []).append(folder / row["path"])
    return {person: paths for person, paths in sorted(people.items()) if len(paths) >= 4}


@pytest.fixture(scope="session")
def two_of_one(photos: dict[str, list[Path]]) -> tuple[bytes, bytes]:
    """Two photos of one person that plainly match, and pass the checks of a selfie."""
    paths = next(iter(photos.values()))
    return paths[0].read_bytes(), paths[1].read_bytes()


@pytest.fixture(scope="session")
def somebody_else(photos: dict[str, list[Path]]) -> bytes:
    return list(photos.values())[1][0].read_bytes()


def encoded(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """The image as a file."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def noise(width: int = 64, height: int = 48, seed: int = 1) -> Image.Image:
    """A picture of nothing."""
    pixels = np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def face_at(
    *, yaw: float = 0.0, roll: float = 0.0, span: float = 100.0, below: float = 0.75
) -> Face:
    """A face with exactly this pose; yaw and below (pitch) as in `Pose`, roll in degrees."""
    turn = np.exp(1j * np.radians(roll))
    local = [-0.7 + 0j, -0.3 + 0j, 0.3 + 0j, 0.7 + 0j, yaw / 2 + 1j * below]
    points: list[Point] = [
        (320 + (p * turn * span).real, 240 + (p * turn * span).imag) for p in local
    ]
    middle = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in (points[:2], points[2:4])]
    box = (320 - span, 240 - span, 320 + span, 240 + span)
    return Face(*box, 1.0, tuple(points), middle[0], middle[1], points[4])
