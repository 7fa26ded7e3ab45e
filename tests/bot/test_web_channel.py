"""The web chat over HTTP, with the real gateway, database and files behind it."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import CookieJar, FormData
from aiohttp.test_utils import TestClient, TestServer

from bot.app import App
from bot.channels import web as web_channel
from bot.channels import web_stream
from bot.channels.web_article import is_quoted
from bot.channels.web_upload import clean_name
from bot.gateway import Busy
from bot.settings import Settings
from bot.web.assets import STATIC, asset
from storage.models import Blob, Line

aiohttp_web = web_channel.web
JPEG = b"\xff\xd8\xff\xe0" + bytes(2000)
Client = TestClient[Any, Any]


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """The program in an empty folder."""
    app = App(Settings(home=tmp_path, demo=False))
    await app.open()
    yield app
    await app.close()


@pytest.fixture
async def server(app: App) -> AsyncIterator[TestServer]:
    """The web chat on a free port."""
    pages = aiohttp_web.Application()
    web_channel.setup(pages, app)
    async with TestServer(pages) as server:
        yield server


@pytest.fixture
async def browser(server: TestServer) -> AsyncIterator[Client]:
    """A browser that the server has given a secret."""
    async with a_browser(server) as client:
        await post(client, "/browser", {})
        yield client


def a_browser(server: TestServer) -> Client:
    return TestClient(server, cookie_jar=CookieJar(unsafe=True))


async def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    """Post JSON as the page does; answers with status and body."""
    sent = {"Origin": f"http://{client.host}:{client.port}"} | headers
    async with client.post(path, json=body, headers=sent) as response:
        text = await response.text()
        return response.status, json.loads(text) if text.startswith("{") else text


def said(text: str, client_id: str) -> dict[str, Any]:
    return {"client_id": client_id, "kind": "said", "text": text}


async def upload(client: Client, data: bytes, client_id: str, **changes: str) -> int:
    """Upload a file as the page does; answers with the status."""
    form = FormData(quote_fields=False)
    form.add_field("client_id", client_id)
    form.add_field("media", changes.get("media", "document"))
    form.add_field("file", data, filename=changes.get("name", "proof.pdf"))
    origin = changes.get("origin", f"http://{client.host}:{client.port}")
    async with client.post("/uploads", data=form, headers={"Origin": origin}) as response:
        return response.status


async def events(client: Client, count: int, after: str = "", **headers: str) -> list[Any]:
    """The first lines of the stream (those with an id), and the frame that ends the replay."""
    found: list[Any] = []
    async with client.get(f"/events{after}", headers=headers) as response:
        assert "text/event-stream" in response.headers["Content-Type"]
        while len(found) < count:
            frame = (await asyncio.wait_for(response.content.readuntil(b"\n\n"), 5)).decode()
            fields = dict(row.split(": ", 1) for row in frame.strip().split("\n"))
            if fields.get("event") == "line":
                found.append((int(fields["id"]), json.loads(fields["data"])))
    return found


async def own_texts(client: Client) -> list[str]:
    async with client.get("/lines?before=999999999") as response:
        lines = (await response.json())["lines"]
    return [line["text"] for line in lines if line["sender"] == "person"]


async def test_the_page_has_a_strict_policy_and_no_inline_script(browser: Client) -> None:
    async with browser.get("/") as response:
        page = await response.text()

    policy = response.headers["Content-Security-Policy"]
    assert response.status == 200
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "camera=(self)" in response.headers["Permissions-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count("<script src=") + page.count(
        '<script type="module" src='
    )


async def test_every_address_has_the_strict_headers(browser: Client) -> None:
    for path in ("/", "/lines?before=1", "/articles/none/1", asset("tokens.css"), "/nowhere"):
        async with browser.get(path) as response:
            assert "default-src 'none'" in response.headers["Content-Security-Policy"], path


async def test_a_page_that_comes_without_its_cookie_does_not_get_a_new_one(
    server: TestServer,
) -> None:
    """A link from another site comes without a strict cookie: a new one would replace it."""
    async with a_browser(server) as client, client.get("/") as response:
        assert "Set-Cookie" not in response.headers


async def test_the_secret_is_out_of_reach_of_scripts_and_other_sites(server: TestServer) -> None:
    async with a_browser(server) as client:
        origin = {"Origin": f"http://{client.host}:{client.port}"}
        async with client.post("/browser", json={}, headers=origin) as response:
            cookie = response.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert len(cookie.split(";")[0].removeprefix("yizhu=")) == 43


async def test_a_browser_keeps_its_secret(browser: Client) -> None:
    before = {cookie.key: cookie.value for cookie in browser.session.cookie_jar}
    status, body = await post(browser, "/browser", {})
    after = {cookie.key: cookie.value for cookie in browser.session.cookie_jar}

    assert (status, body) == (200, {"known": True})
    assert before == after


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/browser", "/language", "/messages"])
async def test_a_post_of_another_site_is_refused(
    browser: Client, path: str, headers: dict[str, str]
) -> None:
    status, _ = await post(browser, path, said("hello", "client-0001"), **headers)

    assert status == 403


async def test_an_upload_of_another_site_is_refused(browser: Client) -> None:
    assert await upload(browser, JPEG, "client-0001", origin="https://elsewhere.example") == 403


async def test_a_post_that_names_no_origin_is_refused(browser: Client) -> None:
    async with browser.post("/messages", json=said("hello", "client-0001")) as response:
        assert response.status == 403


async def test_a_form_cannot_post_a_message(browser: Client) -> None:
    origin = {"Origin": f"http://{browser.host}:{browser.port}"}
    async with browser.post("/messages", data={"kind": "said"}, headers=origin) as response:
        assert response.status == 415


@pytest.mark.parametrize("path", ["/events", "/lines?before=9"])
async def test_a_browser_without_a_secret_reads_nothing(server: TestServer, path: str) -> None:
    async with a_browser(server) as client, client.get(path) as response:
        assert response.status == 401


async def test_a_message_is_durable_when_it_is_acknowledged(browser: Client) -> None:
    status, receipt = await post(browser, "/messages", said("menu", "client-0001"))

    assert status == 200
    assert await Line.exists(id=receipt["message"])
    assert await own_texts(browser) == ["menu"]


async def test_the_same_client_id_is_taken_once(browser: Client) -> None:
    first = await post(browser, "/messages", said("menu", "client-0001"))
    again = [await post(browser, "/messages", said("menu", "client-0001")) for _ in "1234"]

    assert [(200, {"message": first[1]["message"], "duplicate": True})] * 4 == again
    assert await own_texts(browser) == ["menu"]


async def test_two_browsers_do_not_see_each_other(browser: Client, server: TestServer) -> None:
    await post(browser, "/messages", said("menu", "client-0001"))
    async with a_browser(server) as other:
        await post(other, "/browser", {})
        await post(other, "/messages", said("help", "client-0001"))

        assert await own_texts(other) == ["help"]


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        ({"client_id": "client-0001", "kind": "said", "text": "x" * 4001}, 413, "too_long"),
        ({"client_id": "short", "kind": "said", "text": "x"}, 400, "malformed"),
        ({"client_id": "client-0001", "kind": "shouted"}, 400, "malformed"),
        ({"client_id": "client-0001", "kind": "said", "surprise": 1}, 400, "malformed"),
        ({"client_id": "client-0001", "kind": "pressed", "turn": -1}, 400, "malformed"),
        ([], 400, "malformed"),
    ],
)
async def test_a_malformed_message_is_refused_with_its_reason(
    browser: Client, body: Any, status: int, problem: str
) -> None:
    assert (status, {"problem": problem}) == await post(browser, "/messages", body)


async def test_a_busy_program_asks_for_a_later_try(
    browser: Client, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(delivery: object) -> None:
        raise Busy(7)

    monkeypatch.setattr(app.gateway, "receive", busy)
    origin = {"Origin": f"http://{browser.host}:{browser.port}"}
    body = said("hello", "client-0001")
    async with browser.post("/messages", json=body, headers=origin) as response:
        assert (response.status, response.headers["Retry-After"]) == (503, "7")
        assert await response.json() == {"problem": "busy"}


async def test_the_stream_goes_on_after_the_last_event_that_was_seen(browser: Client) -> None:
    for number in range(4):
        await post(browser, "/messages", said("menu", f"client-000{number}"))
    whole = await events(browser, 8)
    seen = whole[3][0]
    rest = await events(browser, 4, **{"Last-Event-ID": str(seen)})
    asked = await events(browser, 4, after=f"?after={seen}")

    assert whole[4:] == rest == asked


async def test_the_header_goes_before_the_address(browser: Client) -> None:
    """The browser reconnects to the first address, with the id of what it has seen since."""
    for number in range(2):
        await post(browser, "/messages", said("menu", f"client-000{number}"))
    whole = await events(browser, 4)
    rest = await events(browser, 1, after="?after=0", **{"Last-Event-ID": str(whole[2][0])})

    assert whole[3:] == rest


async def test_a_line_arrives_while_the_stream_is_open(browser: Client) -> None:
    waiting = asyncio.create_task(events(browser, 1))
    await asyncio.sleep(0.2)
    await post(browser, "/messages", said("menu", "client-0001"))
    lines = await waiting

    assert lines[0][1]["text"] == "menu"
    assert lines[0][1]["client_id"] == "client-0001"


async def test_a_long_conversation_starts_at_its_end_and_goes_back_page_by_page(
    browser: Client,
) -> None:
    for number in range(web_stream.PAGE):
        await post(browser, "/messages", said("menu", f"client-{number:04}"))
    newest = await events(browser, web_stream.PAGE)
    async with browser.get(f"/lines?before={newest[0][0]}") as response:
        page = await response.json()
    ids = [line["id"] for line in page["lines"]]

    assert ids == sorted(ids)
    assert ids[-1] < newest[0][0]
    assert page["lines"][0]["client_id"] == "client-0000"


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 30])
async def test_a_senseless_place_in_the_log_is_refused(browser: Client, before: str) -> None:
    async with browser.get(f"/lines?before={before}") as response:
        assert response.status == 400


async def test_an_upload_is_kept_and_shown_by_name(browser: Client) -> None:
    assert await upload(browser, JPEG, "client-0001", name="证明 1.jpg") == 200
    assert await own_texts(browser) == ["证明 1.jpg"]


async def test_a_file_of_40_mb_is_not_kept_and_the_conversation_says_so(browser: Client) -> None:
    assert await upload(browser, bytes(40 << 20), "client-0001") == 200
    assert await Blob.all().count() == 0
    (_, own), (_, answer) = await events(browser, 2)
    assert (own["sender"], answer["sender"]) == ("person", "bot")
    assert answer["text"]


async def test_a_form_without_its_names_is_refused(browser: Client) -> None:
    assert await upload(browser, JPEG, "short") == 400
    assert await upload(browser, JPEG, "client-0001", media="sticker") == 400


async def test_the_language_of_the_person_is_that_of_the_page(server: TestServer) -> None:
    async with a_browser(server) as browser:
        await post(browser, "/browser", {}, **{"Accept-Language": "en-GB,en;q=0.9"})
        async with browser.get("/") as response:
            english = await response.text()
        assert await post(browser, "/language", {"lang": "zh"}) == (200, {})
        async with browser.get("/", headers={"Accept-Language": "en"}) as response:
            chinese = await response.text()

    assert '<html lang="en">' in english
    assert '<html lang="zh-CN">' in chinese


@pytest.mark.parametrize("body", [{}, {"lang": "fr"}, [], {"lang": ["zh"]}])
async def test_a_language_that_is_not_ours_is_refused(browser: Client, body: Any) -> None:
    status, _ = await post(browser, "/language", body)

    assert status == 400


async def test_a_hostile_name_of_a_language_or_law_stays_text(browser: Client) -> None:
    async with browser.get("/articles/%3Cscript%3Ealert(1)%3C/1?quoted=%3Cscript%3E") as response:
        page = await response.text()

    assert response.status == 404
    assert "alert(1)" not in page


async def test_static_files_are_kept_for_a_year_under_their_present_address(
    browser: Client,
) -> None:
    async with browser.get(asset("tokens.css")) as present:
        assert "immutable" in present.headers["Cache-Control"]
    async with browser.get("/static/older/tokens.css") as older:
        assert older.headers["Cache-Control"] == "no-cache"
    async with browser.get("/static/x/..%2f..%2fweb%2fassets.py") as outside:
        assert outside.status == 404


def test_every_module_of_the_page_is_fetched_ahead() -> None:
    page = (STATIC.parent / "templates" / "chat.html").read_text("utf-8")
    modules = {path.stem for path in (STATIC / "chat").glob("*.js")} - {"main"}

    assert modules == {module for module in modules if f"'{module}'" in page}


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("证明.pdf", "证明.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\scans\\a.jpg", "a.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("", ""),
        ("x" * 300, "x" * 120),
    ],
)
def test_a_file_name_is_bare_and_visible(name: str, clean: str) -> None:
    assert clean == clean_name(name)


@pytest.mark.parametrize(
    ("openings", "quoted"),
    [
        (["医师经注册后"], True),
        (["  医师经注册后 "], True),
        (["可以在医疗卫生机构"], True),
        (["未注册取得"], False),
        ([], False),
    ],
)
def test_a_quotation_is_found_in_its_line(openings: list[str], quoted: bool) -> None:
    assert quoted is is_quoted("医师经注册后，可以在医疗卫生机构中执业。", openings)
