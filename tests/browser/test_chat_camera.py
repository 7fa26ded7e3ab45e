"""The camera of the chat page, with Chromium's invented one."""

import pytest
from playwright.sync_api import expect

from bot.web.assets import asset
from tests.browser.chat import Chat
from tests.browser.conftest import Server, Visit

NO_CAMERA = """name => {
    navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', name) }
}"""


@pytest.fixture
def asked_for_photo(demo_server: Server, visit: Visit) -> Chat:
    """A bound physician who has agreed to send a photo for the register."""
    chat = Chat(visit(demo_server.url)).greeted()
    chat.bind(demo_server.people()[0])
    chat.press("提交登记照")
    chat.main.click()
    expect(chat.page.locator("#take-camera")).to_be_visible()
    return chat


def test_a_picture_is_taken_approved_and_sent_unmirrored(asked_for_photo: Chat) -> None:
    page = asked_for_photo.page
    count = asked_for_photo.ours.count()
    page.locator("#take-camera").click()
    expect(page.locator("#scene.live.mirrored")).to_be_visible()
    expect(page.locator("#hint")).not_to_be_empty()
    page.locator("#shutter").click()
    expect(page.locator("#still")).to_be_visible()
    page.locator("#use").click()
    expect(asked_for_photo.own.locator(".sent.saved").last).to_be_attached()
    expect(asked_for_photo.ours).not_to_have_count(count)

    assert page.locator("#still").evaluate("still => getComputedStyle(still).transform") == "none"
    assert page.locator("#still").evaluate("still => still.naturalWidth") <= 1600
    assert asked_for_photo.own.last.locator(".thumb").count() == 1


def test_the_camera_is_off_as_soon_as_the_dialog_is_closed(asked_for_photo: Chat) -> None:
    page = asked_for_photo.page
    page.locator("#take-camera").click()
    expect(page.locator("#scene.live")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#camera")).to_be_hidden()

    assert page.locator("#video").evaluate("video => video.srcObject === null")


def test_a_picture_can_be_taken_again(asked_for_photo: Chat) -> None:
    page = asked_for_photo.page
    page.locator("#take-camera").click()
    page.locator("#shutter").click()
    page.locator("#again").click()

    expect(page.locator("#scene.live")).to_be_visible()
    expect(page.locator("#shutter")).to_be_enabled()


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("NotAllowedError", "没有允许"),
        ("NotFoundError", "没有找到相机"),
        ("NotReadableError", "别的程序"),
    ],
)
def test_without_a_camera_a_photo_can_be_chosen(
    asked_for_photo: Chat, problem: str, said: str
) -> None:
    page = asked_for_photo.page
    page.evaluate(NO_CAMERA, problem)
    page.locator("#take-camera").click()
    expect(page.locator("#camera-problem")).to_contain_text(said)
    with page.expect_file_chooser() as chooser:
        page.locator("#camera-choose").click()

    assert not chooser.value.is_multiple()


FRAME = """([address, inside, outside, right]) => import(address).then(({hint, WIDTH, HEIGHT}) => {
    const grey = Float32Array.from({length: WIDTH * HEIGHT}, (_, i) => {
        const x = (i % WIDTH) / WIDTH - 0.5;
        const y = Math.floor(i / WIDTH) / HEIGHT - 0.5;
        const isInside = (x / 0.34) ** 2 + (y / 0.34) ** 2 < 1;
        const texture = i % 2 ? 20 : -20;
        return (isInside ? (x < 0 ? inside : right) : outside) + texture;
    });
    return [hint(grey, grey, true), hint(grey, grey.map((one) => one + 30), true)];
})"""


@pytest.mark.parametrize(
    ("inside", "right", "outside", "hints"),
    [
        (30, 30, 120, ["dark", "dark"]),
        (235, 235, 120, ["bright", "bright"]),
        (100, 100, 220, ["behind", "behind"]),
        (90, 160, 120, ["side", "side"]),
        (130, 130, 120, ["good_face", "still"]),
    ],
)
def test_a_hint_names_what_is_wrong_with_the_light(
    demo_server: Server, visit: Visit, inside: int, right: int, outside: int, hints: list[str]
) -> None:
    page = visit(demo_server.url)

    assert page.evaluate(FRAME, [asset("chat/hints.js"), inside, outside, right]) == hints
