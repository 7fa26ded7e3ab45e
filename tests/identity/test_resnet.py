"""The network in numpy gives the vectors that dlib gives."""

import dlib
import numpy as np
import pytest

from identity.engines.dlib_resnet import WEIGHTS, models_folder
from identity.engines.dlib_weights import read_weights
from identity.engines.resnet import ResNet


@pytest.fixture(scope="module")
def weights() -> bytes:
    return (models_folder() / WEIGHTS).read_bytes()


def test_vectors_equal_those_of_dlib(weights: bytes) -> None:
    chips = np.random.default_rng(3).integers(0, 255, (3, 150, 150, 3), dtype=np.uint8)
    theirs = dlib.face_recognition_model_v1(str(models_folder() / WEIGHTS))
    expected = np.array([theirs.compute_face_descriptor(chip) for chip in chips])

    found = ResNet(*read_weights(weights))(chips)

    assert np.abs(expected - found).max() < 1e-5


@pytest.mark.parametrize("cut", [0, 100, 5_000_000])
def test_another_file_is_refused(weights: bytes, cut: int) -> None:
    with pytest.raises(ValueError, match="not dlib's face recognition network"):
        read_weights(weights[:cut])
