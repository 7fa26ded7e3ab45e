"""A citation opens the whole article beside the conversation, and as a page of its own."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import Server, Visit, violations

ANSWERED_WITHIN_MS = 30_000
QUESTION = "医师外出进修要不要办理变更注册手续？"
RULES = """# 测试市医师执业便民规定

<!--
version_date: 2024-01-05
in_force: 2024-02-01
issuer: 测试市卫生健康委员会
-->

第一条 为了方便医师办理执业注册，制定本规定。

第二条 医师变更执业地点的，应当办理变更注册手续。

医师外出进修、参加对口支援的，可以不办理变更注册手续。

第三条 本规定自2024年2月1日起施行。
"""


@pytest.fixture(scope="module")
def rules(demo_server: Server, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Rules in the knowledge base, invented and so in nobody's way."""
    file = tmp_path_factory.mktemp("rules") / "测试市医师执业便民规定.md"
    file.write_text(RULES, "utf-8")
    home = demo_server.home / "knowledge"
    demo_server.command("knowledge", "add", str(file), "--home", str(home))


@pytest.fixture
def cited(demo_server: Server, rules: None, visit: Visit) -> Chat:
    """Somebody whose question was answered with a citation."""
    chat = Chat(visit(demo_server.url)).greeted()
    chat.type(QUESTION)
    expect(chat.page.locator(".citation").first).to_be_visible(timeout=ANSWERED_WITHIN_MS)
    return chat


ENGLISH = """# Convenience Rules of Test City

Article 2 A physician who changes the place of practice shall change the registration.

A physician on further training or paired support need not change it.
"""


@pytest.fixture
def translated(demo_server: Server, rules: None, visit: Visit, tmp_path: Path) -> Chat:
    """Somebody who reads English and was quoted rules that are there in English too."""
    file = tmp_path / "rules.en.md"
    file.write_text(ENGLISH, "utf-8")
    home = ("--home", str(demo_server.home / "knowledge"))
    demo_server.command("knowledge", "add", str(file), *home)
    demo_server.command("knowledge", "pair", "测试市医师执业便民规定.md", file.name, *home)
    chat = Chat(visit(demo_server.url, "en")).greeted()
    chat.type(QUESTION)
    expect(chat.page.locator(".citation").first).to_be_visible(timeout=ANSWERED_WITHIN_MS)
    return chat


def test_the_english_article_stands_beneath_the_chinese_and_says_which_counts(
    translated: Chat, demo_server: Server, visit: Visit
) -> None:
    citation = translated.page.locator(".citation").filter(has_text="便民规定").first
    address = citation.locator("a.whole").get_attribute("href")

    expect(citation.locator("blockquote").first).to_contain_text("外出进修")
    expect(citation.locator(".translation-note")).to_contain_text("the Chinese text prevails")
    expect(citation.locator(".translation")).to_contain_text("further training")
    assert violations(translated.page) == []
    page = visit(demo_server.url + str(address), "en")
    expect(page.locator("#translation")).to_contain_text("further training")
    assert violations(page) == []


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
