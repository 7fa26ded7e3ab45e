"""Plain text becomes paragraphs, lists and facts in two columns; nothing becomes markup."""

import pytest
from playwright.sync_api import Page

from bot.web.assets import asset
from tests.browser.conftest import Server, Visit

SHAPE = """([address, text]) => import(address).then(({fill}) => {
    const element = document.createElement('div');
    fill(element, text);
    return Array.from(element.children, (one) => [one.tagName.toLowerCase(), one.textContent]);
})"""


@pytest.fixture
def page(demo_server: Server, visit: Visit) -> Page:
    """A page of the chat, whose modules can be used."""
    return visit(demo_server.url)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("一句", [["p", "一句"]]),
        ("一段\n\n又一段", [["p", "一段"], ["p", "又一段"]]),
        ("两行\n一段", [["p", "两行\n一段"]]),
        ("要：\n· 证明\n· 照片", [["p", "要："], ["ul", "证明照片"]]),
        ("· 科室：心内科\n· 日期：12月1日", [["dl", "科室：心内科日期：12月1日"]]),
        ("· Ward: cardiology\n· Day: 1 Dec", [["dl", "Ward: cardiologyDay: 1 Dec"]]),
        ("· 科室：心内科", [["ul", "科室：心内科"]]),
        ("· 科室：心内科\n· 照片", [["ul", "科室：心内科照片"]]),
        ("· a\n然后\n· b", [["ul", "a"], ["p", "然后"], ["ul", "b"]]),
        ("<b>粗</b>", [["p", "<b>粗</b>"]]),
        ("", []),
    ],
)
def test_the_shape_of_a_text(page: Page, text: str, shape: list[list[str]]) -> None:
    assert page.evaluate(SHAPE, [asset("chat/prose.js"), text]) == shape
