"""Consent and language of one account."""

from typing import Any

from bot.turn import Turn
from storage import accounts, consents
from storage.consents import ConsentKind

# Raised whenever the wording of consent.face changes: an old consent does not cover a new text.
FACE_CONSENT_VERSION = "2026-11-3"


async def consent(turn: Turn, *, kind: str, given: bool) -> dict[str, Any]:
    """Record a consent that was given; a refusal leaves nothing behind."""
    if given:
        await consents.give(
            turn.unit, turn.account_id, turn.channel, ConsentKind(kind), FACE_CONSENT_VERSION
        )
        turn.known = turn.known.but(face_consent=True)
    return {}


async def withdraw_consent(turn: Turn) -> dict[str, Any]:
    """Withdraw the consent to face checks, and with it the one to keep a template."""
    await consents.withdraw(turn.unit, turn.account_id, *ConsentKind)
    turn.known = turn.known.but(face_consent=False)
    turn.erased = True
    return {}


async def set_language(turn: Turn, *, lang: str) -> dict[str, Any]:
    """Speak the other language from now on."""
    await accounts.set_language(turn.account_id, lang)
    return {}
