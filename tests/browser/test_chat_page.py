"""The chat page loses nothing, doubles nothing, and believes nothing that is typed."""

from playwright.sync_api import Route, expect

from tests.browser.chat import Chat
from tests.browser.conftest import Server, Visit

HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
ENTER_IN_AN_INPUT_METHOD = """
    document.querySelector('#field').dispatchEvent(
      new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))
"""


def test_a_newcomer_is_greeted_and_answered(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.say("菜单")

    assert chat.own_texts() == ["菜单"]
    expect(chat.own.locator(".sent.saved")).to_have_count(1)
    assert chat.ours.count() == 2


def test_a_first_visit_keeps_the_place_of_the_greeting(demo_server: Server, visit: Visit) -> None:
    page = visit("about:blank")
    page.route("**/messages", lambda route: None)
    page.goto(demo_server.url)

    expect(page.locator("#waiting")).to_be_visible()
    expect(page.locator("#field")).to_be_editable()


def test_a_reload_in_the_middle_changes_nothing(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.press("绑定身份")
    chat.say("林知秋")
    before = chat.texts()
    step = chat.page.locator("#service-step").inner_text()
    chat.field.fill("写了一半")
    chat.page.reload()
    chat.greeted()
    expect(chat.page.locator("#service")).to_be_visible()

    assert before == chat.texts()
    assert step == chat.page.locator("#service-step").inner_text()
    assert chat.field.input_value() == "写了一半"


def test_what_was_typed_while_the_server_was_dead_is_answered_once(
    server: Server, visit: Visit
) -> None:
    chat = Chat(visit(server.url)).greeted()
    server.kill()
    chat.type("菜单")
    expect(chat.own.locator(".sent.waiting")).to_be_visible()
    expect(chat.page.locator("#state.lost")).to_be_visible()
    server.start()
    expect(chat.own.locator(".sent.saved")).to_be_visible(timeout=30_000)
    expect(chat.ours).to_have_count(2)
    expect(chat.page.locator("#state.lost")).to_be_hidden(timeout=30_000)
    chat.page.reload()
    chat.greeted()

    assert chat.own_texts() == ["菜单"]


def test_an_unsaved_message_survives_a_reload(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.page.route("**/messages", lambda route: route.abort())
    chat.type("菜单")
    expect(chat.own.locator(".sent.waiting")).to_be_visible()
    chat.page.unroute("**/messages")
    chat.page.reload()
    expect(chat.ours).to_have_count(2)

    assert chat.own_texts() == ["菜单"]


def test_an_unsaved_file_survives_a_reload(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.page.route("**/uploads", lambda route: route.abort())
    file = {"name": "proof.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    chat.page.locator("#file").set_input_files([file])  # type: ignore[list-item]
    chat.page.locator("#send").click()
    expect(chat.own.locator(".sent.waiting")).to_be_visible()
    chat.page.unroute("**/uploads")
    chat.page.reload()
    expect(chat.ours).to_have_count(2)

    assert chat.own_texts() == ["proof.pdf"]


def test_a_lost_receipt_doubles_nothing(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    posts: list[int] = []

    def lose_the_first_reply(route: Route) -> None:
        posts.append(route.fetch().status)
        route.abort() if len(posts) == 1 else route.continue_()

    # Without the stream only a receipt can tell that the message is saved.
    chat.page.route("**/events*", lambda route: route.abort())
    chat.page.evaluate("dispatchEvent(new Event('online'))")
    chat.page.route("**/messages", lose_the_first_reply)
    chat.type("菜单")
    expect(chat.own.locator(".sent.saved")).to_be_visible()
    chat.page.unroute_all()
    chat.page.reload()
    expect(chat.ours).to_have_count(2)

    assert posts == [200, 200]
    assert chat.own_texts() == ["菜单"]


def test_a_busy_server_is_named_and_tried_again(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    busy = {"status": 503, "headers": {"Retry-After": "1"}, "body": '{"problem": "busy"}'}
    chat.page.route("**/messages", lambda route: route.fulfill(**busy), times=1)
    chat.type("菜单")
    expect(chat.own.locator(".why")).to_contain_text("系统正忙")
    expect(chat.own.locator(".sent.saved")).to_be_visible()

    assert chat.own_texts() == ["菜单"]


def test_an_unsaved_message_can_be_taken_back(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.page.route("**/messages", lambda route: route.abort())
    chat.type("写错了")
    chat.own.locator(".discard").click()
    expect(chat.own).to_have_count(0)
    chat.page.reload()
    chat.greeted()

    assert chat.own_texts() == []


def test_markup_stays_text(demo_server: Server, visit: Visit) -> None:
    page = visit("about:blank")
    page.on("dialog", lambda dialog: exit("a script of the person's ran"))
    page.goto(demo_server.url)
    chat = Chat(page).greeted()
    chat.press("绑定身份")
    chat.say(HOSTILE)

    assert chat.own_texts()[-1] == HOSTILE
    assert page.locator(".message img, .message script").count() == 0


def test_two_tabs_show_the_same(demo_server: Server, visit: Visit) -> None:
    one = Chat(visit(demo_server.url)).greeted()
    page = one.page.context.new_page()
    page.goto(demo_server.url)
    other = Chat(page).greeted()
    one.say("菜单")
    expect(other.ours).to_have_count(2)

    assert one.texts() == other.texts()


def test_a_pressed_button_leaves_what_was_chosen(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.press("绑定身份")

    assert chat.own_texts() == ["绑定身份"]
    assert "绑定身份" in chat.ours.first.locator(".settled").inner_text()
    assert chat.ours.first.locator("button").count() == 0


def test_the_language_of_the_whole_page_changes(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.page.locator("#language").click()
    expect(chat.page.locator("html")).to_have_attribute("lang", "en")
    chat.greeted()

    assert "Yizhu" in chat.ours.first.inner_text()
    assert chat.page.locator("#send").get_attribute("aria-label") == "Send"


def test_the_page_follows_a_language_chosen_in_the_conversation(
    demo_server: Server, visit: Visit
) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.type("English")
    expect(chat.page.locator("html")).to_have_attribute("lang", "en")


def test_the_chosen_scheme_stays(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.page.locator("#scheme").click()
    chat.page.reload()

    expect(chat.page.locator("html")).to_have_attribute("data-scheme", "dark")
    assert (
        chat.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 21, 20)"
    )


def test_enter_belongs_to_the_input_method_while_it_composes(
    demo_server: Server, visit: Visit
) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.field.fill("zhuce")
    chat.page.evaluate(ENTER_IN_AN_INPUT_METHOD)
    chat.field.press("Shift+Enter")

    assert chat.own_texts() == []
    assert chat.field.input_value() == "zhuce\n"


def test_a_reader_of_older_lines_is_told_of_new_ones(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url, height=480)).greeted()
    for _ in range(3):
        chat.say("菜单")
    chat.page.locator("#log").evaluate("log => log.scrollTo(0, 0)")
    expect(chat.page.locator("#jump")).to_be_visible()
    page = chat.page.context.new_page()
    page.goto(demo_server.url)
    Chat(page).greeted().say("菜单")
    expect(chat.page.locator("#jump")).to_contain_text("1 条新消息")
    chat.page.locator("#jump").click()

    expect(chat.page.locator("#jump")).to_be_hidden()
    expect(chat.page.locator(".fresh:visible")).to_have_count(1)


def test_a_file_waits_beside_the_text_until_it_is_sent(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    files = [{"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7"} for name in "ab"]
    chat.page.locator("#file").set_input_files(files)  # type: ignore[arg-type]
    chat.page.locator("#tray button").first.click()
    expect(chat.page.locator("#tray li")).to_have_count(1)
    chat.page.locator("#send").click()
    expect(chat.ours).to_have_count(2)

    assert chat.own_texts() == ["b"]


def test_too_large_a_file_is_named_before_it_is_sent(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url)).greeted()
    chat.page.evaluate("""() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(40 << 20)], 'scan.pdf'));
        document.querySelector('#field').dispatchEvent(
          new ClipboardEvent('paste', {clipboardData: transfer, bubbles: true}));
    }""")

    expect(chat.page.locator("#complaint")).to_contain_text("“scan.pdf”有 40 MB，最多能发 20 MB")
    expect(chat.page.locator("#tray")).to_be_hidden()


def test_whoever_stays_at_the_end_sees_every_answer(demo_server: Server, visit: Visit) -> None:
    chat = Chat(visit(demo_server.url, height=480)).greeted()
    for _ in range(5):
        chat.say("菜单")

    expect(chat.ours.last.locator(".meta")).to_be_in_viewport()
    assert chat.page.locator(".fresh:visible").count() == 0
    assert chat.page.locator("#jump:visible").count() == 0
