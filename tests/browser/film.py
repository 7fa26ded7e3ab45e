"""A camera for Chromium's fake device: a film file whose one frame is replaced while it plays."""

import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from playwright.sync_api import Page

from tests.identity.mover import SIDE

HEADER = f"YUV4MPEG2 W{SIDE} H{SIDE} F15:1 Ip C420\n".encode()
FRAME = b"FRAME\n"
POLL_MS = 60


class Film:
    """A Y4M file of one frame. Chromium reads it anew for every picture of the fake camera."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_bytes(HEADER + FRAME + _planes(Image.new("RGB", (SIDE, SIDE), "grey")))

    @property
    def arguments(self) -> list[str]:
        """What makes Chromium play this film as its camera."""
        return [f"--use-file-for-fake-video-capture={self.path}"]

    def show(self, scene: Image.Image) -> None:
        """From now on the camera sees this."""
        with self.path.open("r+b") as film:
            film.seek(len(HEADER) + len(FRAME))
            film.write(_planes(scene))


def obey(page: Page, film: Film, views: dict[str, Image.Image], ms: int) -> None:
    """Show what the page asks for (`views` by its words) until it says what came of it."""
    deadline, shown = time.monotonic() + ms / 1000, ""
    while not page.locator("#verdict").inner_text().strip() and time.monotonic() < deadline:
        asked = page.locator("#step").text_content() or ""
        if asked != shown and asked in views:
            film.show(views[asked])
            shown = asked
        page.wait_for_timeout(POLL_MS)


def _planes(picture: Image.Image) -> bytes:
    """The picture in the layout of a Y4M frame: brightness, then the two colours at half size."""
    return bytes(cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2YUV_I420).tobytes())
