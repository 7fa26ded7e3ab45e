"""Time acts on applications, and the physician is told."""

from datetime import date

import pytest

from bot.app import App
from bot.overdue import let_time_act
from registry.physician import Physician
from storage import accounts, applications
from storage.applications import Receipt
from storage.database import Unit
from storage.models import Application
from tests.bot.person import Person


@pytest.fixture
async def waiting(app: App, person: Person, people: tuple[Physician, ...]) -> str:
    """An application that the authority has had in hand for too long."""
    await person.bind(people[0])
    account = await accounts.find_account("web", "somebody")
    target = next(
        found.institution
        for found in app.institutions.find("大学").found
        if found.institution.code != people[0].institution_code
    )
    service = app.catalogue.services["change_main_institution"]
    answers = {
        "institution": target.code,
        "start_date": "2026-12-01",
        "department": "03",
        "employment_proof": {"blobs": []},
    }

    async def work(unit: Unit) -> object:
        return await applications.submit(unit, people[0].id, account or 0, service, answers)

    receipt = await app.database.run(work)
    assert isinstance(receipt, Receipt)
    return receipt.number


async def test_nothing_happens_while_there_is_time(app: App, waiting: str) -> None:
    assert 0 == await let_time_act(app)


async def test_an_application_past_a_deadline_that_binds_nobody_stays_where_it_is(
    app: App, waiting: str
) -> None:
    await Application.filter(number=waiting).update(deadline=date(2026, 1, 5))

    assert 0 == await let_time_act(app), "the institution's silence decides nothing"
