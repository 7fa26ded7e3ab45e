"""How fast Telegram may be sent to: one message a second in a chat, thirty a second over all."""

import asyncio
import time
from collections.abc import Awaitable, Callable

# https://core.telegram.org/bots/faq, "My bot is hitting limits, how do I avoid this?"
CHAT_INTERVAL_S = 1.0
INTERVAL_S = 1 / 30
# A chat that was sent to longer ago than this is free again; forget it now and then.
MOST_CHATS = 5000


class Pace:
    """Gives out moments to send at; a chat that Telegram told to wait gets none before its time."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._free = 0.0
        self._chats: dict[str, float] = {}
        self._held: dict[str, float] = {}

    async def wait(self, chat: str) -> None:
        """Return when a message may be sent to this chat."""
        now = self._clock()
        at = max(now, self._free, self._chats.get(chat, 0.0))
        self._free = max(now, self._free) + INTERVAL_S
        self._chats[chat] = at + CHAT_INTERVAL_S
        self._forget(now)
        if at > now:
            await self._sleep(at - now)

    def hold(self, chat: str, seconds: float) -> None:
        """Telegram said to wait this long in this chat."""
        self._held[chat] = self._clock() + seconds

    def held(self, chat: str) -> float:
        """Seconds until this chat may be sent to again, 0 if it may be now.

        Telegram does not say whether a limit is one chat's or the whole bot's: once a second chat
        is told to wait, everybody waits, for sending on would only prolong it.
        """
        now = self._clock()
        self._held = {name: until for name, until in self._held.items() if until > now}
        until = self._held.values() if len(self._held) > 1 else [self._held.get(chat, now)]
        return max(until) - now

    def _forget(self, now: float) -> None:
        if len(self._chats) > MOST_CHATS:
            self._chats = {chat: free for chat, free in self._chats.items() if free > now}
