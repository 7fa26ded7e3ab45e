"""Links to the capture page."""

from typing import Any

from bot.turn import Turn
from storage import capture_links


async def link(turn: Turn) -> dict[str, Any]:
    """A new one-time link; no address where consent or a photo to compare with is missing."""
    known = turn.known
    if not (known.bound and known.has_photo and known.face_consent):
        return {"url": ""}
    secret = await capture_links.issue(turn.unit, turn.account_id)
    minutes = int(capture_links.LIFETIME.total_seconds()) // 60
    return {"url": f"{turn.app.pages_from(turn.channel)}/capture/{secret}", "minutes": minutes}
