"""A running program on a small register, for tests of the whole."""

import os
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot import logs
from bot.app import App
from bot.settings import Settings
from registry.physician import Physician
from registry.synthetic import generate
from storage import register
from storage.database import Unit
from tests.bot.person import Person
from tests.conftest import recreate_schema

DATABASE = os.environ.get("YIZHU_TEST_DATABASE_URL", "")
TODAY = date(2026, 11, 23)
logs.configure()


@pytest.fixture(scope="session")
def people() -> tuple[Physician, ...]:
    """The invented people of the demonstration's stories, none with a photo."""
    made = generate(TODAY)
    chosen = {person.physician_id for person in made.demo_people}
    return tuple(p.but(photo_confirmed_on=None) for p in made.physicians if p.id in chosen)


@pytest.fixture
async def app(tmp_path: Path, people: tuple[Physician, ...]) -> AsyncIterator[App]:
    """The program with its institutions and five physicians."""
    if DATABASE:
        await recreate_schema(DATABASE)
    app = await opened(tmp_path / "home", people)
    yield app
    await app.close()


async def opened(home: Path, people: tuple[Physician, ...]) -> App:
    """Open the program in a folder; fill its register if it is empty."""
    app = App(Settings(home=home, demo=False, database_url=DATABASE))
    await app.open()
    if await register.is_empty():

        async def work(unit: Unit) -> None:
            await register.add_institutions(generate(TODAY).institutions)
            await register.add_physicians(app.vault, people)

        await app.database.run(work)
        await app.reload_institutions()
    return app


@pytest.fixture
def person(app: App) -> Person:
    """Somebody who talks to the program."""
    return Person(app, "somebody")
