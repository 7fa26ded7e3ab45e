"""The capture page in a real browser, to pass and to fail, with a camera that shows real faces."""

import io
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bot.texts import texts
from handlers.session import Lang
from identity.desk import Desk
from identity.engines.dlib_resnet import DlibResNet
from identity.face import pose
from identity.motion import TURN
from tests.browser.capture_server import prepare
from tests.browser.chat import Chat
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Server, Visit, scrolls_sideways, violations
from tests.browser.film import Film, obey
from tests.identity.conftest import engine, photos  # noqa: F401  (fixtures)
from tests.identity.mover import POSES, Mover, find, posed
from tests.identity.test_fresh import warped

SLOW_MS = 90_000
ANGLES = (35, -35)


@pytest.fixture(scope="session")
def mover(engine: DlibResNet, photos: dict[str, list[Path]]) -> Mover:  # noqa: F811
    """Somebody whose photos answer a challenge and match, judged without any page."""
    return find(Desk(engine), photos)


class Sitting(NamedTuple):
    """A server whose register knows the mover, and how to become that physician."""

    server: Server
    person: dict[str, str]


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory, mover: Mover) -> Iterator[Sitting]:
    home = tmp_path_factory.mktemp("capture")
    physician = prepare(home, mover.known)
    server = Server(home, demo=False)
    server.start()
    yield Sitting(
        server,
        {
            "name": physician.name,
            "id_number": physician.id_number,
            "qualification_number": physician.qualification_number or "",
        },
    )
    server.stop()


def opened(sitting: Sitting, page: Page) -> Chat:
    """The capture page, opened from a conversation that asked for a selfie."""
    chat = Chat(page).greeted()
    chat.bind(sitting.person)
    chat.press("核验")
    chat.main.click()
    expect(chat.button("打开拍摄页")).to_be_visible()
    chat.press("打开拍摄页")
    page.locator("a.button.main").last.click()
    expect(page.locator("#start")).to_be_visible()
    return chat


def views(pictures: Mapping[str, bytes]) -> dict[str, Image.Image]:
    """What the camera sees of somebody who does what the page asks, by the page's words."""
    zh = texts(Lang.ZH)
    return {
        zh.source(f"capture.client.step.{move or 'straight'}"): posed(pictures[name], *how)
        for move, (name, *how) in POSES.items()
    }


class Camera(NamedTuple):
    """A browser whose camera is a film, and the film."""

    browser: Browser
    film: Film

    def visit(self, url: str, scheme: Literal["light", "dark"] = "light", width: int = 390) -> Page:
        size = ViewportSize(width=width, height=800)
        context = self.browser.new_context(locale="zh-CN", color_scheme=scheme, viewport=size)
        page = context.new_page()
        page.set_default_timeout(SLOW_MS)
        page.goto(url)
        return page


@pytest.fixture
def camera(tmp_path: Path, chromium: Browser) -> Iterator[Camera]:
    film = Film(tmp_path / "film.y4m")
    arguments = [*ARGUMENTS, *film.arguments]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=arguments)
    yield Camera(browser, film)
    browser.close()


def methods(sitting: Sitting) -> list[tuple[str, str]]:
    """How each verification came about, and its verdict."""
    with sqlite3.connect(sitting.server.home / "yizhu.db") as database:
        rows = database.execute("select method, verdict from verification order by id")
        return [(str(method), str(verdict)) for method, verdict in rows]


def blobs(sitting: Sitting) -> int:
    return len(list((sitting.server.home / "blobs").iterdir()))


def test_somebody_who_moves_as_asked_is_verified_and_the_chat_says_so(
    sitting: Sitting, camera: Camera, mover: Mover
) -> None:
    page = camera.visit(sitting.server.url)
    opened(sitting, page)
    before = blobs(sitting)
    page.locator("#start").click()
    obey(page, camera.film, views(mover._asdict()), SLOW_MS)
    expect(page.locator("#verdict")).to_contain_text("比对一致", timeout=SLOW_MS)
    camera_off = page.locator("#video").evaluate("video => video.srcObject === null")
    page.locator("#end a.button").click()

    expect(page.locator(".from-bot", has_text="核验回执").last).to_be_visible()
    assert camera_off
    assert ("capture", "match") in methods(sitting)
    assert before == blobs(sitting), "the pictures are gone"


