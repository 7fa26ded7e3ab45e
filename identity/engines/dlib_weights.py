"""Read the learned numbers out of dlib's own file of its face recognition network.

dlib writes integers as a length byte and little-endian bytes, tensors as their shape and float32.
Layers that learn are found by name, in the order of the forward pass; see dlib/dnn/layers.h.
"""

import re
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]

LAYER = re.compile(rb"\x01[\x04-\x08](con_4|affine_|fc_2)")
CONVOLUTIONS = 29
INPUT_CHANNELS = 3


@dataclass(frozen=True)
class Convolution:
    """One convolution with the scaling after it folded in.

    `kernel` is rows x columns x channels in x channels out, `bias` is channels out.
    """

    kernel: Weights
    bias: Weights
    stride: int
    padding: int


@dataclass(frozen=True)
class _Layer:
    name: bytes
    numbers: Weights
    settings: tuple[int, ...]


def read_weights(data: bytes) -> tuple[tuple[Convolution, ...], Weights]:
    """The convolutions and the last projection (256 x 128); raises ValueError for other files."""
    try:
        layers = _layers(data)
        *rest, projection = layers
        convolutions = _folded(rest)
        if len(convolutions) != CONVOLUTIONS:
            raise ValueError(f"{len(convolutions)} convolutions, expected {CONVOLUTIONS}")
        return convolutions, projection.numbers.reshape(256, 128)
    except (IndexError, ValueError) as error:
        raise ValueError(f"not dlib's face recognition network: {error}") from error


def _layers(data: bytes) -> list[_Layer]:
    found, position = [], 0
    while match := LAYER.search(data, position):
        layer, position = _layer(data, match.end(), match.group(1))
        found.append(layer)
    return found


def _layer(data: bytes, position: int, name: bytes) -> tuple[_Layer, int]:
    if name == b"fc_2":  # outputs and inputs stand before the tensor
        _, position = _integers(data, position, 2)
    (_, *shape), position = _integers(data, position, 5)
    numbers = np.frombuffer(data, "<f4", prod(shape), position).astype(np.float32)
    position += numbers.nbytes
    settings: tuple[int, ...] = ()
    if name == b"con_4":  # filters, rows, columns, stride y and x, padding y and x
        settings, position = _integers(data, position, 7)
    return _Layer(name, numbers, settings), position


def _integers(data: bytes, position: int, count: int) -> tuple[tuple[int, ...], int]:
    values = []
    for _ in range(count):
        size = data[position] & 0x0F
        values.append(int.from_bytes(data[position + 1 : position + 1 + size], "little"))
        position += 1 + size
    return tuple(values), position


def _folded(layers: list[_Layer]) -> tuple[Convolution, ...]:
    """Each convolution with its affine layer (one factor and one offset a channel)."""
    folded = []
    channels = INPUT_CHANNELS
    for convolution, affine in zip(layers[::2], layers[1::2], strict=True):
        folded.append(_fold(convolution, affine, channels))
        channels = convolution.settings[0]
    return tuple(folded)


def _fold(convolution: _Layer, affine: _Layer, channels: int) -> Convolution:
    filters, rows, columns, stride, _, padding, _ = convolution.settings
    size = filters * channels * rows * columns
    kernel = convolution.numbers[:size].reshape(filters, channels, rows, columns)
    factor, offset = affine.numbers[:filters], affine.numbers[filters:]
    scaled = kernel * factor[:, None, None, None]
    bias = convolution.numbers[size:] * factor + offset
    return Convolution(np.ascontiguousarray(scaled.transpose(2, 3, 1, 0)), bias, stride, padding)
