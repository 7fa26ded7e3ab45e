"""Nobody gets in anywhere without a right to be there: every route, every kind of stranger."""

from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

import console
from console import cookie
from console.access import Route
from console.site import ROUTES
from storage.database import DatabaseBusy, DiskFull
from storage.models import Application, Officer
from storage.tasks import ReferencePhoto, open_task
from tests.console.conftest import Browser
from tests.console.program import Program
from tests.world import OLD, ZHANG, World

Make = Callable[[str], Awaitable[Browser]]
PAGES = [one for one in ROUTES if one.access.signed_in]
OBJECTS = [one for one in PAGES if "{" in one.path]
OWN = [one for one in OBJECTS if "tasks" in one.path or "staff" in one.path]
OPEN = {"/console/sign-in", "/console/static/{version}/{name}"}


@pytest.fixture
async def addresses(world: World, program: Program) -> dict[str, str]:
    """A real thing behind every kind of address, so that only the right is missing."""
    blob = await program.blobs.keep(f"account:{world.account}", b"\xff\xd8\xff", "document",
                                    "image/jpeg")  # fmt: skip
    photo = await program.blobs.keep(f"account:{world.account}", b"\xff\xd8\xff", "photo",
                                     "image/jpeg")  # fmt: skip
    number = (await world.submit(employment_proof={"blobs": [blob.id]})).number
    task = await world.database.run(
        lambda unit: open_task(
            unit, world.vault, world.account, ReferencePhoto(photo=photo.id), OLD, "420102"
        )
    )
    return {
        "number": number,
        "blob": blob.id,
        "task": str(task),
        "picture": photo.id,
        "institution": OLD,
    }


def name(one: Route) -> str:
    return f"{one.method} {one.path}"


async def visit(page: Browser, one: Route, addresses: dict[str, str]) -> tuple[int, str]:
    path = one.path.format_map(addresses)
    if one.method == "GET":
        return await page.get(path)
    return await page.post(path, {"action": "confirm", "step": "send", "outcome": "confirmed"})


def test_only_the_door_and_the_static_files_are_open() -> None:
    assert {one.path for one in ROUTES if not one.access.signed_in} == OPEN


def test_every_route_of_the_server_goes_through_the_guard() -> None:
    pages = web.Application()

    class Nothing:
        database = None

    console.setup(pages, Nothing())  # type: ignore[arg-type]
    handlers = {
        (route.method, route.resource.canonical): route.handler.__qualname__  # type: ignore[union-attr]
        for route in pages.router.routes()
        if route.method != "HEAD"
    }

    assert set(handlers) == {(one.method, one.path) for one in ROUTES}
    assert set(handlers.values()) == {"guarded.<locals>.handle"}


@pytest.mark.parametrize("one", PAGES, ids=name)
async def test_without_a_session_every_route_leads_to_the_door(
    browser: Make, addresses: dict[str, str], one: Route
) -> None:
    page = await browser("")
    answer = await page.answer(
        one.method, one.path.format_map(addresses), headers={"Origin": page.origin}
    )

    assert answer.status == 303
    assert answer.headers["Location"].startswith("/console/sign-in")


@pytest.mark.parametrize("login", ["far.clerk", "other.province"])
@pytest.mark.parametrize("one", OBJECTS, ids=name)
async def test_what_belongs_to_others_does_not_exist_for_a_stranger(
    world: World, browser: Make, addresses: dict[str, str], one: Route, login: str
) -> None:
    status, text = await visit(await browser(login), one, addresses)
    row = await Application.get(number=addresses["number"])

    assert status == 404
    assert "张伟" not in text
    assert (row.state, row.revision) == ("submitted", 1)


@pytest.mark.parametrize("one", OWN, ids=name)
async def test_a_clerk_of_the_new_institution_sees_no_tasks_and_staff_of_the_old(
    browser: Make, addresses: dict[str, str], one: Route
) -> None:
    status, _ = await visit(await browser("new.clerk"), one, addresses)

    assert status == 404


@pytest.mark.parametrize("one", [one for one in PAGES if one.method == "POST"], ids=name)
@pytest.mark.parametrize(
    ("origin", "csrf"), [("https://evil.example", None), (None, ""), (None, "0" * 43)]
)
async def test_a_post_of_another_site_or_without_the_token_changes_nothing(
    browser: Make, addresses: dict[str, str], one: Route, origin: str | None, csrf: str | None
) -> None:
    page = await browser("new.clerk")
    form = {"action": "confirm", "revision": "1", "step": "send"}
    status, _ = await page.post(one.path.format_map(addresses), form, origin, csrf)

    assert status == 403
    assert (await Application.get(number=addresses["number"])).revision == 1
    assert (await page.get("/console"))[0] == 200


