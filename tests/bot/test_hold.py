"""The hold after a physician is bound from another account, and how it ends."""

from datetime import timedelta

from bot.app import App
from registry.physician import Physician
from storage.accounts import HOLD
from storage.models import Account
from storage.outcomes import Outcome
from storage.tasks import TaskKind
from tests.bot.person import Person
from tests.bot.test_verification import clerk, close_first


async def account_of(person: Person) -> Account:
    return await Account.get(channel="web", external_id=person.external_id)


async def test_a_binding_from_another_account_is_held_for_a_day_and_the_first_is_not(
    app: App, people: tuple[Physician, ...]
) -> None:
    first, second = Person(app, "first"), Person(app, "second")
    await first.bind(people[0])
    await second.bind(people[0])
    held = await account_of(second)

    assert (await account_of(first)).held_until is None
    assert held.held_until is not None and held.bound_at is not None
    assert timedelta(hours=24) == HOLD == held.held_until - held.bound_at


async def test_a_clerk_who_has_checked_the_person_ends_the_hold(
    app: App, people: tuple[Physician, ...]
) -> None:
    first, second = Person(app, "first"), Person(app, "second")
    await first.bind(people[0])
    await second.bind(people[0])
    await second.press("manual", 0)
    await close_first(app, clerk(people[0]), TaskKind.MANUAL_VERIFICATION, Outcome.CONFIRMED)

    assert (await account_of(second)).held_until is None
