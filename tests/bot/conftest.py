"""A running program on a small register, for tests of the whole."""

import asyncio
import os
import shutil
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


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, people: tuple[Physician, ...]) -> Path | None:
    """A home with the institutions and five physicians, made once; None on PostgreSQL."""
    if DATABASE:
        return None
    home = tmp_path_factory.mktemp("filled") / "home"

    async def fill() -> None:
        await (await _filled(home, people, "")).close()

    asyncio.run(fill())
    return home


@pytest.fixture
async def home(tmp_path: Path, filled: Path | None) -> Path:
    """A home for one test; on PostgreSQL it holds only the key and the files."""
    if filled is None:
        await recreate_schema(DATABASE)
    else:
        shutil.copytree(filled, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
async def app(home: Path, people: tuple[Physician, ...]) -> AsyncIterator[App]:
    """The program with its institutions and five physicians."""
    app = await opened(home, people)
    yield app
    await app.close()


async def opened(home: Path, people: tuple[Physician, ...]) -> App:
    """Open the program in a home."""
    return await _filled(home, people, DATABASE)


async def _filled(home: Path, people: tuple[Physician, ...], database_url: str) -> App:
    app = App(Settings(home=home, demo=False, database_url=database_url))
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
