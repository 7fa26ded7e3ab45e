"""Applications, as the physician hands them in, follows, corrects and withdraws them."""

from typing import Any

from bot.turn import Turn
from storage import applications
from storage.applications import AlreadyOpen, NotSubmitted


async def submit(
    turn: Turn,
    *,
    service: str,
    answers: dict[str, Any],
    labels: dict[str, str],
    correcting: str | None,
) -> dict[str, Any]:
    """Hand an application in; the result is its receipt, or why there is none."""
    assert turn.physician_id is not None
    result = await applications.submit(
        turn.unit,
        turn.physician_id,
        turn.account_id,
        turn.app.catalogue.services[service],
        answers,
        correcting,
    )
    if isinstance(result, AlreadyOpen):
        return {"outcome": "already_open", "number": result.number}
    if isinstance(result, NotSubmitted):
        return {"outcome": result.value}
    return {"outcome": "submitted", **result.model_dump(mode="json")}


async def withdraw(turn: Turn, *, number: str) -> dict[str, Any]:
    """Take an application back."""
    assert turn.physician_id is not None
    outcome = await applications.withdraw(turn.unit, number, turn.physician_id)
    return {"outcome": outcome.value, "number": number}


async def of_physician(turn: Turn) -> dict[str, Any]:
    """Every application: where it is, who must act, until when."""
    assert turn.physician_id is not None
    found = await applications.of_physician(turn.physician_id, turn.at.date())
    return {"applications": [summary.model_dump(mode="json") for summary in found]}


async def correction(turn: Turn, *, number: str) -> dict[str, Any]:
    """What is to be corrected, with the answers given."""
    assert turn.physician_id is not None
    found = await applications.correction(number, turn.physician_id)
    return {"number": number} if found is None else found.model_dump(mode="json")
