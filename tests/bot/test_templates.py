"""Templates in the running program: by consent alone, hidden, found again, and gone when asked."""

import asyncio
import base64
import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from bot import templates as kept_by
from bot.app import App
from bot.templates import CONSENT_VERSION
from bot.texts import texts
from handlers.session import Lang
from identity.request import Kept
from registry.physician import Physician
from storage import templates
from storage.database import Unit
from storage.face_count import people_with_faces, people_with_templates
from storage.models import AuditEntry, Consent
from storage.rights_rows import Template
from tests.bot.conftest import DATABASE
from tests.bot.person import Person
from tests.bot.test_cohort import have_photo
from tests.bot.test_erasure import erased, on_disk

ZH = texts(Lang.ZH)
YEAR = timedelta(days=365)


@pytest.fixture(scope="session")
def photos(shared: Path) -> list[bytes]:
    """Three photos of one person; the first and the last match the middle one without a cohort."""
    folder = shared / "data" / "faces" / "images" / "p0064"
    return [(folder / name).read_bytes() for name in ("01.jpg", "00.jpg", "02.jpg")]


@pytest.fixture
async def known(app: App, people: tuple[Physician, ...], photos: list[bytes]) -> Person:
    """Somebody bound, with a photo in the register and consent to face checks."""
    await have_photo(app, people[0], photos[1])
    return await bound(app, people[0], "somebody")


async def bound(app: App, physician: Physician, name: str) -> Person:
    person = Person(app, name)
    await person.bind(physician)
    await person.press("do:verify")
    await person.press("agree")
    return person


async def agree(person: Person) -> None:
    await person.say("人脸模板")
    await person.press("template:yes")


async def verify(person: Person, photo: bytes) -> list[str]:
    """Hand in a selfie; what was said to it."""
    before = len(await person.replies())
    await person.press("do:verify", 0)
    await person.upload(photo)
    return (await person.replies())[before:]


def cropped(photo: bytes) -> bytes:
    """A copy whose hash is another one."""
    image = Image.open(io.BytesIO(photo)).convert("RGB")
    made = io.BytesIO()
    ImageOps.crop(image, int(0.06 * image.width)).save(made, "JPEG", quality=85)
    return made.getvalue()


def said(key: str, replies: list[str]) -> bool:
    return any(ZH.text(key) in reply for reply in replies)


async def vectors(app: App, photo: bytes, reference: bytes) -> bytes:
    """What a worker makes of a matching selfie."""
    pool = await app.faces()
    found = await pool.verify([photo], reference, kept=Kept(wanted=True))
    assert found.template is not None
    return found.template.vectors


async def test_without_the_consent_nothing_is_kept_and_only_the_hash_knows_the_picture(
    app: App, known: Person, photos: list[bytes]
) -> None:
    first = await verify(known, photos[0])
    copy = await verify(known, cropped(photos[0]))
    same = await verify(known, photos[0])

    assert said("verify.match", first)
    assert said("template.ask", first)
    assert not said("photo.replay", copy)
    assert said("photo.replay", same)
    assert not await Template.exists()


async def test_with_the_consent_a_copy_is_refused_in_the_same_words_as_a_repeat(
    app: App, known: Person, photos: list[bytes]
) -> None:
    await agree(known)
    first = await verify(known, photos[0])
    copy = await verify(known, cropped(photos[0]))
    other = await verify(known, photos[2])

    assert said("verify.match", first)
    assert not said("template.ask", first)
    assert said("photo.replay", copy)
    assert not said("photo.replay", other)


async def test_a_copy_is_refused_from_another_account_of_the_same_physician_too(
    app: App, people: tuple[Physician, ...], known: Person, photos: list[bytes]
) -> None:
    await agree(known)
    await verify(known, photos[0])
    thief = await bound(app, people[0], "somebody else")

    assert said("photo.replay", await verify(thief, cropped(photos[0])))


async def test_the_receipt_and_the_place_for_my_data_say_until_when(
    app: App, known: Person, photos: list[bytes]
) -> None:
    without = await verify(known, photos[0])
    await agree(known)
    promised = await known.last()
    with_one = await verify(known, photos[2])
    row = await Template.get()
    day = ZH._environment.filters["past"](row.until.isoformat())
    await known.say("我的数据")

    assert "没有留人脸模板" in "".join(without)
    assert ZH.text("template.agreed") in promised
    assert day in "".join(with_one)
    assert day in await known.last()
    assert YEAR == row.until - row.at


async def test_who_keeps_a_template_is_counted_once(
    app: App, people: tuple[Physician, ...], known: Person, photos: list[bytes]
) -> None:
    await agree(known)
    before = (await people_with_faces(), await people_with_templates())
    await verify(known, photos[0])
    await verify(known, photos[2])

    assert (1, 0) == before
    assert (1, 1) == (await people_with_faces(), await people_with_templates())


