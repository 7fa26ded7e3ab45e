"""The console in a real browser: readable at every width, with and without scripts."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from urllib.error import URLError

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, free_port, scrolls_sideways, violations
from tests.conftest import ROOT
from tests.world import PASSWORD

CASE = "/console/applications/YZ-2026-000001"
# Every page, with the desk that looks at it.
PAGES = {
    "queue": ("old.clerk", "/console"),
    "empty": ("far.clerk", "/console"),
    "done": ("county", "/console?view=done"),
    "case": ("county", "{case}"),
    "correction": ("county", "{case}?do=ask_correction"),
    "refusal": ("county", "{case}?do=refuse"),
    "acceptance": ("county", "{case}?do=accept"),
    "reader": ("province", "{case}"),
    "audit": ("county", "{case}/audit"),
    "print": ("county", "{case}/print"),
    "face": ("old.clerk", "/console/tasks/1"),
    "photo": ("old.clerk", "/console/tasks/2?do=rejected"),
    "manual": ("old.clerk", "/console/tasks/3"),
    "objection": ("old.clerk", "/console/tasks/4"),
    "candidates": ("old.clerk", "/console/tasks/4?do=former_name"),
    "question": ("county", "/console/tasks/5?do=answered"),
    "handover": ("old.clerk", "/console/tasks/6"),
    "staff": ("old.clerk", "/console/staff"),
    "institutions": ("province", "/console/staff"),
    "texts": ("county", "/console/knowledge"),
    "asked": ("county", "/console/knowledge/asked"),
    "dates": ("county", "/console/knowledge/facts?document=多机构备案办法.md"),
    "versions": (
        "county",
        "/console/knowledge/compare?old=多机构备案办法.md&new=多机构备案办法@2026-01-01.md",
    ),
    "publish": ("county", "/console/knowledge/publish?document=多机构备案办法.md"),
    "keys": ("county", "/console/keys"),
    "problem": ("county", "/console/tasks/99"),
}
SCHEMES = [("zh-CN", "light"), ("en", "dark")]
WIDTHS = (320, 390, 768, 1280)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A console with one of everything in it."""
    port, home = free_port(), tmp_path_factory.mktemp("console")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.console_server", str(port), str(home)], cwd=ROOT
    )
    base = f"http://localhost:{port}"
    deadline = time.monotonic() + 60
    while not answers(f"{base}/console/sign-in"):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.1)
    yield base
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def case(address: str) -> str:
    return CASE.replace("2026", time.strftime("%Y"))


Enter = Callable[..., Page]


@pytest.fixture
def enter(address: str, visit: Visit) -> Enter:
    """Sign in as somebody and go to a page."""

    def go(login: str, path: str = "/console", **more: object) -> Page:
        page = visit(f"{address}/console/sign-in?next={path.split('?')[0]}", **more)
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(f"**{path.split('?')[0]}*")
        if "?" in path:
            page.goto(address + path)
        return page

    return go


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except (URLError, OSError):
        return False


