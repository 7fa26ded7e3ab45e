"""Reminders: at a decent hour, once, with why, snooze and stop; and attesting in few taps."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app import App
from bot.reminders import Reminders
from bot.texts import texts
from handlers.session import Lang
from registry.physician import Physician
from storage.models import Physician as Row
from tests.bot.person import Person

ZH = texts(Lang.ZH)
# A Tuesday; quiet hours end at 8 in the person's own zone.
MORNING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@pytest.fixture
async def stale(app: App, person: Person, people: tuple[Physician, ...]) -> Physician:
    """Somebody bound whose file was attested more than a year ago."""
    physician = next(p for p in people if p.attested_on and p.attested_on < date(2025, 11, 1))
    await person.bind(physician)
    return physician


async def set_department(physician_id: int, code: str) -> None:
    await Row.filter(id=physician_id).update(department=code)


async def rounds(app: App, *moments: datetime) -> list[int]:
    return [await Reminders(app, lambda at=at: at).round() for at in moments]  # type: ignore[misc]


def reminders(lines: list[str]) -> list[str]:
    return [line for line in lines if "国卫办医政发〔2024〕5号" in line]


async def test_an_overdue_file_is_reminded_of_once_and_not_at_night(
    app: App, person: Person, stale: Physician
) -> None:
    sent = await rounds(app, NIGHT, NIGHT, MORNING, MORNING, MORNING + timedelta(hours=5))

    assert [0, 0, 1, 0, 0] == sent
    assert 1 == len(reminders(await person.replies()))


async def test_a_fresh_file_is_not_reminded_of(
    app: App, person: Person, people: tuple[Physician, ...]
) -> None:
    fresh = next(p for p in people if p.attested_on and p.attested_on > date(2026, 6, 1))
    await person.bind(fresh)

    assert [0, 0] == await rounds(app, NIGHT, MORNING)


async def test_snoozed_it_comes_again_in_a_week_and_stopped_never(
    app: App, person: Person, stale: Physician
) -> None:
    await rounds(app, NIGHT, MORNING)
    key = next(b.key for line in await person.lines() for b in line.buttons if "snooze" in b.key)
    await person.press(key)

    again = datetime.now(UTC) + timedelta(days=8)
    assert [0, 1] == await rounds(app, MORNING, again)

    await person.press("stop:attestation")
    assert [0, 0] == await rounds(app, again, again + timedelta(days=70))


async def test_attested_meanwhile_it_is_not_sent(
    app: App, person: Person, stale: Physician
) -> None:
    await rounds(app, NIGHT)
    await person.press("go:attest")
    await person.press("attest")

    assert [0] == await rounds(app, MORNING)


async def test_one_tap_attests_a_file_in_which_nothing_changed(
    app: App, person: Person, stale: Physician
) -> None:
    await person.press("go:attest")
    asked = (await person.lines())[-1]
    assert ZH.text("field.phone") in asked.text
    assert "••••" in asked.text

    await person.press("attest")
    await person.press("go:attest")

    assert ZH.text("field.phone") not in await person.last()


async def test_a_doubted_field_goes_to_the_clerk_and_the_rest_is_kept(
    app: App, person: Person, stale: Physician
) -> None:
    await person.press("go:attest")
    await person.press("doubt:phone")
    await person.press("attest")

    await person.press("go:attest")
    assert ZH.text("field.phone") in await person.last()
    assert ZH.text("field.title") not in await person.last()


async def test_only_what_contradicts_is_asked_after_the_register_changed(
    app: App, person: Person, stale: Physician
) -> None:
    await person.press("go:attest")
    await person.press("attest")

    await set_department(stale.id, "03.04")
    await person.press("go:attest")

    assert ZH.text("field.department") in await person.last()
    assert ZH.text("field.title") not in await person.last()
