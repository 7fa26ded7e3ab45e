"""A 64-bit perceptual hash of a picture and of its mirror image, to notice replays."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from identity.decode import Picture

SIDE = 32
KEPT = 8


def fingerprint(picture: Picture) -> tuple[str, str]:
    """The hashes of the picture and of its mirror image, 16 hexadecimal digits each."""
    small = Image.fromarray(picture.pixels).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    grey = np.asarray(small, dtype=np.float64)
    return _hash(grey), _hash(grey[:, ::-1])


def _cosines() -> NDArray[np.float64]:
    """The first rows of the DCT-II matrix, KEPT x SIDE."""
    k, n = np.arange(KEPT)[:, None], np.arange(SIDE)[None, :]
    return np.asarray(np.cos(np.pi * k * (2 * n + 1) / (2 * SIDE)), dtype=np.float64)


COSINES = _cosines()


def _hash(grey: NDArray[np.float64]) -> str:
    low = (COSINES @ grey @ COSINES.T).ravel()
    bits = np.concatenate([[False], low[1:] > np.median(low[1:])])  # the mean light says nothing
    return np.packbits(bits).tobytes().hex()
