"""The copy of one's own data: whole, once, for the right person alone, and kept nowhere."""

import io
import json
import re
import zipfile
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from tortoise import Tortoise

from bot.app import App
from bot.channels.terminal import Terminal
from bot.data_copy import name_of, page
from bot.delivery import Channel, Delivery
from bot.server import site
from bot.texts import texts
from handlers.event import Media
from handlers.session import Lang
from registry.physician import Physician
from registry.service import Answer
from registry.services import SERVICES
from storage import applications, ledger, register
from storage.data_copy import SECTIONS
from storage.models import Account, AuditEntry, FieldConfirmation, Notice, StoppedReminder
from storage.outcomes import Outcome
from storage.rights_rows import CopyLink
from storage.tasks import TaskKind
from tests.bot.person import Person
from tests.bot.test_erasure import on_disk
from tests.bot.test_templates import agree, known, photos, vectors, verify  # noqa: F401  (fixtures)
from tests.bot.test_verification import clerk, close_first

ZH = texts(Lang.ZH)
SECRET = "我的秘密是这一句话<b>"
OURS = MappingProxyType({"Sec-Fetch-Site": "same-origin"})
CHANGE = SERVICES["change_main_institution"]
# Sections that this person has nothing for.
EMPTY = {"filings", "work"}
# Which section tells of a table that knows an account or a physician.
TOLD_IN = {
    "Account": "account",
    "Application": "applications",
    "ApplicationStep": "application_steps",
    "AnsweredQuestion": "questions",
    "Consent": "consents",
    "FieldConfirmation": "confirmations",
    "Filing": "filings",
    "Fingerprint": "fingerprints",
    "Job": "work",
    "Line": "conversation",
    "Notice": "reminders",
    "Physician": "register",
    "Session": "drafts",
    "StoppedReminder": "wishes",
    "Subscription": "wishes",
    "Task": "tasks",
    "Template": "template",
    "Verification": "verifications",
}
# Links of ten minutes, by digest alone; and the people of the console, who are no patients of it.
NOT_TOLD = {"CaptureLink", "CopyLink", "Officer"}


@pytest.fixture
async def client(app: App) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(site(app))) as client:
        yield client


async def link_of(person: Person) -> str:
    """The address of a new link, asked for in the chat; empty if there is none."""
    await person.say("导出我的数据")
    await person.replies()
    last = (await person.lines())[-1]
    return next((button.url for button in last.buttons if button.url), "")


async def take(client: TestClient, path: str, headers: Mapping[str, str] = OURS) -> ClientResponse:
    origin = {"Origin": str(client.make_url(""))}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return await client.post(path, headers={**origin, **form, **headers}, data=b"")


async def opened(response: ClientResponse) -> tuple[dict[str, Any], str]:
    """The two files of a copy."""
    with zipfile.ZipFile(io.BytesIO(await response.read())) as file:
        return json.loads(file.read("data.json")), file.read("data.html").decode()


async def copy_of(client: TestClient, person: Person) -> tuple[dict[str, Any], str]:
    return await opened(await take(client, await link_of(person)))


async def live(app: App, person: Person, physician: Physician, selfie: bytes) -> None:
    """Do a little of everything that leaves something behind."""
    await agree(person)
    await verify(person, selfie)
    await person.say(SECRET)
    await person.press("subscribe", 0)
    await person.replies()
    account = await app.gateway.account("web", person.external_id)
    await app.database.run(
        lambda unit: ledger.keep(unit, app.vault, account, "no_basis", "去进修要变更吗？")
    )
    elsewhere = next(
        one
        for one in await register.institutions()
        if one.code != physician.institution_code and one.closed_on is None
    )
    answers: dict[str, Answer] = {
        "institution": elsewhere.code,
        "start_date": "2026-12-01",
        "department": "内科",
        "employment_proof": {"blobs": []},
    }
    await app.database.run(
        lambda unit: applications.submit(unit, physician.id, account, CHANGE, answers)
    )
    await person.press("do:objection", 0)
    await person.press("value:other")
    await person.press("manual", 0)
    await person.upload(b"%PDF-1.4 proof", Media.DOCUMENT)
    await person.press("do:change_main_institution", 0)
    await person.say("第一附属医院")
    for row in (
        FieldConfirmation(
            physician_id=physician.id, field="phone", digest="d", confirmed_on=physician.birth_date
        ),
        StoppedReminder(physician_id=physician.id, rule="attestation"),
        Notice(
            physician_id=physician.id,
            rule="attestation",
            due_on=physician.birth_date,
            stage=0,
            send_at=datetime.now(UTC),
            state="sent",
        ),
    ):
        await row.save()


