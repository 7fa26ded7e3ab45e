"""The gateway: taken once, in order, durable, and never silent."""

import asyncio
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from bot.app import App
from bot.gateway import Busy
from bot.texts import texts
from handlers.event import Media, UploadProblem
from handlers.session import Lang
from registry.physician import Physician
from storage import audit
from storage.audit import Verified
from tests.bot.conftest import DATABASE, opened
from tests.bot.person import Person

ZH = texts(Lang.ZH)
ON_SQLITE = pytest.mark.skipif(bool(DATABASE), reason="looks at the file that SQLite keeps")


async def test_the_same_delivery_five_times_is_answered_once(person: Person) -> None:
    receipts = [await person.say("绑定", delivery_id="same") for _ in range(5)]

    assert [receipt.duplicate for receipt in receipts] == [False, True, True, True, True]
    assert len({receipt.message for receipt in receipts}) == 1
    assert len(await person.replies()) == 1


async def test_the_same_delivery_five_times_at_once_is_answered_once(person: Person) -> None:
    receipts = await asyncio.gather(*(person.say("绑定", delivery_id="same") for _ in range(5)))

    assert sum(not receipt.duplicate for receipt in receipts) == 1
    assert len(await person.replies()) == 1


async def test_two_devices_at_once_end_in_one_consistent_form(person: Person) -> None:
    await person.press("do:bind", 0)
    await asyncio.gather(person.say("林知秋"), person.say("周怀安"))

    # One was the name; the other came to the ID number's step and was refused there.
    assert len(await person.replies()) == 3
    assert ZH.text("problem.wrong_length", expected="18", found="3") in await person.last() or (
        ZH.text("ask.id_number") in await person.last()
    )


async def test_a_press_on_an_old_button_is_answered_and_the_question_asked_again(
    person: Person,
) -> None:
    await person.press("do:bind", 0)
    await person.say("林知秋")
    await person.press("back", turn=1)

    assert (await person.last()).startswith(ZH.text("old_button"))
    assert (await person.last()).endswith(ZH.text("ask.id_number"))


async def test_deliveries_out_of_order_never_lose_an_answer(person: Person) -> None:
    await person.press("do:bind", 0)
    await person.press("back", turn=9)
    await person.say("林知秋")

    assert ZH.text("ask.id_number") in await person.last()


@pytest.mark.parametrize("media", [Media.STICKER, Media.VOICE, Media.VIDEO])
async def test_the_wrong_kind_of_message_gets_one_clear_sentence(
    person: Person, media: Media
) -> None:
    await person.press("do:bind", 0)
    await person.send(kind="uploaded", media=media)

    assert (await person.last()).startswith(ZH.text(f"media.{media}"))
    assert ZH.text("ask.name") in await person.last()


@pytest.mark.parametrize("problem", UploadProblem)
async def test_a_file_that_was_not_kept_is_explained(
    person: Person, problem: UploadProblem
) -> None:
    await person.send(kind="uploaded", media=Media.PHOTO, problem=problem)

    assert (await person.last()).startswith(ZH.text(f"upload.{problem}"))


async def test_markup_in_a_name_and_a_flood_of_emoji_are_only_text(person: Person) -> None:
    await person.press("do:bind", 0)
    await person.say("<script>alert(1)</script>")
    assert ZH.text("ask.name") in await person.last()

    await person.say("🎉" * 4000)
    assert ZH.text("ask.name") in await person.last()


@ON_SQLITE
async def test_an_id_number_is_nowhere_in_the_clear(
    app: App, person: Person, people: tuple[Physician, ...], tmp_path: Path
) -> None:
    await person.bind(people[0])
    number = people[0].id_number.encode()

    kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert any(path.name == "yizhu.db" for path in kept)
    assert [path.name for path in kept if number in path.read_bytes()] == []
    assert number.decode() not in "".join(line.text for line in await person.lines())


async def test_a_fault_of_ours_is_owned_up_to_and_loses_nothing(
    app: App, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await person.press("do:bind", 0)
    await person.say("林知秋")
    broken = Person(app, "unlucky")
    monkeypatch.setattr("bot.turn.advance", lambda *_: 1 / 0)
    receipt = await broken.say("你好")
    monkeypatch.undo()

    assert not receipt.duplicate
    assert [ZH.text("fault")] == await broken.replies()
    await person.say("菜单")
    assert isinstance(await audit.verify(), Verified)


async def test_one_bad_turn_in_a_batch_spoils_no_other(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot import turn

    real = turn.advance

    def sometimes(catalogue, known, session, event):  # type: ignore[no-untyped-def]
        if getattr(event, "text", "") == "boom":
            raise ZeroDivisionError
        return real(catalogue, known, session, event)

    monkeypatch.setattr("bot.turn.advance", sometimes)
    crowd = [Person(app, f"p{n}") for n in range(10)]
    await asyncio.gather(*(one.say("boom" if n == 4 else "绑定") for n, one in enumerate(crowd)))

    said = Counter([await one.last() == ZH.text("fault") for one in crowd])
    assert dict(said) == {False: 9, True: 1}


@ON_SQLITE
async def test_a_database_locked_by_another_process_is_busy_and_then_goes_through(
    app: App, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await person.open()
    other = sqlite3.connect(tmp_path / "home" / "yizhu.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        await person.say("绑定", delivery_id="again")
    other.execute("ROLLBACK")
    other.close()

    receipt = await person.say("绑定", delivery_id="again")

    assert not receipt.duplicate
    assert ZH.text("ask.name") in await person.last()


async def test_what_was_acknowledged_is_there_after_a_restart(
    home: Path, people: tuple[Physician, ...]
) -> None:
    first = await opened(home, people)
    await Person(first, "somebody").press("do:bind", 0)
    await Person(first, "somebody").say("林知秋", delivery_id="x")
    await first.close()

    second = await opened(home, people)
    person = Person(second, "somebody")
    assert (await person.say("林知秋", delivery_id="x")).duplicate
    assert ZH.text("ask.id_number") in await person.last()
    await second.close()


async def test_a_caller_that_goes_away_does_not_undo_its_turn(app: App, person: Person) -> None:
    task = asyncio.create_task(person.say("绑定", delivery_id="x"))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert (await person.say("绑定", delivery_id="x")).duplicate
    assert len(await person.replies()) == 1
