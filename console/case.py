"""One application: read, decided, printed, audited, and its documents."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from aiohttp import web

from console.files import send
from console.pages import page
from console.queue import queue_of
from console.telling import SLOT, Preview, preview, tell, wake
from console.visit import Visit, see_other
from registry.application import Action
from storage.cases import Case, audit_of
from storage.database import Unit
from storage.decisions import Acted, Denied, act, foretell
from storage.notice import Notice

# Days that a physician gets for a correction unless the officer names another day.
CORRECTION_DAYS = 30


class Tone(StrEnum):
    """How a decision presents itself."""

    MAIN = "main"
    PLAIN = "plain"
    DANGER = "danger"


# Each decision with its tone, whether it needs a reason, and whether it sets a last day.
DECISIONS: dict[Action, tuple[Tone, bool, bool]] = {
    Action.CONFIRM: (Tone.MAIN, False, False),
    Action.CONFIRM_LEAVING: (Tone.MAIN, False, False),
    Action.ACCEPT: (Tone.MAIN, False, False),
    Action.APPROVE: (Tone.MAIN, False, False),
    Action.RETURN: (Tone.PLAIN, True, True),
    Action.ASK_CORRECTION: (Tone.PLAIN, True, True),
    Action.OBJECT_TO_LEAVING: (Tone.PLAIN, True, False),
    Action.REFUSE: (Tone.DANGER, True, False),
}


async def show(visit: Visit, case: Case) -> web.StreamResponse:
    """GET: the case; `do` opens one decision with what the physician will read."""
    await _note(visit, case, "case_read")
    wanted = visit.asked("do")
    if wanted in {action.value for action in case.actions}:
        return await _deciding(visit, case, Action(wanted), "", _default_day())
    return await _page(visit, case)


async def decide(visit: Visit, case: Case) -> web.StreamResponse:
    """POST: show what will be read, or, with `step=send`, do it."""
    wanted = visit.typed("action")
    if wanted not in DECISIONS:
        return see_other(_address(visit, case))
    action, reason = Action(wanted), visit.typed("reason")
    due = _day(visit.typed("due"))
    if visit.typed("step") != "send":
        return await _deciding(visit, case, action, reason, due)
    revision = visit.typed("revision")
    done = await _act(visit, case, action, reason, int(revision) if revision.isdigit() else -1, due)
    if isinstance(done, Denied):
        return await _deciding(visit, case, action, reason, due, denied=done)
    return see_other(f"{_address(visit, case)}&done={action.value}")


async def printable(visit: Visit, case: Case) -> web.StreamResponse:
    """GET: the case as one clean sheet."""
    await _note(visit, case, "case_printed")
    return page(visit, "print.html", case=case, printed_at=datetime.now(UTC))


async def audited(visit: Visit, case: Case) -> web.StreamResponse:
    """GET: every entry of the chain that names this case."""
    entries = await audit_of(case.number)
    return page(visit, "audit.html", case=case, entries=entries, queue=await queue_of(visit))


async def document(visit: Visit, case: Case) -> web.StreamResponse:
    """GET: one file of this case, and of no other; reading it is audited."""
    name = visit.request.match_info["blob"]
    if name not in {one.blob for one in case.documents}:
        raise web.HTTPNotFound
    await _note(visit, case, "document_read")
    return await send(visit, name)


async def _act(
    visit: Visit, case: Case, action: Action, reason: str, revision: int, due: date | None
) -> Acted | Denied:
    async def work(unit: Unit) -> Acted | Denied:
        done = await act(unit, case.id, visit.desk, action, reason, revision, due)
        await tell(visit.program, unit, _notices(done))
        return done

    done = await visit.program.database.run(work)
    wake(visit.program, _notices(done))
    return done


def _notices(done: Acted | Denied) -> tuple[Notice, ...]:
    return (done.notice,) if isinstance(done, Acted) and done.notice else ()


async def _deciding(
    visit: Visit,
    case: Case,
    action: Action,
    reason: str,
    due: date | None,
    denied: Denied | None = None,
) -> web.Response:
    """The case with one decision open: its reason, its day, and what will be read."""
    _, needs_reason, needs_day = DECISIONS[action]
    told = await foretell(
        datetime.now(UTC),
        case.id,
        visit.desk,
        action,
        reason or (SLOT if needs_reason else ""),
        case.revision,
        due if needs_day else None,
    )
    denied = denied or (told if isinstance(told, Denied) else None)
    return await _page(
        visit,
        case,
        status=409 if denied else 200,
        action=action,
        reason=reason,
        due=due,
        denied=denied,
        told=preview(told, case.lang) if isinstance(told, Notice) else None,
    )


async def _page(
    visit: Visit,
    case: Case,
    status: int = 200,
    action: Action | None = None,
    reason: str = "",
    due: date | None = None,
    denied: Denied | None = None,
    told: Preview | None = None,
) -> web.Response:
    done = visit.asked("done")
    return page(
        visit,
        "case.html",
        status,
        queue=await queue_of(visit),
        case=case,
        decisions=DECISIONS,
        action=action,
        reason=reason,
        due_on=due,
        denied=denied,
        told=told,
        done=done if done in set(Action) else "",
    )


async def _note(visit: Visit, case: Case, what: str) -> None:
    """Reading somebody's file leaves a trace."""

    async def work(unit: Unit) -> None:
        unit.audit(visit.desk.actor, what, case.number)

    await visit.program.database.run(work)


def _address(visit: Visit, case: Case) -> str:
    view = visit.asked("view")
    return f"/console/applications/{case.number}?view={view if view.isalpha() else 'act'}"


def _default_day() -> date:
    return datetime.now(UTC).date() + timedelta(days=CORRECTION_DAYS)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
