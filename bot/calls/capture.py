"""Links to the capture page, and challenges that are answered in the chat."""

from typing import Any

from bot.captures import new_challenge
from bot.turn import Turn
from storage import links, verifications
from storage.links import LinkKind


async def link(turn: Turn) -> dict[str, Any]:
    """A new one-time link; no address where consent or a photo to compare with is missing."""
    if not _ready(turn):
        return {"url": ""}
    secret = await links.issue(turn.unit, LinkKind.CAPTURE, turn.account_id)
    address = f"{turn.app.pages_from(turn.channel)}/capture/{secret}"
    return {"url": address, "minutes": links.MINUTES}


async def challenge(turn: Turn) -> dict[str, Any]:
    """A new challenge; empty where consent or a photo to compare with is missing."""
    if not _ready(turn):
        return {"challenge": {}}
    issued = new_challenge(motion=True)
    turn.unit.audit(turn.subject, "capture.challenged", turn.subject)
    return {"challenge": issued.model_dump(mode="json")}


async def hold_photo(turn: Turn, *, blob: str) -> dict[str, Any]:
    """A photo of a challenge that may never be finished is not kept as long as a draft."""
    await verifications.keep_until(turn.unit, [blob], turn.unit.now + links.LIFETIME)
    return {}


def _ready(turn: Turn) -> bool:
    known = turn.known
    return known.bound and known.has_photo and known.face_consent
