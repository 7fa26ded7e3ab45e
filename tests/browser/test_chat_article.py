"""A citation opens the whole article beside the conversation, and as a page of its own."""

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import Server, Visit, violations

ANSWERED_WITHIN_MS = 30_000
QUESTION = "去进修半年要变更注册吗？"


@pytest.fixture
def cited(demo_server: Server, visit: Visit) -> Chat:
    """Somebody who has asked what the guides of the demonstration answer."""
    chat = Chat(visit(demo_server.url)).greeted()
    chat.type(QUESTION)
    expect(chat.page.locator(".citation").first).to_be_visible(timeout=ANSWERED_WITHIN_MS)
    return chat


def test_the_quoted_lines_are_marked_in_the_whole_article(cited: Chat) -> None:
    page = cited.page
    quoted = page.locator(".citation").first.locator("blockquote p").all_inner_texts()
    page.locator("a.whole").first.click()
    expect(page.locator("#article mark")).to_have_count(len(quoted))
    marked = page.locator("#article mark").all_inner_texts()

    assert [line for line, text in zip(quoted, marked, strict=True) if line not in text] == []
    assert violations(page) == []


def test_the_article_is_left_by_escape_and_the_focus_returns(cited: Chat) -> None:
    page = cited.page
    page.locator("a.whole").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#article-body")).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator("#article")).to_be_hidden()
    expect(page.locator("a.whole").first).to_be_focused()


def test_a_neighbour_opens_in_the_same_place(cited: Chat) -> None:
    page = cited.page
    page.locator("a.whole").first.click()
    label = page.locator("#article .article-label")
    before = label.inner_text()
    page.locator("#article a.neighbour").first.click()

    expect(label).not_to_have_text(before)
    assert page.url.endswith("/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_article_is_a_page_without_any_script(
    cited: Chat, demo_server: Server, visit: Visit, scheme: str
) -> None:
    address = cited.page.locator("a.whole").first.get_attribute("href")
    page = visit(demo_server.url + str(address), scheme=scheme, java_script_enabled=False)

    expect(page.locator("mark").first).to_be_visible()
    expect(page.locator("h1")).to_be_visible()


def test_axe_finds_nothing_on_the_page_of_an_article(
    cited: Chat, demo_server: Server, visit: Visit
) -> None:
    address = cited.page.locator("a.whole").first.get_attribute("href")

    assert violations(visit(demo_server.url + str(address), scheme="dark")) == []
