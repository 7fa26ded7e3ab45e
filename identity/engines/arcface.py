"""Any ArcFace-style ONNX recogniser on faces of 112 x 112, found by YuNet.

Needs the extra `onnx`; the operator brings both files and reads their licences.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from identity.decode import Picture, Pixels
from identity.engines.align112 import SIDE, align
from identity.engines.choice import METRICS, Kind
from identity.engines.engine import Vector
from identity.engines.files import checked
from identity.engines.yunet import YuNet
from identity.face import Face


class ArcFace:
    """A recogniser with one input of n x 3 x 112 x 112 (RGB, -1 to 1) and one output of n x d."""

    metric = METRICS[Kind.ONNX]

    def __init__(self, weights: Path | None, detector: Path | None, sha256: str | None) -> None:
        import onnxruntime

        path, found = checked(weights, "recogniser", sha256)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(path), options)
        self._input = self._session.get_inputs()[0].name
        self.version = f"onnx-{found[:12]}"
        self.dimension = int(self._run(np.zeros((1, SIDE, SIDE, 3), dtype=np.uint8)).shape[1])
        self._detector = YuNet(checked(detector, "YuNet")[0])

    def faces(self, picture: Picture) -> Sequence[Face]:
        """All faces, the largest and most central first."""
        return self._detector.faces(picture)

    def embed(self, picture: Picture, face: Face) -> Vector:
        """The mean direction of the aligned face and its mirror image."""
        chip = align(picture, face)
        rows = np.concatenate([self._run(side[None]) for side in (chip, chip[:, ::-1])])
        lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return np.asarray((rows / lengths).mean(axis=0), dtype=np.float32)

    def _run(self, chips: Pixels) -> Vector:
        scaled = (chips.astype(np.float32) - 127.5) / 127.5
        planes = np.ascontiguousarray(scaled.transpose(0, 3, 1, 2))
        return np.asarray(self._session.run(None, {self._input: planes})[0], dtype=np.float32)
