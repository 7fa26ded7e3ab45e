"""What can be wrong with a picture, and what a reviewer should look at; texts live above."""

from enum import StrEnum


class Problem(StrEnum):
    """One reason why a picture cannot be used; each has one instruction in plain words."""

    NOT_A_PICTURE = "not_a_picture"
    FORMAT_NOT_ALLOWED = "format_not_allowed"
    DAMAGED = "damaged"
    TOO_LARGE_FILE = "too_large_file"
    TOO_MANY_PIXELS = "too_many_pixels"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    TOO_SMALL = "too_small"
    CUT_OFF = "cut_off"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    LOW_CONTRAST = "low_contrast"
    BLURRED = "blurred"
    TURNED = "turned"
    TILTED = "tilted"
    COVERED = "covered"
    COPY_OF_REFERENCE = "copy_of_reference"
    REPLAY = "replay"


class Hint(StrEnum):
    """A cue for the person who reviews; never a reason to refuse by itself."""

    GREYSCALE = "greyscale"
    PHOTO_OF_PHOTO = "photo_of_photo"
    UNEVEN_LIGHT = "uneven_light"
    EYES_HARDLY_SEEN = "eyes_hardly_seen"
