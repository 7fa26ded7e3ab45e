"""Is this picture good enough to compare? One problem at a time, the most useful first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from identity.decode import Picture
from identity.face import Face, Pose, pose
from identity.problem import Problem
from identity.purpose import Purpose

Grey = NDArray[np.float32]

LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
CROP = 96  # light and sharpness are measured on a face of this size, whatever the camera


@dataclass(frozen=True)
class Limits:
    """How bad a picture may be; None switches a check off.

    `confidence` is the detector's, `eye_distance` in pixels of the original picture, `bystander`
    the width of another face and `cut_off` what lies outside, both over the width of the face;
    light and contrast are 0 to 255, `eye_light` is the light of the eyes over that of the cheeks,
    `yaw` and `roll` as in `Pose`.
    """

    confidence: float | None
    eye_distance: float | None
    bystander: float | None
    cut_off: float | None
    darkest: float | None
    brightest: float | None
    contrast: float | None
    sharpness: float | None
    eye_light: float | None
    yaw: float | None
    roll: float | None


@dataclass(frozen=True)
class Measures:
    """What was measured on one face; see the functions below for units."""

    confidence: float
    eye_distance: float
    bystander: float
    cut_off: float
    light: float
    contrast: float
    sharpness: float
    eye_light: float
    pose: Pose


# A selfie can be taken again, so it is held to what the engine likes best.
SELFIE = Limits(
    confidence=0.3,  # 1 % of ordinary photos lie below: sunglasses, hats, hair, profiles
    eye_distance=30,  # below this, the aligned face is enlarged and carries no more detail
    bystander=0.5,  # somebody as near as that may be the one who is being verified
    cut_off=0.08,
    darkest=45,
    brightest=225,
    contrast=18,
    sharpness=1.5,
    eye_light=0.4,  # dark glasses lie below 0.25, 1 % of ordinary photos below 0.43
    yaw=0.5,
    roll=30,
)
# The register's photo cannot be taken again at once: only what makes comparison meaningless.
REFERENCE = Limits(
    confidence=0.0,
    eye_distance=24,
    bystander=0.7,
    cut_off=0.2,
    darkest=25,
    brightest=245,
    contrast=10,
    sharpness=1.0,
    eye_light=0.3,
    yaw=0.8,
    roll=40,
)
# Steps of a challenge are turned on purpose; only the light and the number of faces count.
MOVING = Limits(
    confidence=0.0,
    eye_distance=28,
    bystander=0.5,
    cut_off=0.2,
    darkest=40,
    brightest=235,
    contrast=14,
    sharpness=1.0,
    eye_light=0.3,
    yaw=None,
    roll=45,
)
# Measuring on given photos: every face is scored.
ANY_FACE = Limits(None, None, None, None, None, None, None, None, None, None, None)

LIMITS = {
    Purpose.SELFIE: SELFIE,
    Purpose.REFERENCE: REFERENCE,
    Purpose.MOVING: MOVING,
    Purpose.MEASURING: ANY_FACE,
}


def examine(picture: Picture, faces: Sequence[Face], limits: Limits) -> Problem | None:
    """The first problem of the most prominent face, or None when it can be compared."""
    if not faces or (limits.confidence is not None and faces[0].confidence < 0):
        return Problem.NO_FACE
    measures = measure(picture, faces)
    for problem, broken in CHECKS:
        if broken(measures, limits):
            return problem
    return None


def measure(picture: Picture, faces: Sequence[Face]) -> Measures:
    """Everything that the limits speak of, for the first of the faces."""
    face = faces[0]
    grey = face_grey(picture, face)
    low, high = np.percentile(grey, [5, 95])
    return Measures(
        confidence=face.confidence,
        eye_distance=face.eye_distance / picture.shrink,
        bystander=max((other.width / face.width for other in faces[1:]), default=0.0),
        cut_off=_outside(picture, face),
        light=float(np.median(grey)),
        contrast=float(high - low) / 4,
        sharpness=_sharpness(grey),
        eye_light=_eye_light(picture, face),
        pose=pose(face),
    )


def _above(value: float, limit: float | None) -> bool:
    return limit is not None and value > limit


def _below(value: float, limit: float | None) -> bool:
    return limit is not None and value < limit


Check = Callable[[Measures, Limits], bool]
CHECKS: tuple[tuple[Problem, Check], ...] = (
    (Problem.SEVERAL_FACES, lambda m, at: _above(m.bystander, at.bystander)),
    (Problem.CUT_OFF, lambda m, at: _above(m.cut_off, at.cut_off)),
    (Problem.TOO_SMALL, lambda m, at: _below(m.eye_distance, at.eye_distance)),
    (Problem.TOO_DARK, lambda m, at: _below(m.light, at.darkest)),
    (Problem.TOO_BRIGHT, lambda m, at: _above(m.light, at.brightest)),
    (Problem.LOW_CONTRAST, lambda m, at: _below(m.contrast, at.contrast)),
    (Problem.BLURRED, lambda m, at: _below(m.sharpness, at.sharpness)),
    (Problem.TILTED, lambda m, at: _above(abs(m.pose.roll), at.roll)),
    (Problem.TURNED, lambda m, at: _above(abs(m.pose.yaw), at.yaw)),
    (Problem.COVERED, lambda m, at: _below(m.eye_light, at.eye_light)),
    (Problem.COVERED, lambda m, at: _below(m.confidence, at.confidence)),
)


def face_grey(picture: Picture, face: Face) -> Grey:
    """The face box as a CROP x CROP luma image."""
    box = (
        max(0, round(face.left)),
        max(0, round(face.top)),
        min(picture.width, round(face.right)),
        min(picture.height, round(face.bottom)),
    )
    if box[2] <= box[0] or box[3] <= box[1]:
        return np.zeros((CROP, CROP), dtype=np.float32)
    crop = Image.fromarray(picture.pixels).crop(box).convert("L")
    return np.asarray(crop.resize((CROP, CROP), Image.Resampling.BILINEAR), dtype=np.float32)


def _outside(picture: Picture, face: Face) -> float:
    """How far the box leaves the picture, as a part of its width."""
    leaves = (-face.left, -face.top, face.right - picture.width, face.bottom - picture.height)
    return max(0.0, *leaves) / face.width


def _sharpness(grey: Grey) -> float:
    """Mean absolute Laplacian over the mean absolute gradient scale of the same face, per 255.

    Relative to contrast, so that a soft but well-lit face and a dim sharp one are told apart.
    """
    inner = grey[1:-1, 1:-1]
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    return float(np.mean(np.abs(4 * inner - around)) / max(1.0, float(np.std(grey))) * 20)


def _eye_light(picture: Picture, face: Face) -> float:
    """How light the lighter eye is, over the light of the cheeks; small behind dark glasses."""
    span = face.eye_distance
    across = (face.right_eye[0] - face.left_eye[0], face.right_eye[1] - face.left_eye[1])
    down = (-across[1] * 0.55, across[0] * 0.55)
    eyes, cheeks = [], []
    for x, y in (face.left_eye, face.right_eye):
        eyes.append(_light_at(picture, x, y, 0.25 * span, 0.14 * span, 75))
        cheeks.append(_light_at(picture, x + down[0], y + down[1], 0.15 * span, 0.12 * span, 50))
    return max(eyes) / max(1.0, sum(cheeks) / 2)


def _light_at(
    picture: Picture, x: float, y: float, wide: float, high: float, percentile: float
) -> float:
    """A percentile of the luma of a patch of 2 x wide by 2 x high; 0 outside the picture."""
    rows = slice(max(0, int(y - high)), max(0, int(y + high) + 1))
    columns = slice(max(0, int(x - wide)), max(0, int(x + wide) + 1))
    patch = picture.pixels[rows, columns]
    return float(np.percentile(patch @ LUMA, percentile)) if patch.size else 0.0
