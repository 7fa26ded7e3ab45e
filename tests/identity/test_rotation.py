"""A rotation hides vectors, keeps their distances, and follows from the key alone."""

import numpy as np
import pytest

from identity.rotation import Rotation

VECTORS = np.random.default_rng(1).normal(size=(6, 128)).astype("<f4")


def turned(rotation: Rotation) -> np.ndarray:
    return np.array([np.frombuffer(rotation.hide(v.tobytes()), dtype="<f4") for v in VECTORS])


def test_hidden_vectors_come_back() -> None:
    rotation = Rotation(b"key", 128)
    back = np.frombuffer(rotation.show(rotation.hide(VECTORS[0].tobytes())), dtype="<f4")

    assert back == pytest.approx(VECTORS[0], abs=1e-5)


def test_distances_between_hidden_vectors_are_kept() -> None:
    hidden = turned(Rotation(b"key", 128))

    assert np.linalg.norm(hidden[0] - hidden[1:], axis=1) == pytest.approx(
        np.linalg.norm(VECTORS[0] - VECTORS[1:], axis=1), rel=1e-5
    )


def test_the_same_key_gives_the_same_rotation_and_another_key_another() -> None:
    same, again, other = (turned(Rotation(key, 128)) for key in (b"key", b"key", b"other"))

    assert (same == again).all()
    assert np.linalg.norm(same - other, axis=1).min() > 10
    assert np.linalg.norm(same - VECTORS, axis=1).min() > 10
