"""What every recognition engine offers."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from identity.decode import Picture
from identity.engines.choice import Metric
from identity.face import Face

Vector = NDArray[np.float32]


class Engine(Protocol):
    """A face recogniser whose vectors compare only with vectors of the same `version`."""

    version: str
    dimension: int
    metric: Metric

    def faces(self, picture: Picture) -> Sequence[Face]:
        """All faces of a picture, the most prominent first."""
        ...

    def embed(self, picture: Picture, face: Face) -> Vector:
        """The vector of one face, `dimension` float32 numbers."""
        ...
