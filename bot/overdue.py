"""What time alone does to applications, told to the physicians it concerns."""

from typing import TYPE_CHECKING

from storage.database import Unit
from storage.notice import Notice
from storage.overdue import run_out

if TYPE_CHECKING:
    from bot.app import App


async def let_time_act(app: "App") -> int:
    """Accept or end what ran out of its time; returns how many applications that was."""

    async def work(unit: Unit) -> list[Notice]:
        notices = await run_out(unit)
        for notice in notices:
            await app.notices.pass_on(unit, notice)
        return notices

    notices = await app.database.run(work)
    for notice in notices:
        app.conversation.woke(notice.account_id)
    app.outbox.poke()
    return len(notices)
