"""Write tiny ONNX files, so that brought engines run in tests without anybody's weights.

Only the fields of onnx.proto that these networks need; numbers are the fields' own.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

FLOAT = 1
INTS = 7


def recogniser(path: Path, dimension: int) -> Path:
    """A network of n x 3 x 112 x 112 to n x dimension with fixed random weights."""
    rng = np.random.default_rng(0)
    weights = {
        "kernel": rng.normal(0, 0.05, (8, 3, 16, 16)).astype("<f4"),
        "projection": rng.normal(0, 0.05, (8 * 7 * 7, dimension)).astype("<f4"),
    }
    nodes = [
        _node("Conv", ["data", "kernel"], "c", {"kernel_shape": [16, 16], "strides": [16, 16]}),
        _node("Flatten", ["c"], "f"),
        _node("MatMul", ["f", "projection"], "out"),
    ]
    inputs, outputs = {"data": (1, 3, 112, 112)}, {"out": (1, dimension)}
    return _write(path, nodes, weights, inputs, outputs)


def yunet(path: Path, points: np.ndarray, size: tuple[float, float]) -> Path:
    """A detector of 640 x 640 with YuNet's outputs that always finds one face.

    `points` are five landmarks in pixels; the box of that size is centred on (272, 336).
    """
    outputs = {}
    for stride in (8, 16, 32):
        cells = (640 // stride) ** 2
        for name, width in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)):
            outputs[f"{name}_{stride}"] = np.full((1, cells, width), 1e-4, dtype="<f4")
    row, column = 10, 8
    cell = row * 20 + column
    outputs["cls_32"][0, cell] = outputs["obj_32"][0, cell] = 0.9
    outputs["bbox_32"][0, cell] = [0.5, 0.5, *np.log(np.array(size) / 32)]
    outputs["kps_32"][0, cell] = (points / 32 - (column, row)).ravel()
    weights = {"zero": np.zeros((), dtype="<f4")} | {f"k{n}": a for n, a in outputs.items()}
    nodes = [_node("ReduceMean", ["input"], "mean"), _node("Mul", ["mean", "zero"], "nil")]
    nodes += [_node("Add", [f"k{name}", "nil"], name) for name in outputs]
    shapes = {name: array.shape for name, array in outputs.items()}
    return _write(path, nodes, weights, {"input": (1, 3, 640, 640)}, shapes)


def _write(
    path: Path,
    nodes: Sequence[bytes],
    weights: Mapping[str, np.ndarray],
    inputs: Mapping[str, Sequence[int]],
    outputs: Mapping[str, Sequence[int]],
) -> Path:
    graph = b"".join(_field(1, node) for node in nodes) + _field(2, b"graph")
    graph += b"".join(_field(5, _tensor(name, array)) for name, array in weights.items())
    graph += b"".join(_field(11, _shape(name, shape)) for name, shape in inputs.items())
    graph += b"".join(_field(12, _shape(name, shape)) for name, shape in outputs.items())
    operators = _field(1, b"") + _number(2, 11)
    path.write_bytes(_number(1, 8) + _field(7, graph) + _field(8, operators))
    return path


def _node(
    kind: str,
    inputs: Sequence[str],
    output: str,
    settings: Mapping[str, Sequence[int]] | None = None,
) -> bytes:
    settings = {"keepdims": [0]} if kind == "ReduceMean" else settings or {}
    body = b"".join(_field(1, name.encode()) for name in inputs)
    body += _field(2, output.encode()) + _field(4, kind.encode())
    return body + b"".join(_field(5, _setting(name, v)) for name, v in settings.items())


def _setting(name: str, values: Sequence[int]) -> bytes:
    if name == "keepdims":
        return _field(1, name.encode()) + _number(3, values[0]) + _number(20, 2)
    numbers = b"".join(_number(8, value) for value in values)
    return _field(1, name.encode()) + numbers + _number(20, INTS)


def _tensor(name: str, array: np.ndarray) -> bytes:
    dims = b"".join(_number(1, size) for size in array.shape)
    return dims + _number(2, FLOAT) + _field(8, name.encode()) + _field(9, array.tobytes())


def _shape(name: str, shape: Sequence[int]) -> bytes:
    dims = b"".join(_field(1, _number(1, size)) for size in shape)
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, FLOAT) + _field(2, dims)))


def _field(number: int, body: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(body)) + body


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
