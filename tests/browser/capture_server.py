"""A program whose register holds one physician's photo."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from bot.app import App
from bot.settings import Settings
from registry.physician import Physician
from registry.synthetic import generate
from storage import register
from storage.database import Unit
from storage.models import Physician as PhysicianRow


def prepare(home: Path, photo: bytes) -> Physician:
    """Fill a folder: institutions, and one physician with this confirmed photo."""
    # A thread of its own: Playwright keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, _prepare(home, photo)).result()


async def _prepare(home: Path, photo: bytes) -> Physician:
    made = generate(date.today())
    chosen = made.demo_people[0].physician_id
    physician = next(one for one in made.physicians if one.id == chosen)
    physician = physician.but(photo_confirmed_on=date.today())
    app = App(Settings(home=home, demo=False))
    await app.open()
    try:

        async def fill(unit: Unit) -> None:
            await register.add_institutions(made.institutions)
            await register.add_physicians(app.vault, [physician])

        await app.database.run(fill)
        kept = await app.blobs.keep(f"physician:{chosen}", photo, "photo", "image/jpeg")

        async def work(unit: Unit) -> None:
            await PhysicianRow.filter(id=chosen).update(photo_blob=kept.id)

        await app.database.run(work)
    finally:
        await app.close()
    return physician
