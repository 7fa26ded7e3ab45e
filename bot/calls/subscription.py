"""Hearing of new policy, or no more."""

from typing import Any

from bot.turn import Turn
from storage import subscriptions


async def subscribe(turn: Turn, *, on: bool) -> dict[str, Any]:
    """Subscribe to the policy that touches this physician, or end it."""
    await subscriptions.subscribe(turn.unit, turn.account_id, on)
    if not on:
        return {"outcome": "off"}
    return {"outcome": "everything" if turn.physician_id is None else "on"}
