"""Somebody who talks to the running program through its gateway."""

import asyncio
from itertools import count
from typing import Any

from bot.app import App
from bot.delivery import Channel, Delivery, Receipt, Rendered, Sender
from handlers.event import Media
from registry.physician import Physician

PATIENCE_S = 30.0


class Person:
    """One person, on the web channel unless a test says otherwise."""

    channel = Channel.WEB

    def __init__(self, app: App, external_id: str) -> None:
        self.app = app
        self.external_id = external_id
        self._numbers = count(1)

    async def say(self, text: str, delivery_id: str | None = None) -> Receipt:
        return await self._hand_in(delivery_id, kind="said", text=text)

    async def press(
        self, key: str, turn: int | None = None, delivery_id: str | None = None
    ) -> Receipt:
        if turn is None:
            turn = max((line.turn for line in await self.lines() if line.buttons), default=0)
        return await self._hand_in(delivery_id, kind="pressed", key=key, turn=turn)

    async def upload(self, data: bytes, media: Media = Media.PHOTO) -> Receipt:
        blob = await self.app.uploads.keep(self.channel, self.external_id, data, media)
        return await self._hand_in(None, kind="uploaded", media=media, blob=blob, size=len(data))

    async def send(self, **fields: Any) -> Receipt:
        return await self._hand_in(None, **fields)

    async def open(self) -> Receipt:
        return await self._hand_in(None, kind="opened")

    async def bind(self, physician: Physician) -> None:
        await self.press("do:bind", 0)
        for typed in (physician.name, physician.id_number, physician.qualification_number or ""):
            await self.say(typed)

    async def lines(self) -> list[Rendered]:
        return await self.app.conversation.lines(self.channel, self.external_id, limit=500)

    async def replies(self) -> list[str]:
        """What was said to this person, oldest first, once nothing is under way."""
        async with asyncio.timeout(PATIENCE_S):
            while await self.app.jobs.pending(self.channel, self.external_id):
                await asyncio.sleep(0.02)
        return [line.text for line in await self.lines() if line.sender is not Sender.PERSON]

    async def last(self) -> str:
        return (await self.replies())[-1]

    async def _hand_in(self, delivery_id: str | None, **fields: Any) -> Receipt:
        return await self.app.gateway.receive(
            Delivery(
                channel=self.channel,
                external_id=self.external_id,
                delivery_id=delivery_id or f"d{next(self._numbers)}",
                **fields,
            )
        )