@pytest.fixture(scope="session")
def sheet(engine: DlibResNet, photos: dict[str, list[Path]]) -> dict[str, bytes]:  # noqa: F811
    """A photo on paper, turned so that the landmarks alone take it for a head that turned."""
    desk = Desk(engine)
    for paths in photos.values():
        found = turned_sheet(desk, paths[0].read_bytes())
        if found.keys() >= {"left", "right"}:
            return found
    pytest.fail("no sheet looks like a head to the landmarks")


def turned_sheet(desk: Desk, photo: bytes) -> dict[str, bytes]:
    """Views of a sheet of paper as the page sends them, those that mislead by a margin."""
    found = {"straight": sent(warped(photo))}
    first = desk.follow(found["straight"], None)
    if first.problem is not None or first.face is None:
        return {}
    for turn, nod in product(ANGLES, ANGLES):
        view = sent(warped(photo, turn=turn, nod=nod))
        face = desk.follow(view, first.face).face
        yaw = pose(face).yaw - pose(first.face).yaw if face else 0.0
        if abs(yaw) > TURN + 0.06:
            found.setdefault("left" if yaw > 0 else "right", view)
    return found


def sent(photo: bytes) -> bytes:
    """As large as the page's camera makes it."""
    made = io.BytesIO()
    picture = Image.open(io.BytesIO(photo)).resize((640, 640), Image.Resampling.BICUBIC)
    picture.save(made, "JPEG", quality=92)
    return made.getvalue()


def test_a_photo_turned_before_the_camera_is_not_taken_for_a_head(
    sitting: Sitting, camera: Camera, sheet: dict[str, bytes]
) -> None:
    page = camera.visit(sitting.server.url)
    opened(sitting, page)
    known = methods(sitting)
    page.locator("#start").click()
    obey(page, camera.film, views(sheet), SLOW_MS)
    expect(page.locator("#verdict")).to_have_text(
        texts(Lang.ZH).text("photo.flat"), timeout=SLOW_MS
    )

    assert known == methods(sitting)
    assert page.locator("#again").is_visible()


def test_a_still_picture_never_gets_past_the_first_move_and_goes_to_a_person_when_chosen(
    sitting: Sitting, camera: Camera, mover: Mover
) -> None:
    camera.film.show(posed(mover.straight, 5, 1.2))  # another picture than that above
    page = camera.visit(sitting.server.url)
    opened(sitting, page)
    page.locator("#start").click()
    expect(page.locator("#count")).to_contain_text("第 2 步", timeout=SLOW_MS)
    page.wait_for_timeout(4000)
    stuck = page.locator("#count").inner_text()
    page.locator("#stop").click()
    expect(page.locator("#problem")).to_contain_text("相机已关")
    page.locator("#still").click()
    expect(page.locator("#verdict")).to_contain_text("医院的工作人员来比对", timeout=SLOW_MS)

    assert "第 2 步" in stuck
    assert ("face", "unsure") in methods(sitting)


def test_the_way_without_a_face_is_one_press_on_the_page(sitting: Sitting, visit: Visit) -> None:
    page = visit(sitting.server.url)
    opened(sitting, page)
    page.locator("#intro [data-otherwise]").click()

    expect(page.locator("#verdict")).to_contain_text("不用拍照")


def test_without_a_camera_the_page_says_what_else_can_be_done(
    sitting: Sitting, visit: Visit
) -> None:
    page = visit(sitting.server.url)
    opened(sitting, page)
    page.evaluate(
        """() => { navigator.mediaDevices.getUserMedia =
            async () => { throw new DOMException('', 'NotAllowedError') } }"""
    )
    page.locator("#start").click()

    expect(page.locator("#problem")).to_contain_text("请医院核对")
    assert page.locator("#start").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_fault_that_axe_finds_and_fits_a_small_phone(
    sitting: Sitting,
    visit: Visit,
    camera: Camera,
    mover: Mover,
    scheme: Literal["light", "dark"],
) -> None:
    camera.film.show(posed(mover.straight))
    page = camera.visit(sitting.server.url, scheme=scheme, width=320)
    opened(sitting, page)
    address = page.url
    found = [*violations(page), *scrolls_sideways(page)]
    page.locator("#start").click()
    expect(page.locator("#count")).to_contain_text("步", timeout=SLOW_MS)
    found += [*violations(page), *scrolls_sideways(page)]
    page.locator("#stop").click()
    gone = visit(address, lang="en", scheme=scheme, width=320)
    expect(gone.locator("h1")).to_contain_text("This link can't be used")
    found += [*violations(gone), *scrolls_sideways(gone)]

    assert found == []
