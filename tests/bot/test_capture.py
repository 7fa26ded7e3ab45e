"""The capture page without its browser: links, sittings, frames, and what comes of them."""

import io
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from babel.messages.pofile import read_po
from PIL import Image, ImageOps

from bot.app import App
from bot.captures import Hint
from bot.server import site
from bot.texts import LOCALE, texts
from bot.web.assets import STATIC
from handlers.session import Lang
from identity.challenge import Move
from registry.physician import Physician
from storage.models import CaptureLink
from storage.outcomes import Outcome
from storage.tasks import TaskKind, tasks_at
from tests.bot.person import Person
from tests.bot.test_verification import (  # noqa: F401  (fixtures)
    clerk,
    close_first,
    faces,
    files,
    verified_photo,
)

ZH = texts(Lang.ZH)


class Page:
    """The capture page of one browser, with one link."""

    def __init__(self, client: TestClient, path: str) -> None:
        self.client = client
        self.path = path

    async def show(self) -> ClientResponse:
        return await self.client.get(self.path)

    async def begin(self, *, motion: bool = False) -> ClientResponse:
        return await self._post("begin", json={"motion": motion})

    async def frame(self, data: bytes) -> ClientResponse:
        return await self._post("frame", data=data, headers={"Content-Type": "image/jpeg"})

    async def otherwise(self) -> ClientResponse:
        return await self._post("otherwise", json={})

    async def state(self) -> ClientResponse:
        return await self.client.get(f"{self.path}/state")

    async def _post(
        self, name: str, headers: Mapping[str, str] = MappingProxyType({}), **what: Any
    ) -> ClientResponse:
        ours = {"Origin": str(self.client.make_url("")), "Sec-Fetch-Site": "same-origin"}
        return await self.client.post(f"{self.path}/{name}", headers=ours | dict(headers), **what)


@pytest.fixture
async def client(app: App) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(site(app))) as client:
        yield client


async def link_of(person: Person) -> str:
    """The address of a new link, asked for in the chat."""
    await person.press("capture", 0)
    (url,) = [b.url for line in (await person.lines())[-1:] for b in line.buttons if b.url]
    return url


@pytest.fixture
async def page(client: TestClient, person: Person, verified_photo: bytes) -> Page:  # noqa: F811
    """Somebody bound, with a photo in the register, who has just got a link."""
    await person.press("do:verify")
    return Page(client, await link_of(person))


async def test_a_link_is_offered_beside_the_selfie_with_the_way_without_a_face(
    person: Person,
    verified_photo: bytes,  # noqa: F811
) -> None:
    await person.press("do:verify")
    asked = (await person.lines())[-1]
    await person.press("capture", 0)
    linked = (await person.lines())[-1]

    assert {"capture", "manual"} <= {button.key for button in asked.buttons}
    assert ZH.text("capture.link", minutes=10) in linked.text
    assert re.fullmatch(r"/capture/[\w-]{43}", linked.buttons[0].url)


async def test_without_consent_there_is_no_link(
    person: Person, people: tuple[Physician, ...]
) -> None:
    await person.bind(people[0])
    await person.press("capture", 0)

    assert not [
        button.url for line in await person.lines() for button in line.buttons if button.url
    ]
    assert not await CaptureLink.exists()


async def test_looking_at_a_link_does_not_use_it_up_but_beginning_does(
    app: App, client: TestClient, page: Page
) -> None:
    seen = [(await page.show()).status for _ in range(2)]
    begun = (await page.begin()).status
    mine = (await page.show()).status
    client.session.cookie_jar.clear()
    others = ((await page.show()).status, (await page.begin()).status)

    assert ([200, 200], 200, 200, (410, 410)) == (seen, begun, mine, others)


async def test_a_newer_link_ends_the_one_before(
    client: TestClient, person: Person, page: Page
) -> None:
    newer = Page(client, await link_of(person))

    assert (410, 200) == ((await page.begin()).status, (await newer.begin()).status)


async def test_a_link_that_has_expired_opens_nothing(page: Page) -> None:
    (row,) = await CaptureLink.all()
    row.expires_at = row.expires_at.replace(year=2020)
    await row.save()

    assert (410, 410) == ((await page.show()).status, (await page.begin()).status)


async def test_another_site_can_neither_begin_nor_send(client: TestClient, page: Page) -> None:
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    begun = await client.post(f"{page.path}/begin", json={"motion": True}, headers=foreign)
    mine = await page.begin()

    assert (403, 200) == (begun.status, mine.status)


async def test_a_challenge_is_random_and_each_try_gets_another(page: Page) -> None:
    orders = {tuple((await (await page.begin(motion=True)).json())["moves"]) for _ in range(20)}

    assert len(orders) >= 5
    assert all({Move.TURN_LEFT, Move.TURN_RIGHT} < set(order) for order in orders)


async def test_one_picture_without_motion_goes_to_a_person_however_alike(
    app: App,
    person: Person,
    people: tuple[Physician, ...],
    page: Page,
    verified_photo: bytes,  # noqa: F811
) -> None:
    await page.begin()
    looked = await (await page.frame(verified_photo)).json()
    said = await person.last()
    state = await (await page.state()).json()

    assert (Hint.DONE, True) == (looked["hint"], looked["ended"])
    assert ZH.text("verify.match") not in said
    assert {"ended": True, "again": False} == {key: state[key] for key in ("ended", "again")}
    assert state["text"] in (ZH.text("capture.ended.unsure"), ZH.text("capture.ended.no_match"))
    (task,) = await tasks_at(clerk(people[0]), kind=TaskKind.FACE_REVIEW)
    assert task.physician == people[0].name
    assert 409 == (await page.begin()).status, "a verdict ends the sitting"


