"""Video notes are decoded from memory within limits; nothing else reaches the demuxers."""

import random
from pathlib import Path

import cv2
import numpy as np
import pytest

from identity.decode import is_video
from identity.video import MAX_FRAMES, frames


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Three seconds of 240 x 240 at 30 frames a second that become lighter."""
    path: Path = tmp_path_factory.mktemp("video") / "note.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 30, (240, 240))
    for number in range(90):
        writer.write(np.full((240, 240, 3), number * 2, np.uint8))
    writer.release()
    return path.read_bytes()


def test_five_frames_a_second_are_sampled_in_order(note: bytes) -> None:
    lights = [picture.pixels.mean() for picture in frames(note)]

    assert len(lights) == 15
    assert lights == sorted(lights)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"\0\0\0\x18ftypmp42" + b"\0" * 50, b"#EXTM3U\nfile:///etc/passwd\n"],
)
def test_what_is_no_video_has_no_frames(data: bytes) -> None:
    assert frames(data) == ()


def test_a_playlist_never_reaches_the_demuxers() -> None:
    assert not is_video(b"#EXTM3U\n#EXTINF:1\nfile:///etc/passwd\n")
    assert not is_video(b"ffconcat version 1.0\nfile '/etc/passwd'\n")


def test_damaged_videos_give_frames_or_nothing(note: bytes) -> None:
    rng = random.Random(4)
    for _ in range(60):
        changed = bytearray(note)
        for _ in range(rng.randint(1, 30)):
            changed[rng.randrange(8, len(changed))] = rng.randrange(256)

        assert len(frames(bytes(changed[: rng.randint(100, len(changed))]))) <= MAX_FRAMES
