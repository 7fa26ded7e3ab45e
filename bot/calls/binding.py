"""Binding an account to a physician of the register."""

from datetime import timedelta
from typing import Any

from bot.turn import Turn
from handlers.call import BindOutcome, Bound
from registry.names import NameMatch, compare
from storage import accounts, register
from storage.register import Candidate


async def bind(
    turn: Turn, *, name: str, id_number: str, qualification_number: str
) -> dict[str, Any]:
    """Bind if all three agree; otherwise say that they do not, and nothing of the register.

    A number that is not in the register gets the same answer as one under another name: nobody
    learns here whether somebody is a physician.
    """
    settings = turn.app.settings
    locked = await accounts.bind_locked_until(turn.unit, turn.account_id)
    if locked:
        return _outcome(BindOutcome.TOO_MANY, settings.lock_minutes)
    found = await register.by_id_number(turn.app.vault, id_number, qualification_number)
    fitting = [record for record in found if record.qualification_matches]
    for record in fitting:
        match = compare(name, record.name, record.former_names)
        if match is not NameMatch.DIFFERENT:
            return await _bind(turn, record, match)
    left = await accounts.count_failed_bind(
        turn.unit, turn.account_id, settings.bind_tries, timedelta(minutes=settings.lock_minutes)
    )
    if not left:
        return _outcome(BindOutcome.TOO_MANY, settings.lock_minutes)
    return _outcome(BindOutcome.MISMATCH)


async def unbind(turn: Turn) -> dict[str, Any]:
    """Undo the binding of this account."""
    await accounts.unbind(turn.unit, turn.account_id)
    turn.physician_id = None
    turn.known = turn.known.but(bound=False, name="", has_photo=False, verified_at=None)
    return {}


async def _bind(turn: Turn, record: Candidate, match: NameMatch) -> dict[str, Any]:
    others = await accounts.bind(turn.unit, turn.account_id, record.id)
    for other in others:
        await turn.app.notices.tell(
            turn.unit, other, "notice.bound_elsewhere", channel=turn.channel
        )
    turn.physician_id = record.id
    turn.known = turn.known.but(
        bound=True, name=record.name, has_photo=record.has_photo, verified_at=None
    )
    outcome = BindOutcome.NAME_VARIANT if match is NameMatch.VARIANT else BindOutcome.BOUND
    if others and outcome is BindOutcome.BOUND:
        outcome = BindOutcome.REBOUND
    return Bound(
        outcome=outcome,
        name=record.name,
        level=record.level,
        institution=record.institution,
        has_photo=record.has_photo,
    ).model_dump(mode="json")


def _outcome(outcome: BindOutcome, minutes: int = 0) -> dict[str, Any]:
    return Bound(outcome=outcome, minutes=minutes).model_dump(mode="json")
