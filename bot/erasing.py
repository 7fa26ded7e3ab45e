"""The job that erases a person's account once the last words to it have left."""

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from bot.gateway import Before
from bot.turn import Turn
from storage import erasure
from storage.conversations import subject
from storage.jobs import Claimed

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger()

# The goodbye is sent first; a platform that does not take it cannot hold the erasure up.
LAST_WORDS_S = 20
LOOK_S = 0.5


async def erase(app: "App", job: Claimed) -> Before:
    """Destroy the account's key and delete what it sealed; nobody is left to be told."""
    for _ in range(int(LAST_WORDS_S / LOOK_S)):
        if not await erasure.has_words_to_send(job.account_id):
            break
        await asyncio.sleep(LOOK_S)
    for name, owner in await erasure.kept_elsewhere(job.account_id):
        await app.blobs.pass_to(name, owner)
    erased = await app.database.run(lambda unit: erasure.erase(unit, job.account_id))
    if erased is not None:
        for name in erased.blobs:
            await app.blobs.delete(name)
        app.vault.forget(subject(job.account_id))
        app.gateway.forget(erased.channel, erased.external_id)
        if not await erasure.leave_no_copy():
            log.warning("the database's log still holds pages of an erased account")
        app.conversation.woke(job.account_id)
    return _nothing


async def _nothing(turn: Turn) -> dict[str, Any]:
    return {}
