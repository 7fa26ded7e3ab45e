"""The 112 x 112 alignment that SFace, ArcFace and their relatives were trained on."""

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.decode import Picture, Pixels
from identity.face import Face

SIDE = 112
# Eyes, nose tip and corners of the mouth, as seen in the picture from left to right.
TEMPLATE = np.array(
    [
        (38.2946, 51.6963),
        (73.5318, 51.5014),
        (56.0252, 71.7366),
        (41.5493, 92.3655),
        (70.7299, 92.2041),
    ]
)


def align(picture: Picture, face: Face) -> Pixels:
    """The face upright in the template's place, RGB 112 x 112; needs YuNet's five points."""
    matrix = similarity(np.asarray(face.points), TEMPLATE)
    chip = cv2.warpAffine(picture.pixels, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
    return np.asarray(chip, dtype=np.uint8)


def similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 2 x 3 matrix of rotation, scale and shift nearest to taking source to target.

    Least squares after Umeyama (1991), without reflection.
    """
    a, b = source - source.mean(axis=0), target - target.mean(axis=0)
    u, sizes, v = np.linalg.svd(b.T @ a)
    sign = np.array([1.0, np.sign(np.linalg.det(u @ v))])
    turn = (u * sign) @ v * (float(sizes @ sign) / max(float((a**2).sum()), 1e-12))
    shift = target.mean(axis=0) - turn @ source.mean(axis=0)
    return np.column_stack([turn, shift])
