"""dlib's HOG detector and 5-point aligner with its ResNet: the default engine.

The models come from the package `face_recognition_models`, found without importing it or
`face_recognition` (both end the process under setuptools 82 and later). The 68-point model is
never loaded: its training data forbid commercial use.
"""

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import dlib
import numpy as np
from PIL import Image

from identity.decode import Picture, Pixels
from identity.engines.choice import METRICS, Kind
from identity.engines.dlib_weights import read_weights
from identity.engines.engine import Vector
from identity.engines.files import checked
from identity.engines.prominence import prominence
from identity.engines.resnet import ResNet
from identity.face import Face, Point

ALIGNER = "shape_predictor_5_face_landmarks.dat"
WEIGHTS = "dlib_face_recognition_resnet_model_v1.dat"
PACKAGED = "dlib-resnet-v2"

NEAR_SIDE = 640  # HOG finds faces from 80 px, so from 1/8 of this side
FAR_SIDE = 1280  # only when nothing was found: four times the work
FAINT = -0.4  # only for measuring: faces below 0 are none to the quality checks
CHIP = 150
# Paddings of the crops whose vectors are averaged, each with its mirror image. A set that spans
# scale; crops turned by 7 degrees as well (ten in all) gain nothing that could be measured on East
# Asian people and 0.4 points on others, for two thirds more time (docs/accuracy-faces.md).
PADDINGS = (0.15, 0.25, 0.40)


def models_folder() -> Path:
    """The folder of the packaged models; raises FileNotFoundError when they are not installed."""
    spec = importlib.util.find_spec("face_recognition_models")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("face_recognition_models is not installed")
    return Path(spec.origin).parent / "models"


class DlibResNet:
    """The dlib engine, with the packaged weights or another weight file of the same network."""

    dimension = 128
    metric = METRICS[Kind.DLIB]

    def __init__(self, weights: Path | None = None, sha256: str | None = None) -> None:
        folder = models_folder()
        path, found = checked(weights or folder / WEIGHTS, "dlib ResNet", sha256)
        self.version = PACKAGED if weights is None else f"dlib-{found[:12]}"
        self._detector = dlib.get_frontal_face_detector()
        self._aligner = dlib.shape_predictor(str(folder / ALIGNER))
        self._network = ResNet(*read_weights(path.read_bytes()))

    def faces(self, picture: Picture) -> Sequence[Face]:
        """All faces from 1/16 of the longest side, the largest and most central first.

        Where there is none, what faintly resembles one, with a confidence below 0.
        """
        found = (
            self._detect(picture, NEAR_SIDE)
            or self._detect(picture, FAR_SIDE)
            or self._detect(picture, NEAR_SIDE, FAINT)
        )
        return sorted(found, key=lambda face: prominence(face, picture), reverse=True)

    def embed(self, picture: Picture, face: Face) -> Vector:
        """The mean vector of the aligned face in several crops and their mirror images."""
        shape = _shape(face)
        crops = np.stack(
            [dlib.get_face_chip(picture.pixels, shape, CHIP, padding) for padding in PADDINGS]
        )
        vectors = self._network(np.concatenate([crops, crops[:, :, ::-1]]))
        return np.asarray(vectors.mean(axis=0), dtype=np.float32)

    def _detect(self, picture: Picture, side: int, least: float = 0.0) -> list[Face]:
        scale = side / max(picture.width, picture.height)
        small = _resized(picture.pixels, scale)
        boxes, confidences, _ = self._detector.run(small, 0, least)
        return [
            self._face(picture, box, confidence, scale)
            for box, confidence in zip(boxes, confidences, strict=True)
        ]

    def _face(self, picture: Picture, box: dlib.rectangle, confidence: float, scale: float) -> Face:
        left, top, right, bottom = (
            edge / scale for edge in (box.left(), box.top(), box.right(), box.bottom())
        )
        full = dlib.rectangle(round(left), round(top), round(right), round(bottom))
        points = tuple((p.x, p.y) for p in self._aligner(picture.pixels, full).parts())
        eyes = sorted([_middle(points[0], points[1]), _middle(points[2], points[3])])
        return Face(left, top, right, bottom, confidence, points, eyes[0], eyes[1], points[4])


def _shape(face: Face) -> dlib.full_object_detection:
    """The landmarks for dlib's aligner."""
    parts = dlib.points([dlib.point(round(x), round(y)) for x, y in face.points])
    return dlib.full_object_detection(dlib.rectangle(0, 0, 1, 1), parts)


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _resized(pixels: Pixels, scale: float) -> Pixels:
    if scale == 1:
        return pixels
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR))
