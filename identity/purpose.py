"""What a picture is for, which decides how strict the quality checks are."""

from enum import StrEnum


class Purpose(StrEnum):
    """A selfie, the register's photo, a step of a challenge, or measuring on given photos."""

    SELFIE = "selfie"
    REFERENCE = "reference"
    MOVING = "moving"
    MEASURING = "measuring"
