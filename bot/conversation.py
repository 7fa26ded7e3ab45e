"""Conversations as channels read them: lines in the person's language, and word of new ones."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.delivery import Rendered
from bot.rendering import rendered
from bot.texts import texts
from handlers.session import Lang
from storage import accounts, conversations
from storage.vault import Vault


class Conversation:
    """Reads the log of one person's conversation."""

    def __init__(self, vault: Vault, account: Callable[[str, str], Awaitable[int]]) -> None:
        self._vault = vault
        self._account = account
        self._listeners: dict[int, set[asyncio.Event]] = defaultdict(set)

    async def lines(
        self,
        channel: str,
        external_id: str,
        after: int = 0,
        before: int | None = None,
        limit: int = 50,
    ) -> list[Rendered]:
        """Lines oldest first: those after a number, or the last ones (before a number)."""
        account_id = await accounts.find_account(channel, external_id)
        if account_id is None:
            return []
        stored = await conversations.lines(self._vault, account_id, after, before, limit)
        lang = await self.lang(channel, external_id)
        return [rendered(line, texts(lang)) for line in stored]

    async def lang(self, channel: str, external_id: str) -> Lang:
        """The language of a person."""
        return Lang(await accounts.language(channel, external_id))

    @asynccontextmanager
    async def listen(self, channel: str, external_id: str) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever this person's conversation has something new."""
        event = asyncio.Event()
        account_id = await self._account(channel, external_id)
        self._listeners[account_id].add(event)
        try:
            yield event
        finally:
            self._listeners[account_id].discard(event)
            if not self._listeners[account_id]:
                del self._listeners[account_id]

    def woke(self, account_id: int) -> None:
        """Tell whoever listens that there is something new."""
        for event in self._listeners.get(account_id, ()):
            event.set()
