"""Copies of a picture are noticed; other pictures are not."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from identity.decode import Picture
from identity.fingerprint import fingerprint
from identity.replay import FLAG_AT, REFUSE_AT, Seen, distance, seen


def smooth(seed: int) -> Image.Image:
    """A picture with large shapes, as photos have."""
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 255, (7, 7, 3), dtype=np.uint8))
    return small.resize((400, 400), Image.Resampling.BICUBIC)


def hashes(image: Image.Image) -> tuple[str, str]:
    return fingerprint(Picture(np.asarray(image), 1.0))


COPIES = {
    "same": lambda image: image,
    "half": lambda image: image.resize((200, 200)),
    "lighter": lambda image: ImageEnhance.Brightness(image).enhance(1.1),
    "grey": lambda image: image.convert("L").convert("RGB"),
    "mirrored": ImageOps.mirror,
}


@pytest.mark.parametrize("kind", COPIES)
@pytest.mark.parametrize("seed", range(5))
def test_copies_are_replays(kind: str, seed: int) -> None:
    copy = hashes(COPIES[kind](smooth(seed)))[0]

    assert seen(copy, hashes(smooth(seed))) == Seen.REPLAY


def test_other_pictures_are_new() -> None:
    earlier = [hash_ for seed in range(60) for hash_ in hashes(smooth(seed))]

    assert {seen(hashes(smooth(seed))[0], earlier) for seed in range(60, 120)} == {Seen.NEW}


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        (0, Seen.REPLAY),
        (REFUSE_AT, Seen.REPLAY),
        (REFUSE_AT + 1, Seen.SIMILAR),
        (FLAG_AT, Seen.SIMILAR),
        (FLAG_AT + 1, Seen.NEW),
        (64, Seen.NEW),
    ],
)
def test_the_number_of_different_bits_decides(bits: int, expected: Seen) -> None:
    assert seen(f"{2**bits - 1:016x}", ["0" * 16]) == expected
    assert distance(f"{2**bits - 1:016x}", "0" * 16) == bits


def test_nothing_was_seen_before_the_first_picture() -> None:
    assert seen("0" * 16, []) == Seen.NEW


def test_different_photos_of_people_are_not_replays(photos: dict[str, list[Path]]) -> None:
    paths = [path for paths in list(photos.values())[:20] for path in paths[:3]]
    found = [hashes(Image.open(path).convert("RGB")) for path in paths]
    replays = [
        (a, b)
        for a in range(len(found))
        for b in range(a)
        if seen(found[a][0], found[b]) == Seen.REPLAY
    ]

    assert replays == []
