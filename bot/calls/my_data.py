"""What is kept of the person who asks."""

from typing import Any

from bot.turn import Turn
from storage import links, my_data
from storage.links import LinkKind


async def show(turn: Turn) -> dict[str, Any]:
    """A summary of everything that is kept."""
    return (await my_data.kept(turn.account_id)).model_dump(mode="json")


async def copy_link(turn: Turn) -> dict[str, Any]:
    """A new one-time link to a copy; no address where no page of ours can be opened."""
    pages = turn.app.pages_from(turn.channel)
    if pages is None:
        return {"url": ""}
    secret = await links.issue(turn.unit, LinkKind.COPY, turn.account_id)
    return {"url": f"{pages}/copy/{secret}", "minutes": links.MINUTES}
