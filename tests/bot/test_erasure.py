"""What is left of a person on disk: nothing of a picture after its verdict, nothing when erased."""

import asyncio
import tempfile
from pathlib import Path

import pytest
from tortoise import Tortoise

from bot.app import App
from handlers.event import JobKind
from registry.physician import Physician
from storage import erasure
from storage.models import Account, Blob, DataKey
from storage.models import Physician as PhysicianRow
from tests.bot.conftest import DATABASE
from tests.bot.person import Person
from tests.bot.test_verification import faces, verified_photo  # noqa: F401  (fixtures)

SECRET = "我的秘密是这一句话"
PIECE = 64
# Proofs and official acts, which name no person once the account is gone.
STAYS = {"Application", "Consent", "Task", "Verification"}


def on_disk(app: App, *wanted: bytes) -> list[str]:
    """The files of the program, and temporary ones since it began, that hold any of these bytes."""
    here = [path for path in app.settings.home.rglob("*") if path.is_file()]
    began = app.settings.key.stat().st_ctime
    loose = [
        path
        for path in Path(tempfile.gettempdir()).glob("*")
        if path.is_file() and path.stat().st_mtime >= began
    ]
    return [path.name for path in (*here, *loose) if any(one in _read(path) for one in wanted)]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # another program's
        return b""


def pieces(picture: bytes) -> list[bytes]:
    """Pieces from the middle of a picture, which no other file has."""
    return [picture[at : at + PIECE] for at in range(len(picture) // 3, len(picture), 997)][:8]


async def erased(person: Person) -> None:
    """Say it, confirm it, and wait until it is done."""
    await person.say("删除我的数据")
    await person.press("erase_yes", 0)
    async with asyncio.timeout(40):
        while await Account.exists(channel="web", external_id=person.external_id):
            await asyncio.sleep(0.05)
        while person.app.jobs._running:
            await asyncio.sleep(0.05)


async def test_a_picture_is_never_on_disk_in_the_clear_and_gone_after_a_match(
    app: App,
    person: Person,
    verified_photo: bytes,  # noqa: F811
) -> None:
    await person.press("do:verify")
    await person.upload(verified_photo)
    before = on_disk(app, *pieces(verified_photo))
    await person.replies()

    assert before == on_disk(app, *pieces(verified_photo)) == []


async def test_erasing_leaves_neither_key_nor_name_nor_file_of_the_account(
    app: App,
    people: tuple[Physician, ...],
    faces: list[list[bytes]],  # noqa: F811
) -> None:
    person = Person(app, "a-very-particular-browser")
    await person.bind(people[0])
    await person.say(SECRET)
    await person.say("去进修半年要变更注册吗？")
    await person.press("subscribe", 0)
    await person.replies()
    await person.press("do:reference_photo", 0)
    await person.press("agree")
    await person.upload(faces[0][0])
    await person.replies()
    account = await Account.get(external_id=person.external_id)
    key = await DataKey.get(subject=f"account:{account.id}")
    wrapped = bytes(key.wrapped)
    there = on_disk(app, wrapped, person.external_id.encode())
    await erased(person)

    left = [
        model.__name__
        for model in (Tortoise.apps or {})["storage"].values()
        if "account_id" in model._meta.fields_map
        and await model.filter(account_id=account.id).exists()
    ]

    assert there or DATABASE, "on SQLite they must be found before, or the search proves nothing"
    assert set(left) <= STAYS
    assert on_disk(app, wrapped, person.external_id.encode(), SECRET.encode()) == []
    assert not await Blob.filter(subject=f"account:{account.id}").exists()
    assert list((app.settings.home / "blobs").glob("*")) == []


async def test_the_photo_of_the_register_outlives_the_account_that_sent_it(
    app: App,
    person: Person,
    people: tuple[Physician, ...],
    verified_photo: bytes,  # noqa: F811
) -> None:
    row = await PhysicianRow.get(id=people[0].id)
    assert row.photo_blob is not None
    before = await app.blobs.read(row.photo_blob)
    await erased(person)
    after = await app.blobs.read(row.photo_blob)

    assert before is not None
    assert after is not None
    assert before[1] == after[1]


async def test_who_was_erased_can_start_afresh_and_is_a_stranger(
    app: App,
    person: Person,
    people: tuple[Physician, ...],
) -> None:
    await person.bind(people[0])
    number = await app.gateway.account("web", person.external_id)
    await erased(person)
    await person.say("你好")

    assert 1 == len(await person.replies())
    assert number != await app.gateway.account("web", person.external_id)


@pytest.mark.parametrize("how", ["go:menu", "unbind_no"])
async def test_nothing_is_deleted_before_it_is_confirmed(
    app: App,
    person: Person,
    how: str,
) -> None:
    await person.say("delete my data")
    await person.press(how, 0)

    assert await Account.exists(channel="web", external_id=person.external_id)


async def test_the_operator_can_have_every_account_of_a_physician_erased(
    app: App, people: tuple[Physician, ...]
) -> None:
    for name in ("first", "second"):
        await Person(app, name).bind(people[0])
    await Person(app, "somebody else").bind(people[1])
    number = people[0].practice_number or ""
    asked = await app.database.run(lambda unit: erasure.request(unit, app.vault, number))
    app.jobs.poke()
    async with asyncio.timeout(40):
        while await Account.all().count() > 1:
            await asyncio.sleep(0.05)

    assert asked == 2
    assert await Account.exists(external_id="somebody else")
    assert JobKind(erasure.JOB) is JobKind.ERASE