async def test_a_yes_is_recorded_once_with_the_version_that_was_shown(
    app: App, known: Person
) -> None:
    await agree(known)
    await known.press("template:yes", 0)
    (row,) = await Consent.filter(kind="template")

    assert (CONSENT_VERSION, "web", None) == (row.version, row.channel, row.withdrawn_at)


async def test_a_no_leaves_nothing_behind(app: App, known: Person, photos: list[bytes]) -> None:
    await verify(known, photos[0])
    await known.press("template:no")

    assert ZH.text("template.refused") in await known.last()
    assert not await Consent.exists(kind="template")
    assert not await Template.exists()


async def test_no_vector_is_on_disk_neither_as_made_nor_as_rotated(
    app: App, known: Person, photos: list[bytes]
) -> None:
    await agree(known)
    await verify(known, photos[0])
    made = await vectors(app, photos[0], photos[1])
    rotation = kept_by._rotation(app.vault.rotation(await templates.rotation()), 128)
    plain = [made, rotation.hide(made)]
    wanted = [one[at : at + 48] for one in plain for at in range(0, 512, 48)]
    row = await Template.get()
    sealed = bytes(row.sealed)
    opened = (await templates.of_physician(app.vault, row.physician_id))[0]

    assert on_disk(app, sealed) or DATABASE, "the search would find it"
    assert base64.urlsafe_b64encode(rotation.hide(made)) in opened
    assert base64.urlsafe_b64encode(made) not in opened
    assert on_disk(app, *wanted, *[base64.urlsafe_b64encode(one) for one in wanted]) == []


async def gone(app: App, sealed: bytes) -> bool:
    """Whether neither a row nor the database's log holds it, once that was emptied."""
    for _ in range(100):
        if not await Template.exists() and not on_disk(app, sealed):
            return True
        await asyncio.sleep(0.1)
    return False


@pytest.mark.parametrize("how", ["删除模板", "delete template", "撤回同意", "解绑", "删除我的数据"])
async def test_it_is_gone_at_once_when_its_person_says_so(
    app: App, known: Person, photos: list[bytes], how: str
) -> None:
    await agree(known)
    await verify(known, photos[0])
    sealed = bytes((await Template.get()).sealed)
    if how == "删除我的数据":
        await erased(known)
    else:
        await known.say(how)
    if how == "解绑":
        await known.press("unbind_yes")

    assert not await Template.exists()
    assert how == "解绑" or await gone(app, sealed)


async def test_after_deleting_none_is_made_again_until_the_person_agrees_again(
    app: App, known: Person, photos: list[bytes]
) -> None:
    await agree(known)
    await known.say("删除模板")
    await verify(known, photos[0])
    refused = await Template.exists()
    await agree(known)
    await verify(known, photos[2])

    assert not refused
    assert await Template.exists()


async def sweep(app: App, version: str = CONSENT_VERSION) -> None:
    await app.database.run(lambda unit: templates.sweep(unit, version))


async def test_the_day_ends_it_and_so_does_a_new_text(
    app: App, known: Person, photos: list[bytes]
) -> None:
    await agree(known)
    await verify(known, photos[0])
    await sweep(app)
    standing = await Template.exists()
    await sweep(app, "a newer text")
    after_text = await Template.exists()
    await verify(known, photos[2])
    await Template.all().update(until=(await Template.get()).at)
    await sweep(app)

    assert (True, False, False) == (standing, after_text, await Template.exists())
    assert 2 == await AuditEntry.filter(action="template.deleted").count()


async def test_each_use_moves_the_day_and_only_the_latest_are_kept(app: App, known: Person) -> None:
    account = await app.gateway.account("web", "somebody")

    async def keep(unit: Unit) -> None:
        await templates.keep(
            unit, app.vault, account, 1, engine="e", version=CONSENT_VERSION, data=b"x"
        )

    for _ in range(templates.MOST + 2):
        await app.database.run(keep)
    rows = await Template.all().order_by("id")

    assert templates.MOST == len(rows)
    assert {rows[-1].at + YEAR} == {row.until for row in rows}


async def test_a_check_by_another_engine_drops_what_the_one_before_made(
    app: App, known: Person, photos: list[bytes]
) -> None:
    await agree(known)
    await verify(known, photos[0])
    await Template.all().update(engine="the one before")
    await verify(known, photos[2])

    assert ["dlib-resnet-v2"] == [row.engine for row in await Template.all()]


async def test_another_rotation_starts_with_none_and_hides_otherwise(
    app: App, known: Person, photos: list[bytes]
) -> None:
    await agree(known)
    await verify(known, photos[0])
    before = await templates.rotation()
    count = await app.database.run(templates.rotate)
    kept = await kept_by.kept(app, await app.gateway.account("web", "somebody"))

    assert (1, ()) == (count, kept.earlier)
    assert app.vault.rotation(before) != app.vault.rotation(await templates.rotation())
