"""An application's life as its physician lives it: submit, correct, withdraw, follow."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from pydantic import JsonValue

from registry.application import (
    FINAL_STATES,
    Act,
    Action,
    Actor,
    Refused,
    Route,
    Standing,
    State,
    digest,
    receipt_number,
)
from registry.frozen import Frozen
from registry.life_cycle import act, allowed_actions
from registry.next_step import Next, Task, next_step
from registry.service import Answer, Body, Service
from registry.time_limits import Limit
from registry.workdays import workdays_left
from storage.beijing import BEIJING, day
from storage.blobs import expire
from storage.changes import side_by_side
from storage.database import Unit
from storage.desk import area_of
from storage.models import Application, ApplicationStep, Blob, Counter, Institution, Physician


class Receipt(Frozen):
    """What the physician holds; `waits_for` is a body, `institution` and `authority` name it."""

    number: str
    digest: str
    waits_for: Actor
    institution: str
    deadline: date | None = None
    working_days: int = 0


class AlreadyOpen(Frozen):
    """There is an open application of this service; `number` is its receipt."""

    number: str


class NotSubmitted(StrEnum):
    """Why nothing was submitted."""

    SAME_INSTITUTION = "same_institution"
    INSTITUTION_CLOSED = "institution_closed"
    NOT_IN_CORRECTION = "not_in_correction"


class WithdrawOutcome(StrEnum):
    """How a withdrawal ended."""

    WITHDRAWN = "withdrawn"
    DECIDED = "decided"
    NOT_FOUND = "not_found"


class Step(Frozen):
    """One act in the history; `body` is an institution's name or the digits of a region."""

    at: datetime
    actor: Actor
    action: Action
    body: str = ""
    reason: str = ""
    officer_id: int | None = None


class Summary(Frozen):
    """Where an application is, as its physician follows it."""

    number: str
    service: str
    institution: str
    state: State
    waits_for: Actor | None
    task: Task
    due: date | None
    working_days_left: int | None
    reasons: tuple[str, ...]
    can_correct: bool
    can_withdraw: bool
    steps: tuple[Step, ...]


class Correction(Frozen):
    """What is to be corrected: the answers given, and what is missing."""

    number: str
    service: str
    answers: dict[str, Any]
    labels: dict[str, str]
    reason: str


async def submit(
    unit: Unit,
    physician_id: int,
    account_id: int,
    service: Service,
    answers: dict[str, Answer],
    correcting: str | None = None,
) -> Receipt | AlreadyOpen | NotSubmitted:
    """Hand an application in, or in again after a correction; one open one per service."""
    person = await Physician.get(id=physician_id)
    chosen = await Institution.get(code=str(answers["institution"]))
    if chosen.closed_on is not None:
        return NotSubmitted.INSTITUTION_CLOSED
    if correcting is not None:
        return await _resubmit(unit, person, service, answers, correcting)
    open_one = await Application.filter(
        physician_id=physician_id,
        service=service.id,
        state__not_in=[state.value for state in FINAL_STATES],
    ).first()
    if open_one is not None:
        return AlreadyOpen(number=open_one.number)
    if person.institution_id == chosen.code:
        return NotSubmitted.SAME_INSTITUTION
    row = await _new(unit, person, service, account_id)
    standing = Standing(
        route=_route(service, person), applicant_id=person.id, province=chosen.region[:2]
    )
    return await _hand_in(unit, row, person, service, answers, standing, Action.SUBMIT)


async def withdraw(unit: Unit, number: str, physician_id: int) -> WithdrawOutcome:
    """Take an application back while nothing is decided."""
    row = await Application.get_or_none(number=number, physician_id=physician_id)
    if row is None:
        return WithdrawOutcome.NOT_FOUND
    done = applicants_act(unit, Action.WITHDRAW, row.account_id, physician_id)
    standing = act(standing_of(row), done)
    if isinstance(standing, Refused):
        return WithdrawOutcome.DECIDED
    await record(unit, row, standing, done)
    await expire(unit, row.documents)
    return WithdrawOutcome.WITHDRAWN


async def of_physician(physician_id: int, today: date, limit: int = 5) -> list[Summary]:
    """Somebody's applications, the latest first."""
    rows = await Application.filter(physician_id=physician_id).order_by("-id").limit(limit)
    return [await _summary(row, today) for row in rows]


async def correction(number: str, physician_id: int) -> Correction | None:
    """What to correct in an application; None if nothing is to be corrected any more."""
    row = await Application.get_or_none(
        number=number, physician_id=physician_id, state=State.CORRECTION.value
    )
    if row is None:
        return None
    return Correction(
        number=number,
        service=row.service,
        answers=row.answers,
        labels={"institution": row.after["main_institution"]["name"]},
        reason="\n".join(standing_of(row).reasons),
    )


def standing_of(row: Application) -> Standing:
    """Where a stored application stands."""
    return Standing.model_validate(row.standing)


def applicants_act(unit: Unit, action: Action, account_id: int, physician_id: int) -> Act:
    """An act of the physician, now, by the calendar of China."""
    return Act(
        action=action,
        actor=Actor.APPLICANT,
        at=unit.now.astimezone(BEIJING),
        person=f"account:{account_id}",
        physician_id=physician_id,
    )


