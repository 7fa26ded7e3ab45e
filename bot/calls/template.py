"""The consent to keep a template of the verified face, and what is kept by it."""

from typing import Any

from bot.templates import CONSENT_VERSION
from bot.turn import Turn
from storage import consents, templates
from storage.consents import ConsentKind


async def show(turn: Turn) -> dict[str, Any]:
    """Whether the person agreed, and until when a template is kept."""
    agreed = await consents.stands(turn.account_id, ConsentKind.TEMPLATE, CONSENT_VERSION)
    until = await templates.kept_until(turn.account_id)
    return {"agreed": agreed, "until": until.isoformat() if until else ""}


async def decide(turn: Turn, *, keep: bool) -> dict[str, Any]:
    """Record a yes once; a no withdraws one and deletes what is kept."""
    kind = ConsentKind.TEMPLATE
    if keep:
        if not await consents.stands(turn.account_id, kind, CONSENT_VERSION):
            await consents.give(turn.unit, turn.account_id, turn.channel, kind, CONSENT_VERSION)
        return {"outcome": "agreed"}
    stood = await consents.withdraw(turn.unit, turn.account_id, kind)
    turn.erased = stood
    return {"outcome": "deleted" if stood else "refused"}
