"""A real server and a real browser for the tests of the pages."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import ROOT, missing

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
STARTS_WITHIN_S = 60.0
ANSWERS_WITHIN_MS = 10_000
expect.set_options(timeout=ANSWERS_WITHIN_MS)


ARRIVED = """() => Promise.all(document.getAnimations()
    .filter((one) => one.effect.getTiming().iterations !== Infinity)
    .map((one) => one.finished))"""


class Server:
    """The program as an operator runs it, on a free port, with a folder of its own."""

    def __init__(self, home: Path, demo: bool) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self._demo = demo
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers; what it prints goes to a file in its folder."""
        environment = os.environ | {
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "YIZHU_HOME": str(self.home),
            "YIZHU_DEMO": str(self._demo).lower(),
        }
        with (self.home / "printed").open("ab") as printed:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=ROOT,
                env=environment,
                stdout=printed,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the server did not start:\n{self.printed()[-4000:]}")
            time.sleep(0.1)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator would."""
        self._end(signal.SIGINT)

    def command(self, *words: str) -> None:
        """Run one of the operator's commands on the same folder."""
        environment = os.environ | {"YIZHU_HOME": str(self.home)}
        subprocess.run([sys.executable, "-m", "bot", *words], cwd=ROOT, env=environment, check=True)

    def printed(self) -> str:
        """All that it has printed."""
        return (self.home / "printed").read_text("utf-8", errors="replace")

    def people(self) -> list[dict[str, str]]:
        """The people of the demonstration."""
        people: list[dict[str, str]] = json.loads((self.home / "demo.json").read_text("utf-8"))
        return people

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url, timeout=2):
                return True
        except (URLError, OSError):
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program with the invented register, shared by all tests of a run."""
    server = Server(tmp_path_factory.mktemp("demo"), demo=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The program with an empty register, to be killed and started again."""
    server = Server(tmp_path, demo=False)
    server.start()
    yield server
    server.stop()


# For each module: while it lives, Playwright keeps an event loop running, in which tests of other
# modules could not run theirs.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium with an invented camera."""
    if not CHROMIUM.exists():
        missing(f"no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Open an address as a person of its own; the test fails if the page's script ever did."""
    contexts, failures = [], []

    def open_page(
        url: str, lang: str = "zh-CN", scheme: str = "light", width: int = 390, **more: Any
    ) -> Page:
        size = {"width": width, "height": more.pop("height", 800)}
        context = chromium.new_context(
            locale=lang,
            color_scheme=scheme,
            viewport=size,
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(ANSWERS_WITHIN_MS)
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert failures == []


def violations(page: Page) -> list[str]:
    """What axe finds on the page once nothing moves on it any more."""
    page.evaluate(ARRIVED)
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def scrolls_sideways(page: Page) -> list[str]:
    """Elements that can be scrolled to the side; there should be none."""
    return list(
        page.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll('body *')]
              .filter((one) => one.scrollWidth > one.clientWidth + 1)
              .filter((one) => one === document.documentElement
                || ['auto', 'scroll'].includes(getComputedStyle(one).overflowX))
              .map((one) => one.tagName + '.' + one.className)"""
        )
    )
