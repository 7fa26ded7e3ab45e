"""Vectors of all articles from an embedding model, kept beside the index and checked before use.

The file carries the model, the prefixes, the vector of a probe text and the index's stamp. A
different model, or the same name with other weights, is a mismatch: the vectors are not used.
"""

import json
import logging
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.endpoints import Endpoint, embed

_LOG = logging.getLogger(__name__)
_PROBE = "医师注册 physician registration"
_ALIKE = 0.999


class Vectors:
    """Unit vectors, one a provision, and the model that made them."""

    def __init__(self, endpoint: Endpoint, rows: npt.NDArray[np.float16]) -> None:
        self._endpoint = endpoint
        self._rows = rows

    def near(self, question: str) -> npt.NDArray[np.float32] | None:
        """Return the cosine of every provision with a question, or None when the model fails."""
        told = embed(self._endpoint, [question], question=True)
        if told is None or len(told[0]) != self._rows.shape[1]:
            return None
        scores: npt.NDArray[np.float32] = self._rows.astype(np.float32) @ _unit(told)[0]
        return scores


def build(endpoint: Endpoint, texts: Sequence[str], stamp: int, file: Path) -> bool:
    """Embed all texts and save them with what is needed to check them; False when that fails."""
    told = embed(endpoint, [_PROBE, *texts], question=False)
    if told is None or len({len(vector) for vector in told}) != 1:
        return False
    vectors = _unit(told)
    partial = file.with_suffix(".part.npz")
    np.savez(
        partial,
        about=np.array(json.dumps(_about(endpoint, stamp))),
        probe=vectors[0],
        rows=vectors[1:].astype(np.float16),
    )
    partial.replace(file)
    return True


def load(endpoint: Endpoint, stamp: int, file: Path) -> Vectors | None:
    """Return the saved vectors if they are of this model and index, else None (logged)."""
    try:
        with np.load(file) as saved:
            about, probe, rows = str(saved["about"]), saved["probe"], saved["rows"]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    if json.loads(about) != _about(endpoint, stamp):
        _LOG.warning("vectors are of another model or index: not used")
        return None
    told = embed(endpoint, [_PROBE], question=False)
    if told is None or len(told[0]) != len(probe):
        return None
    if float(_unit(told)[0] @ probe) < _ALIKE:
        _LOG.warning("the embedding model answers otherwise than when the vectors were made")
        return None
    return Vectors(endpoint, rows)


def _about(endpoint: Endpoint, stamp: int) -> dict[str, object]:
    return {
        "model": endpoint.model,
        "query_prefix": endpoint.query_prefix,
        "document_prefix": endpoint.document_prefix,
        "stamp": stamp,
    }


def _unit(vectors: Sequence[Sequence[float]]) -> npt.NDArray[np.float32]:
    rows = np.array(vectors, np.float32)
    unit: npt.NDArray[np.float32] = rows / np.maximum(
        np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-9)
    )
    return unit
