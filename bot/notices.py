"""Messages from outside a turn: what somebody's act, or a reminder, tells a physician."""

from collections.abc import Sequence
from typing import Any

from handlers.effect import Button, Part, Show
from storage import conversations
from storage.database import Unit
from storage.notice import Notice
from storage.vault import Vault


class Notices:
    """Puts a message into a conversation, within the unit of work that caused it."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def tell(
        self,
        unit: Unit,
        account_id: int,
        message: str,
        buttons: Sequence[Button] = (),
        **params: Any,
    ) -> int | None:
        """Add a message; its buttons must be standing ones. Returns the line's number."""
        show = Show(parts=(Part(message=message, params=params),), buttons=tuple(buttons))
        return await self.show(unit, account_id, show)

    async def show(self, unit: Unit, account_id: int, show: Show) -> int | None:
        """Add a message of several parts, or one that quotes; its buttons must be standing ones."""
        return await conversations.tell(unit, self._vault, account_id, show.model_dump(mode="json"))

    async def pass_on(self, unit: Unit, notice: Notice) -> int | None:
        """Add what an act on an application or a task tells."""
        buttons = [
            Button(key=choice.key, label=choice.label, standing=True) for choice in notice.choices
        ]
        return await self.tell(unit, notice.account_id, notice.key, buttons, **notice.params)
