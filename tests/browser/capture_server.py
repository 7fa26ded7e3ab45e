"""A program whose register holds one physician's photo, and cameras that show pictures."""

import asyncio
import base64
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

# A person who does what the page asks: shows the picture of each step, drawn on a canvas. The
# fake device of Chromium plays one file whatever is asked, and the order of the moves is random.
OBEDIENT = """
([pictures, steps]) => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 640, height: 640});
    const context = canvas.getContext('2d');
    const bitmaps = {};
    const ready = Promise.all(Object.entries(pictures).map(async ([name, text]) => {
        const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
        bitmaps[name] = await createImageBitmap(new Blob([bytes], {type: 'image/jpeg'}));
    }));
    const draw = () => {
        const asked = document.getElementById('step')?.textContent ?? '';
        const [name, degrees, zoom] = steps[asked] ?? ['straight', 0, 1];
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.fillRect(0, 0, 640, 640);
        context.translate(320, 320);
        context.rotate(degrees * Math.PI / 180);
        context.scale(zoom, zoom);
        if (bitmaps[name]) context.drawImage(bitmaps[name], -320, -320, 640, 640);
    };
    navigator.mediaDevices.getUserMedia = async () => {
        await ready;
        draw();
        setInterval(draw, 60);
        return canvas.captureStream(15);
    };
}
"""


def encoded(pictures: dict[str, bytes]) -> dict[str, str]:
    """Pictures on their way into a page."""
    return {name: base64.b64encode(data).decode() for name, data in pictures.items()}


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
