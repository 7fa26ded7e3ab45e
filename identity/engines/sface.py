"""YuNet and SFace by OpenCV; the operator brings both files."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from identity.decode import Picture
from identity.engines.align112 import align
from identity.engines.choice import METRICS, Kind
from identity.engines.engine import Vector
from identity.engines.files import checked
from identity.engines.yunet import YuNet, bgr
from identity.face import Face


class SFace:
    """OpenCV's SFace recogniser: 128 numbers, compared by their angle."""

    dimension = 128
    metric = METRICS[Kind.SFACE]

    def __init__(self, weights: Path | None, detector: Path | None, sha256: str | None) -> None:
        path, found = checked(weights, "SFace", sha256)
        self.version = f"sface-{found[:12]}"
        self._detector = YuNet(checked(detector, "YuNet")[0])
        self._network = cv2.FaceRecognizerSF.create(str(path), "")

    def faces(self, picture: Picture) -> Sequence[Face]:
        """All faces, the largest and most central first."""
        return self._detector.faces(picture)

    def embed(self, picture: Picture, face: Face) -> Vector:
        """The mean direction of the aligned face and its mirror image."""
        chip = bgr(align(picture, face))
        sides = [self._direction(side) for side in (chip, np.ascontiguousarray(chip[:, ::-1]))]
        return np.asarray(np.mean(sides, axis=0), dtype=np.float32)

    def _direction(self, chip: np.ndarray) -> Vector:
        vector = np.asarray(self._network.feature(chip), dtype=np.float32).ravel()
        return vector / max(float(np.linalg.norm(vector)), 1e-9)
