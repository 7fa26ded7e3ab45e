"""What is kept of the person who asks."""

from typing import Any

from bot.turn import Turn
from storage import my_data


async def show(turn: Turn) -> dict[str, Any]:
    """A summary of everything that is kept."""
    return (await my_data.kept(turn.account_id)).model_dump(mode="json")
