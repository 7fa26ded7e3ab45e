"""Which of several faces is the person: the largest and most central one."""

from identity.decode import Picture
from identity.face import Face


def prominence(face: Face, picture: Picture) -> float:
    """Width of the face, less its distance from the middle: a bystander is small or aside."""
    x, y = (face.left + face.right) / 2, (face.top + face.bottom) / 2
    return face.width - abs(x - picture.width / 2) - abs(y - picture.height / 2)