async def test_a_bad_frame_gets_its_hint_and_is_not_kept(app: App, page: Page) -> None:
    before = files(app)
    await page.begin()
    looked = await (await page.frame(b"\xff\xd8\xff nothing")).json()

    assert {"kept": 0, "ended": False} == {key: looked[key] for key in ("kept", "ended")}
    assert before == files(app)


async def test_a_frame_that_does_not_move_is_not_the_move_that_is_asked(
    page: Page,
    verified_photo: bytes,  # noqa: F811
) -> None:
    await page.begin(motion=True)
    hints = [(await (await page.frame(verified_photo)).json())["hint"] for _ in range(3)]

    assert [Hint.KEPT, Hint.GO_ON, Hint.GO_ON] == hints


async def test_after_the_time_of_a_challenge_nothing_counts(
    app: App,
    page: Page,
    verified_photo: bytes,  # noqa: F811
) -> None:
    await page.begin(motion=True)
    (sitting,) = app.captures._sittings.values()
    assert sitting.challenge is not None
    old = sitting.challenge.issued_at.replace(year=2020)
    sitting.challenge = sitting.challenge.model_copy(update={"issued_at": old})
    looked = await (await page.frame(verified_photo)).json()
    state = await (await page.state()).json()

    assert (Hint.EXPIRED, True) == (looked["hint"], looked["ended"])
    assert {"ended": True, "again": True, "text": ZH.text("photo.expired")} == state


async def test_a_challenge_that_was_left_counts_and_the_last_try_ends_the_sitting(
    app: App,
    person: Person,
    people: tuple[Physician, ...],
    page: Page,
    verified_photo: bytes,  # noqa: F811
) -> None:
    begun = []
    for _ in range(app.settings.verify_tries + 1):
        begun.append((await page.begin(motion=True)).status)
        await page.frame(verified_photo)
    state = await (await page.state()).json()
    tasks = await tasks_at(clerk(people[0]), kind=TaskKind.MANUAL_VERIFICATION)

    assert [*[200] * app.settings.verify_tries, 409] == begun
    assert {"ended": True, "again": False} == {key: state[key] for key in ("ended", "again")}
    assert ZH.text("capture.ended.locked") == state["text"]
    assert 1 == len(tasks)
    assert 409 == (await page.begin()).status


async def test_a_frame_too_large_is_read_no_further(page: Page) -> None:
    await page.begin()

    assert 413 == (await page.frame(b"\xff\xd8\xff" + bytes(2_000_000))).status


async def test_the_way_without_a_face_is_on_the_page(
    app: App, person: Person, people: tuple[Physician, ...], page: Page
) -> None:
    text = (await (await page.otherwise()).json())["text"]
    (task,) = await tasks_at(clerk(people[0]), kind=TaskKind.MANUAL_VERIFICATION)

    assert ZH.text("capture.ended.otherwise") == text
    assert people[0].name == task.physician
    assert ZH.text("manual.asked", institution=task.institution) in await person.last()


async def test_a_picture_that_was_compared_before_is_refused_also_mirrored_and_on_the_page(
    app: App,
    person: Person,
    people: tuple[Physician, ...],
    page: Page,
    verified_photo: bytes,  # noqa: F811
) -> None:
    await page.begin()
    await page.frame(verified_photo)
    await person.replies()
    if await tasks_at(clerk(people[0]), kind=TaskKind.FACE_REVIEW):
        await close_first(app, clerk(people[0]), TaskKind.FACE_REVIEW, Outcome.REJECTED)

    for again in (verified_photo, mirrored(verified_photo)):
        await person.press("do:verify")
        await person.upload(again)
        assert ZH.text("photo.replay") in await person.last()
        await person.say("取消")


def mirrored(photo: bytes) -> bytes:
    made = io.BytesIO()
    ImageOps.mirror(Image.open(io.BytesIO(photo))).save(made, "JPEG", quality=85)
    return made.getvalue()


@pytest.mark.parametrize("lang", list(Lang))
def test_the_page_has_every_text_that_it_names_and_no_other(lang: Lang) -> None:
    with (LOCALE / lang.value / "LC_MESSAGES" / "capture_page.po").open("rb") as file:
        there = {str(message.id) for message in read_po(file) if message.id}
    templates = STATIC.parent / "templates"
    shown = {
        key
        for name in ("capture.html", "capture_gone.html")
        for key in re.findall(r"t\('(capture\.[\w.]+)'", (templates / name).read_text("utf-8"))
    }
    script = Path(STATIC / "capture" / "main.js").read_text("utf-8")
    said = {f"capture.client.{key}" for key in re.findall(r'say\("([\w.]+)"', script)}
    families = ("capture.client.hint.", "capture.client.step.", "capture.client.camera.")
    listed = {key for key in there if key.startswith(families)}

    assert there == shown | said | listed
    assert {f"capture.client.step.{move}" for move in (*Move, "straight")} <= listed
