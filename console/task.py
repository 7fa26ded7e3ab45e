"""One task: what it says, the pictures and words that belong to it, and how it may end."""

from typing import Any

from aiohttp import web

from bot.rendering import rendered
from bot.texts import texts
from console.answer import learn, near
from console.files import send
from console.pages import page
from console.queue import queue_of
from console.telling import SLOT, preview, tell, wake
from console.visit import Visit, see_other
from handlers.session import Lang
from storage.conversations import lines
from storage.database import Unit
from storage.outcomes import (
    NEEDS_PHYSICIAN,
    NEEDS_REASON,
    Ended,
    Outcome,
    TaskProblem,
    close,
    notice_for,
    offered,
)
from storage.staff import candidates, reference_photo
from storage.tasks import (
    FaceReview,
    Handover,
    Objection,
    Question,
    StoredTask,
    TaskKind,
    TaskState,
    answer,
    kept_until,
    pictures_of,
)

NOT_GOOD = frozenset({Outcome.REJECTED, Outcome.EXPLAINED})
REGISTER = "register"
LINES = 200


async def show(visit: Visit, task: StoredTask) -> web.StreamResponse:
    """GET: the task; `do` opens one outcome with what the person will read."""
    await _note(visit, task, "task_read")
    wanted = visit.asked("do")
    choices = {end.value for end in offered(visit.desk, task.kind)}
    return await _page(visit, task, outcome=Outcome(wanted) if wanted in choices else None)


async def end(visit: Visit, task: StoredTask) -> web.StreamResponse:
    """POST: show what will be read, or, with `step=send`, end the task."""
    wanted = visit.typed("outcome")
    if wanted not in set(Outcome):
        return see_other(_address(visit, task))
    outcome, reason = Outcome(wanted), visit.typed("reason")
    physician = int(chosen) if (chosen := visit.typed("physician")).isdigit() else None
    if visit.typed("step") != "send":
        return await _page(visit, task, outcome=outcome, reason=reason, physician=physician)
    done = await _close(visit, task, outcome, reason, physician)
    if isinstance(done, Ended):
        await learn(visit, task, reason)
    if isinstance(done, TaskProblem):
        return await _page(
            visit, task, outcome=outcome, reason=reason, physician=physician, denied=done
        )
    return see_other(f"{_address(visit, task)}&done={outcome.value}")


async def reply(visit: Visit, task: StoredTask) -> web.StreamResponse:
    """POST: say something in a conversation that was handed over."""
    said = visit.typed("said")
    if said and task.kind is TaskKind.HANDOVER and task.state is TaskState.OPEN:
        await visit.program.database.run(
            lambda unit: answer(unit, visit.program.vault, task, visit.desk, said)
        )
        visit.program.conversation.woke(task.account_id)
    return see_other(f"{_address(visit, task)}#newest")


async def picture(visit: Visit, task: StoredTask) -> web.StreamResponse:
    """GET: one picture of an open task, or the register's photo beside it; looking is audited."""
    which = visit.request.match_info["picture"]
    names = pictures_of(task.detail) if task.state is TaskState.OPEN else ()
    if which == REGISTER:
        photo = await _reference(task)
        names = (photo,) if photo else ()
    elif which not in names:
        names = ()
    if not names:
        raise web.HTTPNotFound
    await _note(visit, task, "picture_seen")
    return await send(visit, which if which != REGISTER else names[0])


async def _close(
    visit: Visit, task: StoredTask, outcome: Outcome, reason: str, physician: int | None
) -> Ended | TaskProblem:
    program = visit.program

    async def work(unit: Unit) -> Ended | TaskProblem:
        done = await close(unit, program.vault, task.id, visit.desk, outcome, reason, physician)
        if isinstance(done, Ended):
            await tell(program, unit, (done.notice, *done.others))
        return done

    done = await program.database.run(work)
    if isinstance(done, Ended):
        wake(program, (done.notice, *done.others))
        for name in done.discard:
            await program.blobs.delete(name)
    return done


async def _page(
    visit: Visit,
    task: StoredTask,
    outcome: Outcome | None = None,
    reason: str = "",
    physician: int | None = None,
    denied: TaskProblem | None = None,
) -> web.Response:
    told = None
    if outcome is not None and task.detail is not None:
        slot = SLOT if outcome in NEEDS_REASON else ""
        notice = notice_for(task.detail, outcome, task.account_id, reason or slot)
        told = preview(notice, task.lang)
    done = visit.asked("done")
    return page(
        visit,
        "task.html",
        409 if denied else 200,
        queue=await queue_of(visit),
        task=task,
        offered=offered(visit.desk, task.kind) if task.state is TaskState.OPEN else (),
        not_good=NOT_GOOD,
        needs_reason=NEEDS_REASON,
        needs_physician=NEEDS_PHYSICIAN,
        outcome=outcome,
        reason=reason,
        physician=physician,
        denied=denied,
        told=told,
        done=done if done in set(Outcome) else "",
        **await _evidence(visit, task),
    )


async def _evidence(visit: Visit, task: StoredTask) -> dict[str, Any]:
    """What must be seen to judge a task, by its kind; nothing of a closed one."""
    found: dict[str, Any] = {"candidates": [], "talk": [], "reference": False, "search": ""}
    found["near"], found["ticked"] = [], visit.form.getall("article", [])
    found["asked_as"] = visit.typed("asked_as") or getattr(task.detail, "text", "")
    found["publish"] = visit.typed("publish")
    found["kept"] = await kept_until(pictures_of(task.detail))
    if task.state is not TaskState.OPEN:
        return found
    match task.detail:
        case Objection():
            found["search"] = visit.asked("who")
            found["candidates"] = await candidates(
                visit.desk,
                visit.program.vault,
                task.detail,
                task.institution_code,
                found["search"],
            )
        case Question():
            found["near"] = await near(visit, task.detail)
        case FaceReview():
            found["reference"] = await _reference(task) is not None
        case Handover(since=since):
            talk = await lines(visit.program.vault, task.account_id, after=since, limit=LINES)
            said = texts(Lang(task.lang))
            found["talk"] = [rendered(line, said) for line in talk]
    return found


async def _reference(task: StoredTask) -> str | None:
    if not isinstance(task.detail, FaceReview) or task.state is not TaskState.OPEN:
        return None
    return await reference_photo(task.physician_id)


async def _note(visit: Visit, task: StoredTask, what: str) -> None:
    async def work(unit: Unit) -> None:
        unit.audit(visit.desk.actor, what, f"task:{task.id}")

    await visit.program.database.run(work)


def _address(visit: Visit, task: StoredTask) -> str:
    view = visit.asked("view")
    return f"/console/tasks/{task.id}?view={view if view.isalpha() else 'act'}"
