"""The main job in Telegram, both languages: bind, verify by selfie, change the main institution."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from handlers.session import Lang
from registry.physician import Physician
from registry.synthetic import Register
from storage.models import Application, Blob
from storage.models import Physician as Row
from storage.register import subject
from tests.bot.telegram.bot_api import BotApi
from tests.bot.telegram.person import Person

PDF = b"%PDF-1.7\n" + bytes(2000)


@pytest.fixture
def faces(shared: Path) -> tuple[bytes, bytes]:
    """Two photos of one person."""
    folder = shared / "data" / "faces"
    with (folder / "pairs.csv").open(encoding="utf-8") as file:
        pair = next(row for row in csv.DictReader(file) if row["same"] == "1")
    return (folder / pair["a"]).read_bytes(), (folder / pair["b"]).read_bytes()


async def confirm_photo(app: App, physician: Physician, photo: bytes) -> None:
    """Let the register hold this photo, confirmed by the institution."""
    kept = await app.blobs.keep(subject(physician.id), photo, "photo", "image/jpeg")
    await Row.filter(id=physician.id).update(photo_blob=kept.id)


async def bind(person: Person, physician: Physician) -> None:
    """Bind the account."""
    await person.say("/start do-bind")
    await person.sees("ask.name")
    await person.say(physician.name)
    await person.sees("ask.id_number")
    await person.say(physician.id_number)
    await person.sees("ask.qualification_number")
    await person.say(str(physician.qualification_number))
    await person.reads(physician.name)


async def verify(person: Person, selfie: bytes) -> None:
    """Consent and send a selfie as a photo."""
    await person.say("/start do-verify")
    await person.sees("ask.face_consent")
    await person.press("button.agree.face_consent")
    await person.sees("ask.selfie")
    await person.photo(selfie, name="selfie")
    await person.sees("verify.match")


async def change_institution(person: Person, to: str) -> None:
    """Apply to move to an institution, up to the receipt."""
    await person.say("/start do-change_main_institution")
    await person.sees("ask.institution")
    await person.say(to)
    await person.reads(person.text("choose.institution", count=1)[:4])
    await person.press_words(to[:8])
    await person.sees("ask.start_date")
    await person.say((date.today() + timedelta(days=30)).isoformat())
    await person.sees("ask.department")
    await person.say("心内科")
    await person.sees("ask.employment_proof")
    await person.document(PDF, name="proof.pdf")
    await person.reads(to)
    await person.press("button.submit")


@pytest.mark.parametrize("lang", list(Lang))
async def test_a_physician_binds_verifies_and_applies_in_telegram(
    start: Any,
    enrol: Callable[[App], Any],
    api: BotApi,
    invented: Register,
    physician: Physician,
    faces: tuple[bytes, bytes],
    lang: Lang,
) -> None:
    person = Person(api, lang=lang)
    other = next(
        one
        for one in invented.institutions
        if one.code != physician.institution_code and one.closed_on is None
    )
    async with start(workers=1) as app:
        await enrol(app)
        await confirm_photo(app, physician, faces[0])
        await bind(person, physician)
        await verify(person, faces[1])
        await change_institution(person, other.name)
        receipt = await person.reads("YZ-")
        application = await Application.get()
        kept = sorted([blob.media for blob in await Blob.all()])
    assert application.number in receipt["text"]
    assert kept == ["document", "photo"]  # the proof and the register's photo; the selfie is gone
