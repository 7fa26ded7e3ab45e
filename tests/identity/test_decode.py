"""Bytes of unknown origin become a small upright picture or exactly one problem."""

import random
import struct
import time
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from identity.decode import MAX_BYTES, SMALLEST_SIDE, WORKING_SIDE, Picture, decode
from identity.problem import Problem
from tests.identity.conftest import encoded, noise


def png_claiming(width: int, height: int) -> bytes:
    """A tiny PNG whose header claims that size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def webp_claiming(width: int, height: int) -> bytes:
    """A tiny extended WebP whose header claims that canvas."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


REFUSED = [
    (b"", Problem.NOT_A_PICTURE),
    (b"hello", Problem.NOT_A_PICTURE),
    (b"PK\x03\x04" + b"\0" * 50, Problem.NOT_A_PICTURE),
    (encoded(noise(), "GIF"), Problem.FORMAT_NOT_ALLOWED),
    (encoded(noise(), "BMP"), Problem.FORMAT_NOT_ALLOWED),
    (encoded(noise(), "TIFF"), Problem.FORMAT_NOT_ALLOWED),
    (b"\0\0\0\x18ftypheic" + b"\0" * 40, Problem.FORMAT_NOT_ALLOWED),
    (b"%PDF-1.7", Problem.FORMAT_NOT_ALLOWED),
    (encoded(noise())[:400], Problem.DAMAGED),
    (b"\xff\xd8\xff" + b"\0" * 100, Problem.DAMAGED),
    (b"\xff\xd8\xff" + b"\0" * MAX_BYTES, Problem.TOO_LARGE_FILE),
    (png_claiming(6000, 4001), Problem.TOO_MANY_PIXELS),
    (png_claiming(2**31 - 1, 2**31 - 1), Problem.TOO_MANY_PIXELS),
    (webp_claiming(16000, 16000), Problem.TOO_MANY_PIXELS),
    (encoded(noise(8, 8), "PNG"), Problem.TOO_SMALL),
]


@pytest.mark.parametrize(("data", "problem"), REFUSED)
def test_what_cannot_be_used_has_one_problem(data: bytes, problem: Problem) -> None:
    assert problem == decode(data)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_allowed_formats_are_decoded(form: str) -> None:
    picture = decode(encoded(noise(), form))

    assert isinstance(picture, Picture)
    assert picture.pixels.shape == (480, 640, 3)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "RGBA", "LA"])
def test_every_colour_mode_becomes_rgb(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    picture = decode(encoded(noise().convert(mode), form))

    assert isinstance(picture, Picture)
    assert (3, np.uint8) == (picture.pixels.shape[2], picture.pixels.dtype)


def test_a_bomb_of_twenty_kilobytes_is_refused_before_its_pixels_are_made() -> None:
    bomb = encoded(Image.new("1", (14000, 14000)), "PNG")
    began = time.process_time()

    assert len(bomb) < 30_000
    assert decode(bomb) == Problem.TOO_MANY_PIXELS
    assert time.process_time() - began < 0.1


def test_a_sideways_photo_is_turned_upright() -> None:
    image = Image.new("RGB", (800, 600), "black")
    image.paste("white", (0, 0, 800, 100))  # a white band along the top
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side: turn by 90 degrees to the right
    picture = decode(encoded(image, exif=exif))

    assert isinstance(picture, Picture)
    assert (picture.height, picture.width) == (800, 600)
    assert picture.pixels[400, 590].min() > 200 > 50 > picture.pixels[400, 10].max()


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4000, 3000), (WORKING_SIDE, 960)),
        ((320, 240), (SMALLEST_SIDE, 480)),
        ((900, 700), (900, 700)),
    ],
)
def test_pictures_are_brought_to_a_working_size(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    picture = decode(encoded(Image.new("RGB", size)))

    assert isinstance(picture, Picture)
    assert expected == (picture.width, picture.height)
    assert picture.width / size[0] == pytest.approx(picture.shrink, rel=0.01)


def test_a_transparent_ground_becomes_white() -> None:
    picture = decode(encoded(Image.new("RGBA", (64, 64), (0, 0, 0, 0)), "PNG"))

    assert isinstance(picture, Picture)
    assert picture.pixels.min() == 255


def test_two_thousand_hostile_files_are_pictures_or_problems() -> None:
    rng = random.Random(20)
    seeds = [
        encoded(noise(40, 30, seed=i), form) for i in range(3) for form in ("JPEG", "PNG", "WEBP")
    ]
    for _ in range(2400):
        outcome = decode(damaged(rng, rng.choice(seeds)))

        assert isinstance(outcome, Picture | Problem)


def damaged(rng: random.Random, data: bytes) -> bytes:
    """A file with some bytes changed, cut off, repeated or taken out."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        place = rng.randrange(len(changed))
        match rng.randrange(5):
            case 0:
                changed[place] = rng.randrange(256)
            case 1:
                changed[place : place + 4] = rng.choice(
                    [b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"]
                )
            case 2:
                del changed[place : place + rng.randint(1, 40)]
            case 3:
                changed[place:place] = changed[place : place + rng.randint(1, 200)]
            case 4 if len(changed) > 60:
                del changed[rng.randint(50, len(changed)) :]
        changed = changed or bytearray(b"\0")
    return bytes(changed)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"]), st.binary())
def test_any_bytes_behind_a_right_beginning_are_pictures_or_problems(
    start: bytes, rest: bytes
) -> None:
    assert isinstance(decode(start + rest), Picture | Problem)
