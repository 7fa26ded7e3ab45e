"""Whole captures: pictures of real faces, warped as a camera would see a photo that is turned."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from identity.challenge import Challenge, Move, issue
from identity.decode import Picture, decode
from identity.desk import Desk
from identity.engines.dlib_resnet import DlibResNet
from identity.face import Face
from identity.flat import FLAT, plane_fit
from identity.fresh import judge
from identity.order import Failure
from identity.problem import Problem
from identity.verdict import Verdict
from tests.identity.conftest import encoded, noise
from tests.identity.mover import MOVED, NOW, Mover, film, find


@pytest.fixture(scope="module")
def desk(engine: DlibResNet) -> Desk:
    return Desk(engine)


def warped(
    photo: bytes, *, turn: float = 0.0, nod: float = 0.0, roll: float = 0.0, zoom: float = 1.0
) -> bytes:
    """The photo as a sheet of paper, turned about two axes, rolled and brought nearer."""
    image = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)
    image = cv2.copyMakeBorder(image, *[125] * 4, cv2.BORDER_REPLICATE)
    size, far = image.shape[0], 2.0 * image.shape[0]
    corners = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], float) * size / 2
    seen = corners @ _spin(nod, 1, 2).T @ _spin(turn, 0, 2).T @ _spin(roll, 0, 1).T
    target = seen[:, :2] * zoom * far / (far + seen[:, 2:]) + size / 2
    source = (corners[:, :2] + size / 2).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(source, target.astype(np.float32))
    view = cv2.warpPerspective(image, matrix, (size, size))
    return encoded(Image.fromarray(view[:, :, ::-1]), quality=88)


def _spin(degrees: float, a: int, b: int) -> np.ndarray:
    """The rotation in the plane of two of the three axes."""
    angle, matrix = np.radians(degrees), np.eye(3)
    matrix[[a, b, a, b], [a, b, b, a]] = [np.cos(angle)] * 2 + [-np.sin(angle), np.sin(angle)]
    return matrix


def flat_answer(challenge: Challenge, photo: bytes, turn: float, nod: float) -> list[bytes]:
    """A photo held before the camera and moved as the challenge asks, as well as paper can."""
    views = {
        Move.TURN_LEFT: warped(photo, turn=turn, nod=nod),
        Move.TURN_RIGHT: warped(photo, turn=turn, nod=-nod),
        Move.TILT_LEFT: warped(photo, roll=18),
        Move.TILT_RIGHT: warped(photo, roll=-18),
        Move.CLOSER: warped(photo, zoom=1.5),
    }
    return [warped(photo), *(views[move] for move in challenge.moves)]


@pytest.mark.parametrize(("turn", "nod"), [(40, 0), (40, 30), (-40, 30), (30, 40), (-30, 40)])
def test_a_photo_turned_before_the_camera_never_answers_a_challenge(
    desk: Desk, photos: dict[str, list[Path]], turn: float, nod: float
) -> None:
    outcomes = []
    for number, paths in enumerate(list(photos.values())[:6]):
        challenge = issue(str(number), NOW)
        frames = flat_answer(challenge, paths[0].read_bytes(), turn, nod)
        outcomes.append(judge(desk, challenge, frames, paths[1].read_bytes(), True))

    assert [found.fresh for found in outcomes] == [False] * 6
    assert {found.verification for found in outcomes} == {None}


@pytest.mark.parametrize(("turn", "nod"), [(30, 0), (-40, 30), (25, 35)])
def test_a_turned_sheet_fits_a_plane(
    engine: DlibResNet, photos: dict[str, list[Path]], turn: float, nod: float
) -> None:
    fits = []
    for paths in list(photos.values())[:8]:
        photo = paths[0].read_bytes()
        views = [_found(engine, one) for one in (warped(photo), warped(photo, turn=turn, nod=nod))]
        if None not in views:
            fits.append(plane_fit(*views))  # type: ignore[arg-type]

    assert len(fits) >= 4
    assert min(fits) > FLAT


def test_heads_that_turned_fit_no_plane(engine: DlibResNet, mover: Mover) -> None:
    views = {name: _found(engine, photo) for name, photo in mover._asdict().items()}
    fits = [plane_fit(views["straight"], views[name]) for name in ("left", "right")]  # type: ignore[arg-type]

    assert max(fits) < FLAT


def _found(engine: DlibResNet, photo: bytes) -> tuple[Picture, Face] | None:
    picture = decode(photo)
    assert isinstance(picture, Picture)
    faces = engine.faces(picture)
    return (picture, faces[0]) if faces else None


@pytest.fixture(scope="module")
def mover(photos: dict[str, list[Path]], engine: DlibResNet) -> Mover:
    return find(Desk(engine), photos)


STILL = Challenge(nonce="n", moves=(), issued_at=NOW)


def test_a_head_that_turns_answers_the_challenge(desk: Desk, mover: Mover) -> None:
    frames = [mover.straight, mover.left, mover.right]
    found = judge(desk, MOVED, frames, mover.known, False)

    assert (found.failure, found.problem) == (None, None)
    assert found.verification is not None
    assert (found.fresh, found.verification.verdict) == (True, Verdict.MATCH)
    assert len(set(found.fingerprints)) == 3


def test_moves_in_the_wrong_order_do_not(desk: Desk, mover: Mover) -> None:
    frames = [mover.straight, mover.right, mover.left]

    assert judge(desk, MOVED, frames, mover.known, False).failure == Failure.WRONG_ORDER


def test_a_film_of_the_moves_answers_and_gives_a_picture_for_a_person_to_compare(
    desk: Desk, mover: Mover, tmp_path: Path
) -> None:
    data = film(tmp_path / "film.mp4", mover, MOVED.moves)
    found = judge(desk, MOVED, [data], mover.known, True)
    still = decode(found.still or b"")

    assert (found.failure, found.fresh) == (None, True)
    assert isinstance(still, Picture)
    assert desk.engine.faces(still)


def test_two_people_cannot_share_a_capture(
    desk: Desk, two_of_one: tuple[bytes, bytes], somebody_else: bytes
) -> None:
    found = judge(desk, STILL, [two_of_one[0], somebody_else], two_of_one[1], False)

    assert found.failure == Failure.ANOTHER_PERSON


def test_a_still_capture_is_at_most_unsure(desk: Desk, two_of_one: tuple[bytes, bytes]) -> None:
    found = judge(desk, STILL, [two_of_one[0]], two_of_one[1], False)

    assert found.verification is not None
    assert (found.fresh, found.verification.verdict) == (False, Verdict.UNSURE)


def test_the_register_photo_moved_before_the_camera_is_a_copy(
    desk: Desk, two_of_one: tuple[bytes, bytes]
) -> None:
    frames = [warped(two_of_one[1]), warped(two_of_one[1], zoom=1.1)]

    assert judge(desk, STILL, frames, two_of_one[1], False).problem == Problem.COPY_OF_REFERENCE


def test_the_first_unusable_picture_is_named(desk: Desk, two_of_one: tuple[bytes, bytes]) -> None:
    frames = [two_of_one[0], encoded(noise()), b"hello"]
    found = judge(desk, STILL, frames, two_of_one[1], False)

    assert (found.problem, found.frame) == (Problem.NO_FACE, 1)


def test_a_video_of_a_still_photo_does_not_answer(
    desk: Desk, two_of_one: tuple[bytes, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "still.mp4"
    frame = cv2.resize(cv2.imdecode(np.frombuffer(two_of_one[0], np.uint8), 1), (400, 400))
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 10, (400, 400))
    for _ in range(20):
        writer.write(frame)
    writer.release()
    found = judge(desk, MOVED, [path.read_bytes()], two_of_one[1], False)

    assert (found.failure, found.missing) == (Failure.MOVE_MISSING, Move.TURN_LEFT)


def test_an_unreadable_video_is_named(desk: Desk, two_of_one: tuple[bytes, bytes]) -> None:
    found = judge(desk, STILL, [b"\0\0\0\x18ftypmp42" + b"\0" * 90], two_of_one[1], False)

    assert found.failure == Failure.UNREADABLE
