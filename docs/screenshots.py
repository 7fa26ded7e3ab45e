"""Take the pictures of the README from the running program: `python docs/screenshots.py LAWS`.

LAWS is a folder of laws as Markdown, which the answers quote. The people, hospitals and numbers
are those of the demonstration, all invented.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.chat import Chat  # noqa: E402
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Server  # noqa: E402
from tests.browser.console_server import drawing  # noqa: E402
from tests.browser.test_console_way import Desk, apply, told  # noqa: E402

PICTURES = ROOT / "docs" / "screenshots"
ANSWERED_WITHIN_MS = 60_000
STILL_MS = 700


class Camera:
    """Opens pages of the running program and keeps pictures of them."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self._browser = browser
        self.server = server

    def open(self, url: str, **look: Any) -> Page:
        """A page in a browser of its own; on a phone unless a width is given."""
        size = {"width": look.pop("width", 390), "height": 800}
        look = {"locale": "zh-CN", "color_scheme": "light", "device_scale_factor": 1.5} | look
        page = self._browser.new_context(viewport=size, **look).new_page()  # type: ignore[arg-type]
        page.goto(url)
        return page

    def chat(self, **look: Any) -> Chat:
        """A newcomer's chat."""
        return Chat(self.open(self.server.url, **look)).greeted()

    def keep(self, page: Page, name: str) -> None:
        """Save what the page shows once nothing moves on it."""
        page.mouse.move(0, 0)
        page.wait_for_timeout(STILL_MS)
        page.screenshot(path=PICTURES / f"{name}.png")


def chat_pictures(camera: Camera) -> None:
    """The first visit, and one question in each language."""
    camera.keep(camera.chat().page, "chat-phone-zh")
    asked = (
        ("citation-phone-zh", "医师定期考核不合格会怎么样？", {}),
        (
            "chat-desktop-en-dark",
            "Must I change my registration for half a year of training?",
            {"locale": "en", "color_scheme": "dark", "width": 1280},
        ),
    )
    for name, question, look in asked:
        chat = camera.chat(**look)
        chat.type(question)
        expect(chat.page.locator(".citation").first).to_be_visible(timeout=ANSWERED_WITHIN_MS)
        camera.keep(chat.page, name)


def case_pictures(camera: Camera, proof: Path) -> None:
    """An application: reviewed by the physician, then in the console."""
    mover, host = camera.server.people()[0], camera.server.people()[2]
    chat = camera.chat()
    chat.bind(mover)
    chat.press("请医院核对")
    clerk = Desk(camera.open, camera.server, mover["clerk"])
    clerk.take(mover["name"])
    clerk.do("确认是本人")
    told(chat, "确认是您本人")
    apply(chat, host["institution"], proof)
    told(chat, "YZ-")
    review = chat.page.locator(".message", has=chat.page.locator(".facts")).last
    review.evaluate("one => one.scrollIntoView({block: 'start'})")
    camera.keep(chat.page, "review-phone-zh")
    employer = Desk(camera.open, camera.server, host["clerk"])
    camera.keep(employer.page, "console-queue-zh")
    employer.take(mover["name"])
    employer.do("确认聘用")
    officer = Desk(camera.open, camera.server, host["officer"])
    officer.take(mover["name"])
    camera.keep(officer.page, "console-case-zh")


@contextmanager
def program(laws: str) -> Iterator[tuple[Camera, Path]]:
    """The program with its demonstration, a browser, and a proof of employment to hand in."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        proof = Path(folder) / "聘用证明.jpg"
        proof.write_bytes(drawing("white"))
        server = Server(Path(folder), demo=True)
        server.start()
        server.command("knowledge", "add", laws, "--home", str(server.home / "knowledge"))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield Camera(browser, server), proof
        finally:
            browser.close()
            server.stop()


def main(laws: str) -> None:
    """Play every scene and keep its picture."""
    PICTURES.mkdir(exist_ok=True)
    with program(laws) as (camera, proof):
        chat_pictures(camera)
        case_pictures(camera, proof)


if __name__ == "__main__":
    main(sys.argv[1])
