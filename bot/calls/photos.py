"""A photo for the register."""

from typing import Any

from bot.calls.desk import responsible
from bot.turn import Turn
from storage.tasks import ReferencePhoto, open_task


async def submit(turn: Turn, *, blob: str) -> dict[str, Any]:
    """Hand a photo to the institution for confirmation."""
    institution, region, name = await responsible(turn)
    await open_task(
        turn.unit,
        turn.app.vault,
        turn.account_id,
        ReferencePhoto(photo=blob),
        institution,
        region,
    )
    return {"institution": name}
