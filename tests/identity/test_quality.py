"""Each thing that is wrong with a selfie is named; what only a reviewer should see is a hint."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from identity.decode import Picture, decode
from identity.engines.dlib_resnet import DlibResNet
from identity.face import Face
from identity.hints import EYES_OPEN, eyes_open, hints
from identity.problem import Hint, Problem
from identity.quality import ANY_FACE, LIMITS, SELFIE, examine, measure
from tests.identity.conftest import encoded, face_at, noise

Change = Callable[[Image.Image], Image.Image]


def on_canvas(image: Image.Image, *, factor: float) -> Image.Image:
    """The photo made smaller on a canvas of its size."""
    small = image.resize((int(image.width * factor), int(image.height * factor)))
    canvas = Image.new("RGB", image.size, "grey")
    canvas.paste(small, ((image.width - small.width) // 2, (image.height - small.height) // 2))
    return canvas


def beside_itself(image: Image.Image) -> Image.Image:
    canvas = Image.new("RGB", (image.width * 2, image.height))
    canvas.paste(image, (0, 0))
    canvas.paste(image, (image.width, 0))
    return canvas


def flattened(image: Image.Image) -> Image.Image:
    return Image.blend(image, Image.new("RGB", image.size, (128, 128, 128)), 0.8)


CHANGES: dict[str, tuple[Change, set[Problem | None]]] = {
    "untouched": (lambda i: i, {None}),
    "dark": (lambda i: ImageEnhance.Brightness(i).enhance(0.15), {Problem.TOO_DARK}),
    "burnt out": (
        lambda i: ImageEnhance.Brightness(i).enhance(4.5),
        {Problem.TOO_BRIGHT, Problem.NO_FACE},
    ),
    "flat": (flattened, {Problem.LOW_CONTRAST}),
    "blurred": (lambda i: i.filter(ImageFilter.GaussianBlur(4)), {Problem.BLURRED}),
    "far away": (lambda i: on_canvas(i, factor=0.55), {Problem.TOO_SMALL}),
    "very far away": (lambda i: on_canvas(i, factor=0.1), {Problem.NO_FACE}),
    "two people": (beside_itself, {Problem.SEVERAL_FACES}),
    "tilted": (lambda i: i.rotate(33), {Problem.TILTED, Problem.NO_FACE}),
}


@pytest.fixture(scope="module")
def good(engine: DlibResNet, photos: dict[str, list[Path]]) -> list[Image.Image]:
    """Photos of six people that pass as they are, the first of each."""
    found = []
    for paths in photos.values():
        image = Image.open(paths[0]).convert("RGB")
        if problem_of(engine, image) is None:
            found.append(image)
        if len(found) == 6:
            return found
    pytest.fail("fewer than six usable photos")


def problem_of(engine: DlibResNet, image: Image.Image) -> Problem | None:
    picture = decode(encoded(image, quality=92))
    assert isinstance(picture, Picture)
    return examine(picture, engine.faces(picture), SELFIE)


@pytest.mark.parametrize("name", CHANGES)
def test_a_spoilt_photo_is_named_for_most_people(
    engine: DlibResNet, good: list[Image.Image], name: str
) -> None:
    change, expected = CHANGES[name]
    named = [problem_of(engine, change(image)) in expected for image in good]

    assert sum(named) >= 5


def test_dark_glasses_cover_the_eyes(engine: DlibResNet, good: list[Image.Image]) -> None:
    named = [problem_of(engine, with_glasses(engine, image)) for image in good]

    assert named.count(Problem.COVERED) >= 5


def with_glasses(engine: DlibResNet, image: Image.Image) -> Image.Image:
    picture = decode(encoded(image, quality=95))
    assert isinstance(picture, Picture)
    face = engine.faces(picture)[0]
    span = face.eye_distance
    worn = Image.fromarray(picture.pixels)
    draw = ImageDraw.Draw(worn)
    for x, y in (face.left_eye, face.right_eye):
        box = (x - 0.42 * span, y - 0.27 * span, x + 0.42 * span, y + 0.37 * span)
        draw.ellipse(box, fill=(15, 15, 18))
    return worn


def test_no_face_is_named_first() -> None:
    picture = decode(encoded(noise()))
    assert isinstance(picture, Picture)

    assert examine(picture, [], SELFIE) == Problem.NO_FACE


@pytest.mark.parametrize(
    ("face", "expected"),
    [
        (face_at(yaw=0.6), Problem.TURNED),
        (face_at(roll=35), Problem.TILTED),
        (face_at(span=20), Problem.TOO_SMALL),
        (face_at(span=320), Problem.CUT_OFF),
    ],
)
def test_pose_and_place_are_judged_from_the_landmarks(face: object, expected: Problem) -> None:
    rng = np.random.default_rng(2)
    coarse = Image.fromarray(rng.integers(60, 200, (48, 64, 3), dtype=np.uint8))
    picture = Picture(np.asarray(coarse.resize((640, 480), Image.Resampling.NEAREST)), 1.0)

    assert examine(picture, [face], SELFIE) == expected  # type: ignore[list-item]


def test_for_measuring_every_face_counts() -> None:
    picture = Picture(np.zeros((480, 640, 3), dtype=np.uint8), 1.0)

    assert examine(picture, [face_at(yaw=0.9, span=10)], ANY_FACE) is None


def test_the_register_photo_is_held_to_no_more_than_a_selfie() -> None:
    from identity.purpose import Purpose

    selfie, reference = LIMITS[Purpose.SELFIE], LIMITS[Purpose.REFERENCE]
    for name in ("eye_distance", "darkest", "contrast", "sharpness", "eye_light", "confidence"):
        assert getattr(reference, name) <= getattr(selfie, name)
    for name in ("bystander", "cut_off", "brightest", "yaw", "roll"):
        assert getattr(reference, name) >= getattr(selfie, name)


def test_a_grey_photo_is_hinted_and_a_coloured_one_is_not(good: list[Image.Image]) -> None:
    picture = Picture(np.asarray(good[0].convert("L").convert("RGB")), 1.0)
    coloured = Picture(np.asarray(good[0]), 1.0)

    assert Hint.GREYSCALE in hints(picture, face_at(span=50))
    assert Hint.GREYSCALE not in hints(coloured, face_at(span=50))


def test_measures_of_a_face_partly_outside_do_not_fail() -> None:
    picture = Picture(np.zeros((40, 40, 3), dtype=np.uint8), 1.0)

    assert measure(picture, [face_at()]).cut_off > 1


def lid(photo: Image.Image, face: Face) -> Image.Image:
    """The photo with a lid over each eye: the skin below it, and a dark line of lashes."""
    shut, span = photo.copy(), face.eye_distance
    draw = ImageDraw.Draw(shut)
    for x, y in (face.left_eye, face.right_eye):
        skin = photo.getpixel((round(x), round(y + 0.3 * span)))
        draw.rectangle((x - 0.3 * span, y - 0.18 * span, x + 0.3 * span, y + 0.2 * span), skin)
        draw.line(
            (x - 0.2 * span, y + 0.05 * span, x + 0.2 * span, y + 0.05 * span), (50, 35, 30), 3
        )
    return shut


def test_eyes_under_lids_are_hardly_seen_and_open_ones_are(
    engine: DlibResNet, photos: dict[str, list[Path]]
) -> None:
    open_, shut = [], []
    for paths in list(photos.values())[:20]:
        photo = Image.open(paths[0]).convert("RGB")
        picture = decode(encoded(photo, quality=95))
        assert isinstance(picture, Picture)
        face = engine.faces(picture)[0]
        open_.append(eyes_open(picture, face) >= EYES_OPEN)
        lidded = Picture(np.asarray(lid(Image.fromarray(picture.pixels), face)), picture.shrink)
        shut.append(eyes_open(lidded, face) >= EYES_OPEN)

    assert (sum(open_) >= 19, sum(shut)) == (True, 0)
