"""Turn bytes of unknown origin into a small upright RGB picture, or into one problem.

Runs inside the limited worker process; the header is judged before any pixel is allocated.
"""

import io
import struct
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from identity.problem import Problem

Pixels = NDArray[np.uint8]

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 24_000_000  # Pillow's own 179 million let a 20 KB file take half a gigabyte
MIN_SIDE = 16
WORKING_SIDE = 1280  # eyes of a face at 1/8 of the frame are still 60 px apart
SMALLEST_SIDE = 640  # landmarks are whole pixels: on a smaller picture the aligned face would shake

ALLOWED = ("JPEG", "PNG", "WEBP")
OTHER_PICTURES = (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0", b"8BPS", b"%PDF", b"<svg")


@dataclass(frozen=True)
class Picture:
    """An upright picture: RGB, height x width x 3; `shrink` is this size over the original size."""

    pixels: Pixels
    shrink: float

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])


def decode(data: bytes) -> Picture | Problem:
    """Decode a JPEG, PNG or WebP of at most 12 MB and 24 megapixels; bad bytes never raise."""
    if len(data) > MAX_BYTES:
        return Problem.TOO_LARGE_FILE
    if not _allowed(data):
        return Problem.FORMAT_NOT_ALLOWED if _other_picture(data) else Problem.NOT_A_PICTURE
    if _webp_canvas(data) > MAX_PIXELS:
        return Problem.TOO_MANY_PIXELS
    try:
        return _open(data)
    except Image.DecompressionBombError:
        return Problem.TOO_MANY_PIXELS
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error, MemoryError):
        return Problem.DAMAGED
    except (IndexError, KeyError, TypeError, AttributeError, OverflowError, ZeroDivisionError):
        return Problem.DAMAGED  # Pillow's parsers raise these on hostile headers


def is_video(data: bytes) -> bool:
    """Whether the bytes begin as MP4, QuickTime or WebM do.

    Nothing else reaches the demuxers: a playlist could name files and addresses to be opened.
    """
    return data[4:8] == b"ftyp" or data.startswith(b"\x1a\x45\xdf\xa3")


def _allowed(data: bytes) -> bool:
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return webp or data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def _other_picture(data: bytes) -> bool:
    return data[4:8] == b"ftyp" or data.startswith(OTHER_PICTURES)


def _webp_canvas(data: bytes) -> int:
    """Pixels of a WebP canvas, else 0: libwebp allocates the canvas when the file is opened."""
    if data[12:16] == b"VP8X" and len(data) >= 30:
        wide, high = data[24:27] + b"\0", data[27:30] + b"\0"
        return int((struct.unpack("<I", wide)[0] + 1) * (struct.unpack("<I", high)[0] + 1))
    if data[12:16] == b"VP8L" and len(data) >= 25:
        bits = struct.unpack("<I", data[21:25])[0]
        return int(((bits & 0x3FFF) + 1) * (((bits >> 14) & 0x3FFF) + 1))
    return 0


def _open(data: bytes) -> Picture | Problem:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns about EXIF that it then ignores
        with Image.open(io.BytesIO(data), formats=ALLOWED) as image:
            if image.width * image.height > MAX_PIXELS:
                return Problem.TOO_MANY_PIXELS
            if min(image.size) < MIN_SIDE:
                return Problem.TOO_SMALL
            return _load(image)


def _load(image: Image.Image) -> Picture:
    original = max(image.size)
    image.draft("RGB", (WORKING_SIDE, WORKING_SIDE))  # JPEG: decode at 1/2, 1/4 or 1/8
    image.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BILINEAR, reducing_gap=2.0)
    upright = _enlarged(_on_white(ImageOps.exif_transpose(image)))
    return Picture(np.asarray(upright), max(upright.size) / original)


def _enlarged(image: Image.Image) -> Image.Image:
    factor = SMALLEST_SIDE / max(image.size)
    if factor <= 1:
        return image
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, Image.Resampling.BICUBIC)


def _on_white(image: Image.Image) -> Image.Image:
    """Flatten transparency: a cut-out photo keeps a white ground, as identity photos have."""
    if image.mode == "RGB":
        return image
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")
