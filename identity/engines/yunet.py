"""The YuNet detector of OpenCV: box, five points and confidence of every face."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.decode import Picture, Pixels
from identity.engines.prominence import prominence
from identity.face import Face, Point

SIDE = 640  # YuNet finds faces of 10 to 300 px
CONFIDENCE = 0.7
OVERLAP = 0.3


class YuNet:
    """Finds faces; the points are the eyes, the nose tip and the corners of the mouth."""

    def __init__(self, weights: Path) -> None:
        cv2.setNumThreads(1)
        self._detector = cv2.FaceDetectorYN.create(
            str(weights), "", (SIDE, SIDE), CONFIDENCE, OVERLAP
        )

    def faces(self, picture: Picture) -> Sequence[Face]:
        """All faces, the largest and most central first."""
        scale = min(1.0, SIDE / max(picture.width, picture.height))
        small = cv2.resize(bgr(picture.pixels), None, fx=scale, fy=scale)
        self._detector.setInputSize((small.shape[1], small.shape[0]))
        _, rows = self._detector.detect(small)
        found = [_face(row, scale) for row in rows] if rows is not None else []
        return sorted(found, key=lambda face: prominence(face, picture), reverse=True)


def bgr(pixels: Pixels) -> Pixels:
    """The order of colours that OpenCV's models expect."""
    return np.ascontiguousarray(pixels[:, :, ::-1])


def _face(row: NDArray[np.float32], scale: float) -> Face:
    """A row of YuNet: x, y, width, height, five points, confidence."""
    x, y, width, height, *places = (float(value) / scale for value in row[:14])
    points: tuple[Point, ...] = tuple(zip(places[::2], places[1::2], strict=True))
    eyes = sorted(points[:2])
    box = (x, y, x + width, y + height)
    return Face(*box, float(row[14]), points, eyes[0], eyes[1], points[2])
