"""What time itself does to applications; run it once a day."""

from registry.application import Act, Action, Actor, Refused, State
from registry.life_cycle import act
from storage.applications import record, standing_of
from storage.beijing import BEIJING
from storage.database import Unit
from storage.decisions import notice_of
from storage.models import Application
from storage.notice import Notice

_BY_TIME = {State.CONFIRMED: Action.DEEM_ACCEPTED, State.CORRECTION: Action.EXPIRE}


async def run_out(unit: Unit) -> list[Notice]:
    """Accept what nobody found fault with in time (行政许可法 32), end what was never corrected."""
    today = unit.now.astimezone(BEIJING).date()
    rows = await Application.filter(
        state__in=[state.value for state in _BY_TIME], deadline__lt=today
    )
    notices = []
    for row in rows:
        done = Act(
            action=_BY_TIME[State(row.state)],
            actor=Actor.SYSTEM,
            at=unit.now.astimezone(BEIJING),
            person="system",
        )
        standing = act(standing_of(row), done)
        if not isinstance(standing, Refused):
            step = await record(unit, row, standing, done)
            notices.append(await notice_of(row, done, step))
    return notices
