"""Everybody can use the chat page: small screens, dark rooms, keyboards, screen readers."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import Chat
from tests.browser.conftest import Server, Visit, scrolls_sideways, violations

LOOKS = [(lang, scheme) for lang in ("zh-CN", "en") for scheme in ("light", "dark")]
WIDTHS = (320, 390, 768, 1280)
LONGEST = "W" * 300


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_axe_finds_nothing(demo_server: Server, visit: Visit, lang: str, scheme: str) -> None:
    chat = Chat(visit(demo_server.url, lang, scheme)).greeted()
    first = violations(chat.page)
    chat.bind(demo_server.people()[0])
    chat.say("菜单" if lang == "zh-CN" else "menu")
    chat.page.locator("#file").set_input_files(
        [{"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}]
    )
    conversation = violations(chat.page)
    chat.page.locator(".choices button").first.click()
    expect(chat.page.locator("#service")).to_be_visible()

    assert first == []
    assert conversation == []
    assert violations(chat.page) == []


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_axe_finds_nothing_while_a_message_is_not_saved(
    demo_server: Server, visit: Visit, lang: str, scheme: str
) -> None:
    chat = Chat(visit(demo_server.url, lang, scheme)).greeted()
    chat.page.context.set_offline(True)
    chat.type("hello")
    expect(chat.own.locator(".sent.waiting")).to_be_visible()
    expect(chat.page.locator("#state.lost")).to_be_visible()

    assert violations(chat.page) == []


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_axe_finds_nothing_in_the_camera(demo_server: Server, visit: Visit, lang: str) -> None:
    chat = Chat(visit(demo_server.url, lang)).greeted()
    open_camera(chat, demo_server)
    live = violations(chat.page)
    chat.page.locator("#shutter").click()
    expect(chat.page.locator("#use")).to_be_visible()

    assert live == []
    assert violations(chat.page) == []


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_nothing_scrolls_sideways(demo_server: Server, visit: Visit, lang: str) -> None:
    chat = Chat(visit(demo_server.url, lang)).greeted()
    chat.bind(demo_server.people()[0])
    chat.say(LONGEST)
    chat.say("menu")
    conversation = sideways_at_each_width(chat.page)
    open_camera(chat, demo_server, bound=True)

    assert conversation == {}
    assert sideways_at_each_width(chat.page) == {}


def test_the_bar_and_the_field_never_leave_the_window(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url, height=480)).greeted()
    for _ in range(3):
        chat.say("菜单")
    chat.ours.first.evaluate("message => message.scrollIntoView()")

    assert chat.page.evaluate("document.documentElement.scrollHeight === innerHeight")
    assert chat.page.evaluate("scrollY") == 0


def test_the_keyboard_is_enough(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    tab_to(chat.page, "#field")
    chat.page.keyboard.type("菜单")
    chat.page.keyboard.press("Enter")
    expect(chat.ours).to_have_count(2)
    tab_to(chat.page, "#replies button", backwards=True)
    chat.page.keyboard.press("Enter")
    expect(chat.ours).to_have_count(3)

    assert chat.page.evaluate("document.activeElement.id") == "field"


def test_the_first_stop_of_the_keyboard_leads_to_the_field(
    demo_server: Server, visit: Visit
) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.page.keyboard.press("Tab")
    expect(chat.page.locator(".skip")).to_be_focused()
    chat.page.keyboard.press("Enter")

    expect(chat.field).to_be_focused()


def test_only_new_messages_are_announced(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.say("菜单")
    announced = chat.page.locator("#announce")
    expect(announced).to_contain_text("可以回答：")
    chat.page.reload()
    chat.greeted()

    assert announced.inner_text() == ""
    assert chat.page.locator("#log").get_attribute("aria-live") == "off"


def test_every_message_names_its_speaker(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.say("菜单")

    assert chat.page.locator(".speaker").all_text_contents() == ["医助", "您", "医助"]


def test_nothing_moves_for_those_who_asked_for_stillness(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url, reduced_motion="reduce")).greeted()
    chat.say("菜单")
    moving = "document.getAnimations().filter((one) => one.effect.getTiming().duration > 1).length"

    assert chat.page.evaluate(moving) == 0


def test_paper_shows_the_conversation_and_no_controls(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.page.emulate_media(media="print")

    expect(chat.ours.first).to_be_visible()
    expect(chat.page.locator(".dock")).to_be_hidden()
    assert chat.page.evaluate("getComputedStyle(document.body).overflowY") == "visible"


def sideways_at_each_width(page: Page) -> dict[int, list[str]]:
    """What scrolls to the side, by the width of the window."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 640})
        found[width] = scrolls_sideways(page)
    return {width: elements for width, elements in found.items() if elements}


def open_camera(chat: Chat, server: Server, bound: bool = False) -> None:
    """Bind, agree to send a photo for the register, and open the camera."""
    if not bound:
        chat.bind(server.people()[0])
    chat.say("menu")
    chat.page.locator(".choices button").nth(3).click()
    chat.main.click()
    chat.page.locator("#take-camera").click()
    expect(chat.page.locator("#scene.live")).to_be_visible()


def tab_to(page: Page, selector: str, backwards: bool = False) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(20):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")
