"""Could a turned face be a flat photo that was turned?

Two pictures of a plane differ by a homography, whatever its pose; two pictures of a head do not,
since the nose, the cheeks and the ears lie at different depths. Landmarks cannot tell: four of
the five lie on a line, so a sheet turned about two axes looks like a head to them. The pixels can.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.decode import Picture
from identity.face import Face

# Simulated sheets, turned about two axes, fit a plane to 0.992 or better (94 of them), simulated
# heads to 0.93 or worse in 99 of 100 (212): docs/accuracy-faces.md.
FLAT = 0.96

WIDTH, HEIGHT = 96, 120
EYES = np.array([(30.0, 44.0), (66.0, 44.0)])
MARGIN = 32  # room around the turned face, from which the fit may take pixels
BLUR = 1.2
STEPS = 40

Matrix = NDArray[np.float32]
Grey = NDArray[np.uint8]


def plane_fit(neutral: tuple[Picture, Face], turned: tuple[Picture, Face]) -> float:
    """How well a plane explains both views: the correlation of the faces at the best homography.

    1 for a sheet of paper or a screen, clearly less for a head that turned.
    """
    straight, turn = _upright(neutral[1], 0), _upright(turned[1], MARGIN)
    template = _seen(neutral[0], straight, WIDTH, HEIGHT)
    other = _seen(turned[0], turn, WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN)
    places = (_marks(neutral[1], straight), _marks(turned[1], turn))
    first = np.vstack([cv2.getAffineTransform(*places), [0, 0, 1]]).astype(np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    fitted = cv2.warpPerspective(
        other, _refined(template, other, first), (WIDTH, HEIGHT), flags=flags
    )
    return _correlation(template, np.asarray(fitted, dtype=np.uint8))


def _refined(template: Grey, other: Grey, first: Matrix) -> Matrix:
    """The homography that correlates best, found from the landmarks' guess (ECC)."""
    end = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, STEPS, 1e-4)
    try:
        kind = cv2.MOTION_HOMOGRAPHY
        _, found = cv2.findTransformECC(template, other, first.copy(), kind, end)
    except cv2.error:  # it did not converge: then no plane explains the pair
        return first
    return np.asarray(found, dtype=np.float32)


def _upright(face: Face, margin: float) -> NDArray[np.float64]:
    """The similarity, 2 x 3, that brings the eyes to their places."""
    (x1, y1), (x2, y2) = face.left_eye, face.right_eye
    span = complex(x2 - x1, y2 - y1)
    turn = complex(EYES[1, 0] - EYES[0, 0], 0) / (span if span else 1)
    rotation = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
    return np.column_stack([rotation, EYES[0] + margin - rotation @ (x1, y1)])


def _seen(picture: Picture, matrix: NDArray[np.float64], width: int, height: int) -> Grey:
    grey = cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2GRAY)
    upright = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(upright, (0, 0), BLUR), dtype=np.uint8)


def _marks(face: Face, matrix: NDArray[np.float64]) -> Matrix:
    points = np.array([face.left_eye, face.right_eye, face.nose])
    return (points @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)


def _correlation(a: Grey, b: Grey) -> float:
    """Pearson's correlation within an oval over the face."""
    oval = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    cv2.ellipse(oval, (48, 62), (34, 46), 0, 0, 360, 1, -1)
    inside = oval > 0
    x, y = (side[inside].astype(np.float64) for side in (a, b))
    x, y = x - x.mean(), y - y.mean()
    return float((x * y).sum() / max(float(np.sqrt((x * x).sum() * (y * y).sum())), 1e-9))
