"""A copy of a verified picture is noticed by its vector and pose; other pictures are not."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from identity.copies import SAME_POSE, copied
from identity.desk import Desk
from identity.engines.choice import Metric
from identity.engines.dlib_resnet import DlibResNet
from identity.fresh import judge
from identity.problem import Problem
from identity.purpose import Purpose
from identity.replay import Seen, seen
from identity.request import Kept
from identity.rotation import Rotation
from identity.template import Template
from identity.verdict import Verdict
from tests.identity.conftest import encoded
from tests.identity.mover import MOVED, Mover
from tests.identity.test_fresh import STILL, mover  # noqa: F401  (a fixture)

METRIC = Metric.EUCLIDEAN
WANTED = Kept(wanted=True)


@pytest.fixture(scope="module")
def desk(engine: DlibResNet) -> Desk:
    return Desk(engine)


@pytest.fixture(scope="module")
def verified(desk: Desk, two_of_one: tuple[bytes, bytes]) -> Template:
    """The template of a selfie that matched."""
    found = desk.verify([two_of_one[0]], two_of_one[1], Purpose.SELFIE, WANTED)
    assert found.template is not None
    return found.template


def cropped(photo: bytes, part: float = 0.06, *, mirror: bool = False) -> bytes:
    image = Image.open(io.BytesIO(photo)).convert("RGB")
    edge = int(part * image.width)
    image = ImageOps.crop(image, edge)
    return encoded(ImageOps.mirror(image) if mirror else image, quality=85)


def synthetic(*frames: tuple[float, float, float], engine: str = "e") -> Template:
    """Frames in two dimensions: how far out the vector lies, yaw and pitch."""
    vectors = np.array([[out, 0.0] for out, _, _ in frames], dtype="<f4")
    poses = tuple((yaw, pitch) for _, yaw, pitch in frames)
    return Template(engine=engine, vectors=vectors.tobytes(), poses=poses)


KNOWN = synthetic((0.0, 0.2, 0.5), (1.0, -0.4, 0.6))


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        (synthetic((0.05, 0.2, 0.5)), True),
        (synthetic((0.05, -0.2, 0.5)), True),  # mirrored
        (synthetic((0.05, 0.2, 0.5), (1.05, -0.4, 0.6)), True),
        (synthetic((0.2, 0.2, 0.5)), False),  # another vector
        (synthetic((0.05, 0.2 + 2 * SAME_POSE, 0.5)), False),  # another pose
        (synthetic((0.05, 0.2, 0.5 - 2 * SAME_POSE)), False),
        (synthetic((0.05, 0.2, 0.5), (0.5, 0.2, 0.5)), False),  # a frame of today among them
        (synthetic((0.05, 0.2, 0.5), engine="another"), False),
    ],
)
def test_a_probe_is_a_copy_if_each_of_its_frames_is(probe: Template, expected: bool) -> None:
    assert expected == copied(probe, [KNOWN], METRIC)


def test_nothing_is_a_copy_of_nothing() -> None:
    assert not copied(KNOWN, [], METRIC)


@pytest.mark.parametrize("mirror", [False, True])
def test_a_cropped_copy_that_no_hash_notices_is_refused(
    desk: Desk, two_of_one: tuple[bytes, bytes], verified: Template, mirror: bool
) -> None:
    selfie, reference = two_of_one
    copy = cropped(selfie, mirror=mirror)
    kept = Kept(earlier=(verified,))
    hashes = [desk.examine(one, Purpose.SELFIE) for one in (copy, selfie)]
    found = desk.verify([copy], reference, Purpose.SELFIE, kept)
    still = judge(desk, STILL, [copy], reference, False, kept)

    earlier = (hashes[1].fingerprint or "", hashes[1].mirror or "")
    assert seen(hashes[0].fingerprint or "", earlier) is not Seen.REPLAY
    assert (Problem.REPLAY, Problem.REPLAY) == (found.problem, still.problem)


def test_another_picture_of_the_same_person_is_none(
    desk: Desk, photos: dict[str, list[Path]], verified: Template
) -> None:
    person = next(iter(photos.values()))
    others = [path.read_bytes() for path in person[2:]]
    reference = person[1].read_bytes()
    kept = Kept(earlier=(verified,))

    found = [desk.verify([one], reference, Purpose.SELFIE, kept).problem for one in others]

    assert others
    assert Problem.REPLAY not in found


def test_a_vector_leaves_the_worker_only_with_a_match_and_where_it_is_wanted(
    desk: Desk, two_of_one: tuple[bytes, bytes], somebody_else: bytes
) -> None:
    selfie, reference = two_of_one
    unwanted = desk.verify([selfie], reference, Purpose.SELFIE)
    other = desk.verify([somebody_else], reference, Purpose.SELFIE, WANTED)
    still = judge(desk, STILL, [selfie], reference, False, WANTED).verification

    assert (Verdict.MATCH, None) == (unwanted.verdict, unwanted.template)
    assert (Verdict.NO_MATCH, None) == (other.verdict, other.template)
    assert still is not None
    assert (Verdict.UNSURE, None) == (still.verdict, still.template)


def test_a_capture_leaves_a_template_by_which_it_cannot_be_played_again(
    desk: Desk,
    mover: Mover,  # noqa: F811
) -> None:
    frames = [mover.straight, mover.left, mover.right]
    first = judge(desk, MOVED, frames, mover.known, False, WANTED).verification
    assert first is not None
    assert first.template is not None
    again = judge(
        desk,
        MOVED,
        [cropped(frame) for frame in frames],
        mover.known,
        False,
        Kept(earlier=(first.template,)),
    )

    assert 3 == len(first.template.poses)
    assert Problem.REPLAY == again.problem


def test_what_leaked_from_another_deployment_recognises_nobody(verified: Template) -> None:
    ours, theirs = (Rotation(key, verified.dimension) for key in (b"ours", b"theirs"))
    hidden = theirs.hide(verified.vectors)
    shown = [
        verified.model_copy(update={"vectors": vectors})
        for vectors in (theirs.show(hidden), ours.show(hidden), hidden)
    ]

    assert [True, False, False] == [copied(verified, [one], METRIC) for one in shown]
