"""Frames of a short video, decoded from memory by OpenCV."""

import io
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from identity.decode import Picture, is_video

MAX_BYTES = 24 * 1024 * 1024  # a Telegram video note of 60 s is below 12 MB
MAX_PIXELS = 1920 * 1080
MAX_SECONDS = 75.0
FRAMES_PER_SECOND = 5.0
MAX_FRAMES = 120
SIDE = 480


def frames(data: bytes) -> Sequence[Picture]:
    """About five pictures a second, at most 120; empty when it cannot be decoded in the limits."""
    if len(data) > MAX_BYTES or not is_video(data):
        return ()
    memory = io.BytesIO(data)  # OpenCV keeps no reference of its own
    source = cv2.VideoCapture(memory, cv2.CAP_FFMPEG, [])  # type: ignore[call-overload]
    try:
        return tuple(_sampled(source))
    except cv2.error:
        return ()
    finally:
        source.release()


def _sampled(source: cv2.VideoCapture) -> Iterator[Picture]:
    width, height = (source.get(p) for p in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
    rate = source.get(cv2.CAP_PROP_FPS)
    if not (0 < width * height <= MAX_PIXELS and 1 <= rate <= 240):
        return
    step = max(1, round(rate / FRAMES_PER_SECOND))
    for number in range(min(int(rate * MAX_SECONDS), MAX_FRAMES * step)):
        if not source.grab():
            return
        if number % step == 0:
            ok, frame = source.retrieve()
            if ok:
                yield _picture(frame)


def _picture(frame: np.ndarray) -> Picture:
    shrink = min(1.0, SIDE / max(frame.shape[:2]))
    small = cv2.resize(frame, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    return Picture(np.ascontiguousarray(small[:, :, ::-1]), shrink)
