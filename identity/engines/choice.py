"""Which engine an operator chose; light enough for the parent process."""

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Kind(StrEnum):
    """The engines that this package can run."""

    DLIB = "dlib"
    SFACE = "sface"
    ONNX = "onnx"


class Metric(StrEnum):
    """How far two vectors of an engine are apart."""

    EUCLIDEAN = "euclidean"
    COSINE = "cosine"


METRICS = {
    Kind.DLIB: Metric.EUCLIDEAN,
    Kind.SFACE: Metric.COSINE,
    Kind.ONNX: Metric.COSINE,
}


class EngineChoice(BaseModel):
    """An engine and its weight files; without paths, dlib with the packaged weights.

    `weights` is the recogniser, `detector` the YuNet file that sface and onnx need; `sha256` of
    the weights is checked when given. Example: `EngineChoice(kind=Kind.DLIB)`.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind = Kind.DLIB
    weights: Path | None = None
    detector: Path | None = None
    sha256: str | None = None