async def record(
    unit: Unit,
    row: Application,
    standing: Standing,
    done: Act,
    body: str = "",
    officer_id: int | None = None,
    changed: Iterable[str] = (),
) -> Next:
    """Store a new standing with its step and its audit entry; `changed` names corrected answers."""
    step = next_step(standing)
    row.standing = standing.model_dump(mode="json")
    row.state = standing.state.value
    row.institution_state = standing.institution.value
    row.old_institution_state = standing.leaving.value
    row.authority_state = standing.authority.value
    row.deadline = step.due
    row.decided_at = unit.now if standing.state in FINAL_STATES else None
    row.revision += 1
    await row.save()
    await ApplicationStep.create(
        application=row,
        at=unit.now,
        actor=done.actor.value,
        officer_id=officer_id,
        body_name=body,
        action=done.action.value,
        reason="\n".join([*done.reasons, *changed]),
    )
    unit.audit(done.person, done.action.value, row.number, state=row.state, revision=row.revision)
    return step


def steps_of(rows: Iterable[ApplicationStep]) -> tuple[Step, ...]:
    """Stored steps, oldest first."""
    return tuple(
        Step(
            at=row.at,
            actor=Actor(row.actor),
            action=Action(row.action),
            body=row.body_name,
            reason=row.reason,
            officer_id=row.officer_id,
        )
        for row in rows
    )


async def _new(unit: Unit, person: Physician, service: Service, account_id: int) -> Application:
    year = day(unit.now).year
    counter, _ = await Counter.get_or_create(name=f"receipt:{year}", defaults={"value": 0})
    counter.value += 1
    await counter.save()
    return Application(
        number=receipt_number(year, counter.value),
        service=service.id,
        physician_id=person.id,
        account_id=account_id,
        old_institution_id=person.institution_id,
        submitted_at=unit.now,
    )


async def _resubmit(
    unit: Unit, person: Physician, service: Service, answers: dict[str, Answer], number: str
) -> Receipt | NotSubmitted:
    row = await Application.get_or_none(
        number=number, physician_id=person.id, state=State.CORRECTION.value
    )
    if row is None:
        return NotSubmitted.NOT_IN_CORRECTION
    standing = standing_of(row)
    if answers["institution"] != row.answers["institution"]:
        # Another institution has confirmed nothing yet, whoever asked for the correction.
        standing = standing.model_copy(update={"correction_from": Actor.INSTITUTION})
    return await _hand_in(unit, row, person, service, answers, standing, Action.RESUBMIT)


async def _hand_in(
    unit: Unit,
    row: Application,
    person: Physician,
    service: Service,
    answers: dict[str, Answer],
    standing: Standing,
    action: Action,
) -> Receipt | NotSubmitted:
    done = applicants_act(unit, action, row.account_id, person.id)
    reached = act(standing, done)
    if isinstance(reached, Refused):
        return NotSubmitted.NOT_IN_CORRECTION
    changed = _changed(row.answers, answers) if action is Action.RESUBMIT else ()
    chosen = await Institution.get(code=str(answers["institution"]))
    row.answers, row.institution_id = answers, chosen.code
    row.region = area_of(chosen.region, chosen.authority)
    row.before, row.after = await side_by_side(person, service, answers, day(unit.now))
    await _keep_documents(unit, row, service)
    row.digest = digest(await _submitted(row))
    step = await record(unit, row, reached, done, changed=changed)
    return Receipt(
        number=row.number,
        digest=row.digest,
        waits_for=step.actor or Actor.INSTITUTION,
        institution=chosen.name,
        deadline=step.due,
        working_days=step.deadline.amount if step.deadline else 0,
    )


def _route(service: Service, person: Physician) -> Route:
    return Route(
        institution=Body.INSTITUTION in service.confirms,
        leaving=Body.OLD_INSTITUTION in service.confirms and person.institution_id is not None,
        authority=service.decides is Body.AUTHORITY,
        decision=Limit(service.time_limits[-1]),
    )


def _changed(before: dict[str, Any] | None, after: dict[str, Answer]) -> tuple[str, ...]:
    return tuple(step for step in after if before is None or before.get(step) != after[step])


async def _keep_documents(unit: Unit, row: Application, service: Service) -> None:
    """The files of the answers stay as long as the application; replaced ones go."""
    earlier = row.documents or []
    row.documents = [
        str(blob)
        for step in service.steps
        if step.kind == "document"
        for blob in _blobs(row.answers.get(step.id))
    ]
    await Blob.filter(id__in=row.documents).update(expires_at=None)
    await expire(unit, list(set(earlier) - set(row.documents)))


def _blobs(answer: Any) -> list[Any]:
    return list(answer.get("blobs", [])) if isinstance(answer, dict) else []


async def _submitted(row: Application) -> dict[str, JsonValue]:
    """What the digest covers: the answers, and the content of the files."""
    files = {blob.id: blob.sha256 for blob in await Blob.filter(id__in=row.documents)}
    return {
        "number": row.number,
        "service": row.service,
        "physician": row.physician_id,
        "answers": cast(JsonValue, row.answers),
        "files": [files.get(name, "") for name in row.documents],
    }


async def _summary(row: Application, today: date) -> Summary:
    standing = standing_of(row)
    step = next_step(standing)
    allowed = allowed_actions(standing, Actor.APPLICANT)
    due = step.due if standing.state not in FINAL_STATES else None
    return Summary(
        number=row.number,
        service=row.service,
        institution=row.after["main_institution"]["name"],
        state=standing.state,
        waits_for=step.actor if standing.state not in FINAL_STATES else None,
        task=step.task,
        due=due,
        working_days_left=workdays_left(today, due) if due else None,
        reasons=standing.reasons,
        can_correct=Action.RESUBMIT in allowed,
        can_withdraw=Action.WITHDRAW in allowed,
        steps=steps_of(await ApplicationStep.filter(application=row).order_by("id")),
    )
