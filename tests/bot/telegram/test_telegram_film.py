"""A fresh capture in Telegram: a real film of real photos, real workers, a Bot API server."""

from contextlib import asynccontextmanager
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from bot.app import App
from identity.challenge import Move
from identity.desk import Desk
from identity.engines.dlib_resnet import DlibResNet
from registry.physician import Physician
from storage.database import Unit
from storage.models import Blob, Verification
from storage.models import Physician as PhysicianRow
from storage.tasks import TaskKind, tasks_at
from tests.bot.telegram.person import Person
from tests.bot.telegram.test_telegram_conversation import bind
from tests.bot.test_verification import clerk
from tests.identity.conftest import engine, photos  # noqa: F401  (fixtures)
from tests.identity.mover import Mover, film, find

STEP = {move: f"capture.client.step.{move}" for move in Move}


@pytest.fixture(scope="session")
def mover(engine: DlibResNet, photos: dict[str, list[Path]]) -> Mover:  # noqa: F811
    return find(Desk(engine), photos)


async def know(app: App, physician: Physician, photo: bytes) -> None:
    """The register has this photo of the physician, confirmed."""
    kept = await app.blobs.keep(f"physician:{physician.id}", photo, "photo", "image/jpeg")

    async def work(unit: Unit) -> None:
        await PhysicianRow.filter(id=physician.id).update(photo_blob=kept.id)

    await app.database.run(work)


async def asked(person: Person) -> list[Move]:
    """The moves of a challenge that the person has just asked for."""
    await person.say("/start do-verify")
    await person.sees("ask.face_consent")
    await person.press("button.agree.face_consent")
    await person.sees("ask.selfie")
    await person.press("button.film")
    message = await person.reads(person.text("capture.client.step.straight"))
    lines = message["text"].splitlines()
    return [move for line in lines for move in Move if person.text(STEP[move]) in line]


@asynccontextmanager
async def challenged(start, enrol, person: Person, physician: Physician, known: bytes):
    """The program, its register's photo being `known`, and the moves that it asks for."""
    async with start() as app:
        await enrol(app)
        await know(app, physician, known)
        await bind(person, physician)
        yield await asked(person)


@pytest.fixture
def another(photos: dict[str, list[Path]], mover: Mover) -> bytes:  # noqa: F811
    """A photo of somebody else."""
    everybody = ([path.read_bytes() for path in paths] for paths in photos.values())
    return next(one[0] for one in everybody if not {*mover} & {*one})


async def test_a_video_note_that_shows_the_moves_is_compared_and_deleted(
    start, enrol, person: Person, physician: Physician, mover: Mover, tmp_path: Path
) -> None:
    async with challenged(start, enrol, person, physician, mover.known) as moves:
        await person.video_note(film(tmp_path / "note.mp4", mover, moves))
        await person.reads("核验回执")
        files = list((tmp_path / "blobs").iterdir())
        (checked,) = await Verification.all()

    assert 3 == len(moves)
    assert ("capture", "match") == (checked.method, checked.verdict)
    assert 1 == len(files), "only the register's photo is left"


async def test_of_a_film_of_another_person_the_clerk_gets_one_picture_and_no_film(
    start, enrol, person: Person, physician: Physician, mover: Mover, another: bytes, tmp_path: Path
) -> None:
    async with challenged(start, enrol, person, physician, another) as moves:
        await person.video_note(film(tmp_path / "note.mp4", mover, moves))
        await person.reads("核验回执")
        tasks = await tasks_at(clerk(physician), kind=TaskKind.FACE_REVIEW)
        sent = await Blob.filter(subject__startswith="account:")
        files = list((tmp_path / "blobs").iterdir())
        (checked,) = await Verification.all()

    assert "match" != checked.verdict
    assert 1 == len(tasks)
    assert ["image/jpeg"] == [one.content_type for one in sent]
    assert 2 == len(files)


async def test_moves_in_another_order_are_not_taken(
    start, enrol, person: Person, physician: Physician, mover: Mover, tmp_path: Path
) -> None:
    async with challenged(start, enrol, person, physician, mover.known) as moves:
        await person.video_note(film(tmp_path / "note.mp4", mover, [*moves[1:], moves[0]]))
        await person.sees("photo.wrong_order")

        assert not await Verification.exists()


async def test_a_film_that_comes_too_late_is_not_taken(
    start,
    enrol,
    person: Person,
    physician: Physician,
    mover: Mover,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.captures.datetime", Earlier)
    async with challenged(start, enrol, person, physician, mover.known) as moves:
        await person.video_note(film(tmp_path / "note.mp4", mover, moves))
        await person.sees("photo.expired")

        assert not await Verification.exists()


class Earlier(datetime):
    """A clock that runs two minutes behind, for challenges that were issued before."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) - timedelta(minutes=2)
