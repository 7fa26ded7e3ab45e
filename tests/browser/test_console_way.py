"""The main job from end to end: the physician in the chat, clerks and officers in the console."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.demo import PASSWORD
from tests.browser.chat import Chat
from tests.browser.conftest import Server, Visit
from tests.browser.console_server import drawing


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    """A proof of employment, photographed."""
    path = tmp_path / "proof.jpg"
    path.write_bytes(drawing("white"))
    return path


class Desk:
    """Somebody at work in the console."""

    def __init__(self, visit: Visit, server: Server, login: str) -> None:
        self.page: Page = visit(f"{server.url}/console", width=1280)
        self.page.fill("#login", login)
        self.page.fill("#password", PASSWORD)
        self.page.press("#password", "Enter")
        expect(self.page.locator(".list")).to_be_visible()

    def take(self, name: str) -> None:
        """Open what waits here from this person."""
        self.page.goto(self.page.url.split("/console")[0] + "/console")
        self.page.locator(".item", has_text=name).first.click()

    def do(self, what: str, reason: str = "") -> str:
        """Make a decision; returns what the physician was shown to read."""
        self.page.locator(".bar-go").get_by_text(what, exact=True).click()
        if reason:
            self.page.fill("#reason", reason)
        told = self.page.locator(".told-bubble p").first.inner_text()
        self.page.locator("button[value=send]").click()
        expect(self.page.locator(".flash")).to_be_visible()
        return told


def apply(chat: Chat, target: str, proof: Path) -> None:
    """Apply to move to another institution."""
    chat.say("换医院")
    chat.say(target)
    chat.press(target)
    chat.say("下周一")
    chat.say("心内科")
    hand_in(chat, proof)


def hand_in(chat: Chat, proof: Path) -> None:
    count = chat.ours.count()
    chat.page.locator("input[type=file]").first.set_input_files(proof)
    chat.page.locator("#send").click()
    expect(chat.ours).to_have_count(count + 1)
    chat.press("确认提交")


def told(chat: Chat, text: str) -> None:
    """Wait until this stands in the chat, without anything being done there."""
    expect(chat.page.locator(".message .prose", has_text=text).last).to_be_visible(timeout=5000)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_physician_moves_and_hears_of_every_step(
    demo_server: Server, visit: Visit, proof: Path
) -> None:
    mover, host = demo_server.people()[0], demo_server.people()[2]
    chat = Chat(visit(demo_server.url)).greeted()
    chat.bind(mover)
    chat.press("请医院核对")
    old = Desk(visit, demo_server, mover["clerk"])
    old.take(mover["name"])
    old.do("确认是本人")
    told(chat, "确认是您本人")
    apply(chat, host["institution"], proof)
    told(chat, "YZ-")

    clerk = Desk(visit, demo_server, host["clerk"])
    clerk.take(mover["name"])
    shown = clerk.do("确认聘用")
    told(chat, "已确认聘用您")
    assert squeezed(shown) in squeezed(" ".join(chat.texts()))

    officer = Desk(visit, demo_server, host["officer"])
    officer.take(mover["name"])
    officer.do("要求补正", "聘用证明缺盖章页")
    told(chat, "聘用证明缺盖章页")
    chat.press("现在补正")
    hand_in(chat, proof)
    old.take(mover["name"])
    old.do("提出异议", "交接还没有完成")
    told(chat, "交接还没有完成")

    officer.take(mover["name"])
    expect(officer.page.locator(".warning")).to_contain_text("对离职提出了异议")
    officer.do("受理")
    officer.do("准予变更")
    told(chat, f"主要执业机构现在是{host['institution']}")
    chat.say("我的档案")
    assert host["institution"] in chat.texts()[-1]
    assert officer.page.locator(".history li").count() == 7


def test_a_mismatch_becomes_an_objection_that_a_clerk_settles(
    demo_server: Server, visit: Visit
) -> None:
    person = demo_server.people()[3]
    chat = Chat(visit(demo_server.url)).greeted()
    chat.main.click()
    chat.say("何大满")
    chat.say(person["id_number"])
    chat.say(person["qualification_number"])
    chat.press("提异议")
    chat.press("姓名不一致")
    chat.say(person["institution"])
    chat.press(person["institution"])
    chat.say("我改过名字")
    chat.press("跳过")
    chat.press("确认提交")

    clerk = Desk(visit, demo_server, person["clerk"])
    clerk.take("未绑定的账号")
    expect(clerk.page.locator(".candidate").first).to_contain_text("证件号一致")
    clerk.do("补曾用名并绑定")
    told(chat, "作为曾用名补入名册")
    chat.say("我的档案")

    assert person["name"] in chat.texts()[-1]