@pytest.fixture
async def lived(
    app: App,
    people: tuple[Physician, ...],
    known: Person,  # noqa: F811
    photos: list[bytes],  # noqa: F811
) -> Person:
    await live(app, known, people[0], photos[0])
    return known


async def test_the_copy_holds_what_was_said_and_done_and_the_whole_record(
    client: TestClient, people: tuple[Physician, ...], lived: Person
) -> None:
    data, shown = await copy_of(client, lived)
    (record,) = data["register"]
    said = [line["text"] for line in data["conversation"]]

    assert {"made_at", "conversation", *SECTIONS} - EMPTY == set(data)
    assert people[0].id_number == record["id_number"]
    assert people[0].qualification_number == record["qualification_number"]
    assert people[0].title.zh == record["title"]
    assert SECRET in said
    assert {"face_consent", "template"} == {one["kind"] for one in data["consents"]}
    assert ["match"] == [one["verdict"] for one in data["verifications"]]
    assert "去进修要变更吗？" in [one["question"] for one in data["questions"]]
    assert ["manual_verification"] == [one["kind"] for one in data["tasks"]]
    assert SECRET not in shown
    assert SECRET.replace("<b>", "&lt;b&gt;") in shown
    assert people[0].id_number in shown


async def test_every_table_that_knows_a_person_is_told_in_a_section() -> None:
    await Tortoise.init(
        db_url="sqlite://:memory:",
        modules={"storage": ["storage.models", "storage.ledger_rows", "storage.rights_rows"]},
    )
    models = (Tortoise.apps or {})["storage"].values()
    ids = {"account_id", "physician_id", "application_id"}
    knowing = {one.__name__ for one in models if ids & set(one._meta.fields_map)}
    await Tortoise.close_connections()

    assert knowing | {"Account", "Physician"} == set(TOLD_IN) | NOT_TOLD
    assert set(TOLD_IN.values()) <= {*SECTIONS, "conversation"}


@pytest.mark.parametrize("lang", list(Lang))
async def test_whatever_is_in_it_has_a_name_in_the_persons_language(
    client: TestClient, lived: Person, lang: Lang
) -> None:
    data, _ = await copy_of(client, lived)
    said = texts(lang)
    records = [one for name, ones in data.items() if name != "made_at" for one in ones]

    assert not {key for record in records for key in record if key == name_of(key, said)}
    assert page({name: [] for name in (*SECTIONS, "conversation")}, lang, datetime.now(UTC))


async def test_a_link_works_once_and_looking_at_it_does_not_use_it_up(
    client: TestClient, lived: Person
) -> None:
    path = await link_of(lived)
    seen = [(await client.get(path)).status for _ in range(2)]
    first, second = await take(client, path), await take(client, path)

    assert re.fullmatch(r"/copy/[\w-]{43}", path)
    assert [200, 200] == seen
    assert (200, 410) == (first.status, second.status)
    assert "no-store" == first.headers["Cache-Control"]
    assert first.headers["Content-Disposition"].startswith("attachment")
    assert 410 == (await client.get(path)).status


async def test_a_link_ends_after_ten_minutes_and_with_a_newer_one(
    client: TestClient, lived: Person
) -> None:
    older = await link_of(lived)
    newer = await link_of(lived)
    (row,) = await CopyLink.all()
    left = row.expires_at - datetime.now(UTC)
    await CopyLink.all().update(expires_at=datetime.now(UTC))

    assert timedelta(minutes=9) < left <= timedelta(minutes=10)
    assert (410, 410) == ((await take(client, older)).status, (await take(client, newer)).status)


async def test_another_site_cannot_take_it(client: TestClient, lived: Person) -> None:
    path = await link_of(lived)
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}

    assert 403 == (await take(client, path, foreign)).status
    assert 200 == (await take(client, path)).status


async def test_it_is_kept_nowhere_and_audited(
    app: App, client: TestClient, people: tuple[Physician, ...], lived: Person
) -> None:
    await copy_of(client, lived)
    acts = await AuditEntry.filter(action__startswith="copy.").values_list("action", flat=True)

    assert ["copy.link_issued", "copy.link_opened"] == sorted(acts)
    assert [] == on_disk(app, people[0].id_number.encode(), b"data.json", SECRET.encode())


