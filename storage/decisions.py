"""What clerks and officers do to an application, each with its effect and what it tells."""

from datetime import date, datetime
from enum import StrEnum

from registry.application import Act, Action, Actor, Refusal, Refused, Standing, State
from registry.frozen import Frozen
from registry.life_cycle import act as live
from registry.life_cycle import allowed_actions
from registry.next_step import Next, next_step
from registry.service import Body
from storage.applications import record, standing_of
from storage.beijing import BEIJING, day
from storage.changes import stands, write
from storage.database import Unit
from storage.desk import Desk, Parties, Role, acts_as, sees
from storage.models import Application, Institution, Physician
from storage.notice import Choice, Notice

ACTORS = {
    Body.INSTITUTION: Actor.INSTITUTION,
    Body.OLD_INSTITUTION: Actor.OLD_INSTITUTION,
    Body.AUTHORITY: Actor.AUTHORITY,
}


class Denial(StrEnum):
    """Why an act was not done, besides the reasons of the life cycle."""

    GONE = "gone"
    NOT_YOUR_DESK = "not_your_desk"
    CHANGED_MEANWHILE = "changed_meanwhile"
    REGISTER_CHANGED = "register_changed"


class Denied(Frozen):
    """An act that was not done; the reason is also a message key."""

    reason: Denial | Refusal


class Acted(Frozen):
    """An act that was done; nothing is told of the first of two officers' decisions."""

    state: State
    notice: Notice | None = None


def parties_of(row: Application) -> Parties:
    """Who a stored application concerns."""
    return Parties(
        physician_id=row.physician_id,
        old_institution=row.old_institution_id,
        institution=row.institution_id,
        area=row.region,
    )


def actions_of(desk: Desk, row: Application) -> tuple[Action, ...]:
    """What this desk may do to an application now."""
    body = acts_as(desk, parties_of(row))
    if body is None:
        return ()
    standing = standing_of(row)
    if body is Body.OLD_INSTITUTION and not standing.route.leaving:
        return ()
    return allowed_actions(standing, ACTORS[body])


async def act(
    unit: Unit,
    application_id: int,
    desk: Desk,
    action: Action,
    reason: str,
    revision: int,
    due: date | None = None,
) -> Acted | Denied:
    """Do one thing to an application; `revision` is the one that was read, `due` for corrections.

    Two people at once cannot both act: the second one's revision is no longer the application's.
    """
    row = await Application.get_or_none(id=application_id)
    if row is None or not sees(desk, parties_of(row)):
        return Denied(reason=Denial.GONE)
    actor = _actor(desk, row, revision)
    if isinstance(actor, Denied):
        return actor
    done = _act(unit.now, desk, actor, action, reason, due)
    standing = live(standing_of(row), done)
    if isinstance(standing, Refused):
        return Denied(reason=standing.reason)
    if standing.state is State.APPROVED and not await _approve(unit, row):
        return Denied(reason=Denial.REGISTER_CHANGED)
    return await _settle(unit, row, desk, standing, done)


async def foretell(
    now: datetime,
    application_id: int,
    desk: Desk,
    action: Action,
    reason: str,
    revision: int,
    due: date | None = None,
) -> Notice | Denied:
    """What the physician would read if `act` were done now; nothing is done."""
    row = await Application.get_or_none(id=application_id)
    if row is None or not sees(desk, parties_of(row)):
        return Denied(reason=Denial.GONE)
    actor = _actor(desk, row, revision)
    if isinstance(actor, Denied):
        return actor
    done = _act(now, desk, actor, action, reason, due)
    standing = live(standing_of(row), done)
    if isinstance(standing, Refused):
        return Denied(reason=standing.reason)
    return await notice_of(row, done, next_step(standing))


def _actor(desk: Desk, row: Application, revision: int) -> Actor | Denied:
    """In whose name this desk acts on what it read, or why it may not."""
    if desk.physician_id == row.physician_id:
        return Denied(reason=Refusal.OWN_APPLICATION)
    body = acts_as(desk, parties_of(row))
    if body is None:
        return Denied(reason=Denial.NOT_YOUR_DESK)
    if row.revision != revision:
        return Denied(reason=Denial.CHANGED_MEANWHILE)
    return ACTORS[body]


def _act(
    now: datetime, desk: Desk, actor: Actor, action: Action, reason: str, due: date | None
) -> Act:
    return Act(
        action=action,
        actor=actor,
        at=now.astimezone(BEIJING),
        person=desk.actor,
        physician_id=desk.physician_id,
        reasons=(reason.strip(),) if reason.strip() else (),
        due=due,
    )


async def _settle(
    unit: Unit, row: Application, desk: Desk, standing: Standing, done: Act
) -> Acted | Denied:
    waits_for_second = standing.proposal is not None
    body = desk.institution_name if desk.role is Role.CLERK else desk.region
    step = await record(unit, row, standing, done, body=body, officer_id=desk.id)
    notice = None if waits_for_second else await notice_of(row, done, step)
    return Acted(state=standing.state, notice=notice)


async def _approve(unit: Unit, row: Application) -> bool:
    """Write the register; False if it no longer says what the application was based on."""
    person = await Physician.get(id=row.physician_id)
    if not await stands(person, row.before):
        return False
    await write(person, row.after, day(unit.now))
    unit.audit("system", "register_written", f"physician:{person.id}", by=row.number)
    return True


_FOLLOW = Choice(key="go:applications", label="notice.choice.follow")
_NEXT: dict[Action, tuple[Choice, ...]] = {
    Action.CONFIRM: (_FOLLOW,),
    Action.OBJECT_TO_LEAVING: (_FOLLOW,),
    Action.ACCEPT: (_FOLLOW,),
    Action.APPROVE: (Choice(key="go:file", label="notice.choice.file"),),
    Action.REFUSE: (Choice(key="go:menu", label="notice.choice.menu"),),
}
_CORRECTIONS = frozenset({Action.RETURN, Action.ASK_CORRECTION})


async def notice_of(row: Application, done: Act, step: Next) -> Notice:
    """What the physician will read in the chat once this is done."""
    old = (
        await Institution.get_or_none(code=row.old_institution_id)
        if row.old_institution_id
        else None
    )
    choices = _NEXT.get(done.action, ())
    if done.action in _CORRECTIONS:
        choices = (Choice(key=f"correct:{row.number}", label="notice.choice.correct"),)
    return Notice(
        account_id=row.account_id,
        key=f"notice.application.{done.action.value}",
        params={
            "number": row.number,
            "service": f"title.{row.service}",
            "institution": row.after["main_institution"]["name"],
            "old_institution": old.name if old else "",
            "reason": "\n".join(done.reasons),
            "due": step.due.isoformat() if step.due else "",
            "days": step.deadline.amount if step.deadline else 0,
        },
        choices=choices,
    )
