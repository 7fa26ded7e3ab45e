"""The physician's own practice file."""

from typing import Any

from bot.turn import Turn
from storage import practice_file


async def show(turn: Turn) -> dict[str, Any]:
    """The file in words of the person's language."""
    assert turn.physician_id is not None
    file = await practice_file.read(turn.app.vault, turn.physician_id)
    return file.in_language(turn.lang)