async def test_of_a_template_it_says_that_there_is_one_and_no_number(
    app: App,
    client: TestClient,
    known: Person,  # noqa: F811
    photos: list[bytes],  # noqa: F811
) -> None:
    await agree(known)
    await verify(known, photos[0])
    data, _ = await copy_of(client, known)
    made = await vectors(app, photos[2], photos[1])

    assert 512 == len(made)
    assert [["until"]] == [list(one) for one in data["template"]]


async def test_nothing_of_anybody_else_is_in_it(
    app: App, client: TestClient, people: tuple[Physician, ...], lived: Person
) -> None:
    other = Person(app, "somebody else")
    await other.bind(people[1])
    await other.say("别人的话")
    data, shown = await copy_of(client, lived)
    whole = json.dumps(data, ensure_ascii=False) + shown

    assert people[0].name in whole
    for theirs in (people[1].name, people[1].id_number, "别人的话", other.external_id):
        assert theirs not in whole


async def test_without_a_fresh_verification_it_is_asked_for_first_and_then_goes_on(
    app: App,
    client: TestClient,
    known: Person,  # noqa: F811
    photos: list[bytes],  # noqa: F811
) -> None:
    before = await link_of(known)
    asked = await known.last()
    await known.upload(photos[0])
    await known.replies()
    last = (await known.lines())[-1]

    assert "" == before
    assert ZH.text("step_up") in asked
    assert ZH.text("ask.selfie") in asked
    assert [200] == [(await take(client, b.url)).status for b in last.buttons if b.url]


async def test_the_route_without_a_face_counts_as_well(
    app: App, client: TestClient, people: tuple[Physician, ...]
) -> None:
    person = Person(app, "somebody")
    await person.bind(people[0])
    before = await link_of(person)
    await person.press("manual", 0)
    await close_first(app, clerk(people[0]), TaskKind.MANUAL_VERIFICATION, Outcome.CONFIRMED)

    assert "" == before
    assert 200 == (await take(client, await link_of(person))).status


async def test_within_the_hold_after_a_binding_elsewhere_nothing_is_handed_out(
    app: App,
    known: Person,  # noqa: F811
    photos: list[bytes],  # noqa: F811
) -> None:
    await verify(known, photos[0])
    await Account.all().update(held_until=datetime.now(UTC) + timedelta(hours=3))

    assert "" == await link_of(known)
    assert not await CopyLink.exists()


async def test_who_is_bound_to_nobody_gets_the_own_chat_and_nothing_of_the_register(
    app: App, client: TestClient
) -> None:
    person = Person(app, "somebody")
    await person.say("你好")
    data, _ = await copy_of(client, person)

    assert "register" not in data
    assert "你好" in [line["text"] for line in data["conversation"]]


async def test_where_no_page_can_be_opened_the_way_to_a_person_is_told(app: App) -> None:
    await app.gateway.receive(
        Delivery(
            channel=Channel.TELEGRAM,
            external_id="7",
            delivery_id="d",
            kind="said",
            text="导出我的数据",
        )
    )
    lines = await app.conversation.lines(Channel.TELEGRAM, "7")

    assert ZH.text("data_copy.no_page") in lines[-1].text


async def test_the_terminal_writes_it_to_a_new_file_that_others_cannot_read(
    app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal, path = Terminal(app, "me", Lang.ZH), tmp_path / "copy.zip"
    for line in (f"/save {path}", "导出我的数据", f"/save {path}", f"/save {path}"):
        await terminal._line(line)
    printed = capsys.readouterr().out
    with zipfile.ZipFile(path) as file:
        names = file.namelist()

    assert ["data.json", "data.html"] == names
    assert 0o600 == path.stat().st_mode & 0o777
    assert 2 == printed.count(ZH.text("terminal.no_copy"))
    assert ZH.text("terminal.saved", path=str(path)) in printed


async def test_the_terminal_writes_over_nothing(
    app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("mine")
    terminal = Terminal(app, "me", Lang.ZH)
    for line in ("导出我的数据", f"/save {path}"):
        await terminal._line(line)

    assert "mine" == path.read_text()
    assert ZH.text("terminal.not_saved", path=str(path)) in capsys.readouterr().out
