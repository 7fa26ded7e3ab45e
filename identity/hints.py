"""What a person who compares two pictures should look at; no hint ever refuses anything.

None of them was measured against attacks. Eyes above all are a hint only: five landmarks do not
show a lid, and what can be seen of one is least sure in people whose eyes are narrow.
"""

import numpy as np
from PIL import Image

from identity.decode import Picture
from identity.face import Face, Point
from identity.problem import Hint
from identity.quality import CROP, Grey, face_grey

EYE = (24, 14)  # pixels of an eye's patch when measured
# Of ordinary photos 0.6 % lie below, of East Asian people 1.8 %: most with eyes closed or nearly
# so, some with narrow, shaded or blurred ones.
EYES_OPEN = 0.22


def hints(picture: Picture, face: Face) -> tuple[Hint, ...]:
    """The hints of one picture."""
    grey = face_grey(picture, face)
    cues = {
        Hint.GREYSCALE: _colourless(picture),
        Hint.PHOTO_OF_PHOTO: _bordered(picture, face),
        Hint.UNEVEN_LIGHT: _uneven(grey),
        Hint.EYES_HARDLY_SEEN: eyes_open(picture, face) < EYES_OPEN,
    }
    return tuple(hint for hint, seen in cues.items() if seen)


def eyes_open(picture: Picture, face: Face) -> float:
    """How much an iris stands out in the eye that shows more of one.

    Steps of brightness from side to side over those from top to bottom: an iris between two
    whites has both, a lid's line only the latter.
    """
    return max(_iris(_patch(picture, face, eye)) for eye in (face.left_eye, face.right_eye))


def _patch(picture: Picture, face: Face, eye: Point) -> Grey:
    span = face.eye_distance
    box = (
        round(eye[0] - 0.22 * span),
        round(eye[1] - 0.11 * span),
        round(eye[0] + 0.22 * span),
        round(eye[1] + 0.15 * span),
    )
    patch = Image.fromarray(picture.pixels).crop(box).convert("L")
    return np.asarray(patch.resize(EYE, Image.Resampling.BOX), dtype=np.float32)


def _iris(patch: Grey) -> float:
    across = np.abs(patch[:, 2:] - patch[:, :-2]).mean()
    down = np.abs(patch[2:] - patch[:-2]).mean()
    return float(across / (down + 1.0))


def _colourless(picture: Picture) -> bool:
    sample = picture.pixels[::8, ::8].astype(np.int16)
    return bool(np.mean(sample.max(axis=2) - sample.min(axis=2)) < 3)


def _uneven(grey: Grey) -> bool:
    left, right = float(np.mean(grey[:, : CROP // 2])), float(np.mean(grey[:, CROP // 2 :]))
    return abs(left - right) > 60


def _bordered(picture: Picture, face: Face) -> bool:
    """A straight edge across more than two thirds of a side of the face: paper or screen."""
    grey = np.asarray(Image.fromarray(picture.pixels).convert("L"), dtype=np.float32)
    top, bottom = max(0, round(face.top)), min(picture.height, round(face.bottom))
    band = grey[top:bottom]
    if band.shape[0] < 16 or band.shape[1] < 16:
        return False
    steps = np.abs(np.diff(band, axis=1)) > 25
    beside = np.ones(steps.shape[1], dtype=bool)
    beside[max(0, round(face.left)) : round(face.right)] = False
    return bool(np.any(steps[:, beside].mean(axis=0) > 0.66))