@pytest.mark.parametrize(("lang", "scheme"), SCHEMES)
def test_the_door_is_readable_at_every_width(
    address: str, visit: Visit, lang: str, scheme: str
) -> None:
    page = visit(f"{address}/console/sign-in", lang, scheme)

    assert violations(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert scrolls_sideways(page) == []


@pytest.mark.parametrize(("lang", "scheme"), SCHEMES)
@pytest.mark.parametrize("login", sorted({login for login, _ in PAGES.values()}))
def test_every_page_is_readable_at_every_width(
    address: str, enter: Enter, case: str, login: str, lang: str, scheme: str
) -> None:
    page = enter(login, lang=lang, scheme=scheme, width=1280)
    found = {}
    for name, (desk, path) in PAGES.items():
        if desk == login:
            page.goto(address + path.format(case=case))
            found[name] = unreadable(page)

    assert found == {name: [] for name in found}


def unreadable(page: Page) -> list[str]:
    """What axe finds at the widest and the narrowest, and what scrolls sideways in between."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: {one}" for one in scrolls_sideways(page)]
        if width in (WIDTHS[0], WIDTHS[-1]):
            found += violations(page)
    return found


@pytest.mark.parametrize("width", [390, 1280])
def test_the_decision_is_in_sight_without_scrolling(enter: Enter, case: str, width: int) -> None:
    page = enter("county", case, width=width)

    expect(page.locator(".bar-go .main")).to_be_in_viewport(ratio=1)


def test_the_message_shows_the_reason_while_it_is_written(enter: Enter, case: str) -> None:
    page = enter("county", f"{case}?do=refuse", width=1280)
    expect(page.locator(".told-bubble")).to_contain_text("您写的内容会在这里")
    page.locator("#reason").press_sequentially("执业范围<b>不符</b>")

    expect(page.locator(".told-bubble")).to_contain_text(
        re.compile("理由：\\s+执业范围<b>不符</b>\\s+不同意的话")
    )
    expect(page.get_by_role("button", name="作出不予决定")).to_be_visible()


def test_a_reason_survives_the_end_of_the_session(enter: Enter, case: str) -> None:
    page = enter("county", f"{case}?do=refuse", width=1280)
    page.fill("#reason", "写了很久的理由")
    page.context.clear_cookies()
    page.locator("button[value=send]").click()
    page.fill("#login", "county")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.locator(".bar-go .danger").click()

    expect(page.locator("#reason")).to_have_value("写了很久的理由")
    expect(page.locator(".told-bubble")).to_contain_text("写了很久的理由")


def test_another_last_day_is_read_in_the_message(enter: Enter, case: str) -> None:
    page = enter("county", f"{case}?do=ask_correction", width=1280)
    page.fill("#reason", "缺盖章页")
    day = f"{int(time.strftime('%Y')) + 1}-03-08"
    page.fill("#due", day)
    page.dispatch_event("#due", "change")

    expect(page.locator(".told-bubble")).to_contain_text(f"{day[:4]}年3月8日")
    expect(page.locator("#reason")).to_have_value("缺盖章页")


def test_keys_lead_through_the_list_to_a_decision_and_back(enter: Enter) -> None:
    page = enter("county", width=1280)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/applications/**")
    page.keyboard.press("r")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("c r j k ?")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#reason")).to_have_count(0)
    page.keyboard.press("c")
    expect(page.locator(".decision")).to_be_visible()
    page.keyboard.press("?")

    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#keys kbd").first).to_have_text("j")


def test_without_scripts_a_case_is_decided_with_its_message_read_first(
    enter: Enter, case: str
) -> None:
    number = int(case[-6:]) + 1
    other = f"{case[:-6]}{number:06}"
    page = enter("new.clerk", other, java_script_enabled=False, width=390)
    page.click("text=退回补正")
    page.fill("#reason", "聘用证明没有盖章")
    page.click("text=看看医师会读到什么")
    expect(page.locator(".told-bubble")).to_contain_text("聘用证明没有盖章")
    page.click("text=退回并告知")

    expect(page.locator(".flash")).to_contain_text("已退回")
    expect(page.locator(".history")).to_contain_text("聘用证明没有盖章")


def test_the_language_changes_in_place(enter: Enter, case: str) -> None:
    page = enter("county", case, width=1280)
    page.click("text=English")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(f"{case}$"))


def test_dark_and_light_can_be_chosen_and_are_remembered(enter: Enter) -> None:
    page = enter("county", width=1280)
    page.click("button[data-scheme]")
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")


def test_paper_gets_the_case_alone(enter: Enter, case: str) -> None:
    page = enter("county", case, width=1280)
    page.emulate_media(media="print")

    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".list")).to_be_hidden()
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator(".changes")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_picture_opens_in_a_page_where_nothing_can_run(
    address: str, enter: Enter, case: str
) -> None:
    page = enter("county", case, width=1280)
    picture = page.locator(".documents img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)

    assert picture.evaluate("one => one.naturalWidth") == 480
