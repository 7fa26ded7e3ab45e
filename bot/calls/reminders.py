"""What a physician says to a reminder: later, or never again."""

from datetime import timedelta
from typing import Any

from bot.turn import Turn
from storage import reminders

LATER = timedelta(days=7)


async def snooze(turn: Turn, *, notice: str) -> dict[str, Any]:
    """Remind again in a week, at the same hour."""
    if turn.physician_id is not None and notice.isdigit():
        await reminders.snooze(turn.unit, int(notice), turn.physician_id, LATER)
    return {"days": LATER.days}


async def stop(turn: Turn, *, rule: str) -> dict[str, Any]:
    """Stop this kind of reminder."""
    if turn.physician_id is not None:
        await reminders.stop(turn.unit, turn.physician_id, rule)
    return {}