async def test_a_clerk_who_is_the_physician_can_read_but_not_act(
    world: World, browser: Make, addresses: dict[str, str]
) -> None:
    await Officer.filter(login="new.clerk").update(physician_id=ZHANG)
    page = await browser("new.clerk")
    number = addresses["number"]
    _, text = await page.get(f"/console/applications/{number}")
    status, said = await page.post(
        f"/console/applications/{number}", {"action": "confirm", "revision": "1", "step": "send"}
    )

    assert "data-key=" not in text
    assert status == 409 and "自己的申请" in said


@pytest.mark.parametrize("path", ["/console", "/console/sign-in", "/console/keys"])
async def test_every_page_is_strict_and_kept_by_nobody(browser: Make, path: str) -> None:
    page = await browser("" if path.endswith("sign-in") else "county")
    answer = await page.answer("GET", path)
    text = await answer.text()

    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert " style=" not in text and "<style" not in text
    assert "<script>" not in text and " onclick" not in text


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    browser: Make,
) -> None:
    page = await browser("")
    _, text = await page.get("/console/sign-in")
    token = text.split('name="token" value="')[1].split('"')[0]
    answer = await page.answer(
        "POST",
        "/console/sign-in",
        data={"token": token, "login": "county", "password": "correct horse battery"},
        headers={"Origin": page.origin},
    )
    cookie = answer.cookies["yizhu-console"]

    assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["path"] == "/"


def test_over_https_the_cookie_binds_itself_to_this_very_host() -> None:
    request = make_mocked_request("GET", "/console").clone(scheme="https")
    response = web.Response()
    cookie.remember(request, response, "secret")

    assert "__Host-yizhu-console" in response.cookies
    assert response.cookies["__Host-yizhu-console"]["secure"] is True


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/console/staff", "/console/staff"),
        ("https://evil.example/console", "/console"),
        ("//evil.example", "/console"),
        ("/console/\\evil", "/console"),
        ("/consolexyz", "/console"),
    ],
)
async def test_signing_in_leads_to_where_one_was_going_and_never_out_of_the_console(
    browser: Make, asked: str, led: str
) -> None:
    page = await browser("")
    _, text = await page.get("/console/sign-in")
    token = text.split('name="token" value="')[1].split('"')[0]
    form = {"token": token, "login": "county", "password": "correct horse battery", "next": asked}

    assert await page.post("/console/sign-in", form, csrf="") == (303, led)


async def test_a_wrong_password_is_answered_in_the_same_words_as_an_unknown_login(
    browser: Make,
) -> None:
    page = await browser("")
    answers = [await page.sign_in(login, "wrong") for login in ("county", "nobody")]

    assert [status for status, _ in answers] == [401, 401]
    assert all("账号或密码不对" in text for _, text in answers)


async def test_after_five_wrong_tries_the_way_back_is_said(browser: Make) -> None:
    page = await browser("")
    for _ in range(4):
        await page.sign_in("county", "wrong")
    status, text = await page.sign_in("county", "wrong")

    assert status == 429
    assert "15 分钟" in text and "自动恢复" in text


async def test_one_address_cannot_try_many_logins(
    browser: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.limiter.TRIES", 3)
    page = await browser("")
    statuses = [(await page.sign_in(f"login{n}", "wrong"))[0] for n in range(5)]

    assert statuses == [401, 401, 401, 429, 429]


async def test_a_form_that_is_too_long_is_refused(world: World, browser: Make) -> None:
    number = (await world.submit()).number
    page = await browser("new.clerk")
    status, _ = await page.post(f"/console/applications/{number}", {"reason": "长" * 70_000})

    assert status == 413


async def test_signing_out_ends_the_session(browser: Make) -> None:
    page = await browser("county")
    left = await page.post("/console/sign-out", {})

    assert left == (303, "/console/sign-in")
    assert (await page.get("/console"))[0] == 303


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [(DatabaseBusy("locked"), 503, "数据库正忙"), (DiskFull("full"), 507, "磁盘已满")],
)
async def test_when_nothing_can_be_written_the_page_says_that_nothing_was_done(
    world: World,
    browser: Make,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    status: int,
    said: str,
) -> None:
    number = (await world.submit()).number
    page = await browser("new.clerk")
    csrf = await page.csrf()

    async def refuse(work: object) -> None:
        raise fault

    monkeypatch.setattr(world.database, "run", refuse)
    form = {"action": "confirm", "revision": "1", "step": "send"}
    answer = await page.post(f"/console/applications/{number}", form, csrf=csrf)

    assert answer[0] == status and said in answer[1]
    assert (await Application.get(number=number)).revision == 1
