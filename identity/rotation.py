"""Stored vectors under a secret rotation: a leaked one fits no other deployment."""

import hashlib

import numpy as np
from numpy.typing import NDArray


class Rotation:
    """An orthogonal matrix that follows from a deployment's key; distances stay what they are.

    It hides vectors from whoever lacks the key and lets all be replaced at once with a new one;
    it is no encryption, so stored vectors are sealed as well.
    """

    def __init__(self, key: bytes, dimension: int) -> None:
        axes, lengths = np.linalg.qr(_normal(key, dimension))
        self._matrix = axes * np.sign(np.diag(lengths))

    def hide(self, embeddings: bytes) -> bytes:
        """Rotated vectors: one or more of little-endian float32 in, the same out."""
        return self._turned(embeddings, self._matrix)

    def show(self, hidden: bytes) -> bytes:
        """The vectors as the engine made them."""
        return self._turned(hidden, self._matrix.T)

    def _turned(self, embeddings: bytes, matrix: NDArray[np.float64]) -> bytes:
        vectors = np.frombuffer(embeddings, dtype="<f4").reshape(-1, len(matrix))
        return bytes((vectors.astype(np.float64) @ matrix).astype("<f4").tobytes())


def _normal(key: bytes, dimension: int) -> NDArray[np.float64]:
    """Normal numbers from the key alone: numpy's own generators may change between versions."""
    count = dimension * dimension
    stream = hashlib.shake_256(b"yizhu rotation" + dimension.to_bytes(4, "big") + key)
    whole = np.frombuffer(stream.digest(16 * count), dtype="<u8").reshape(2, count)
    radius, angle = (whole + 0.5) / 2.0**64
    normal = np.sqrt(-2 * np.log(radius)) * np.cos(2 * np.pi * angle)
    return np.asarray(normal.reshape(dimension, dimension))
