"""Applications as a desk reads them: its queue, and one case with everything that bears on it."""

from datetime import date, datetime
from enum import StrEnum

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from registry.application import FINAL_STATES, Action, Standing, State
from registry.frozen import Frozen
from registry.service import Body
from storage.applications import Step, standing_of, steps_of
from storage.changes import Change, changes_of, stands
from storage.decisions import actions_of, parties_of
from storage.desk import Desk, Role, acts_as, sees
from storage.models import (
    Account,
    Application,
    ApplicationStep,
    AuditEntry,
    Blob,
    Institution,
    Officer,
    Physician,
)

PAGE = 200


class View(StrEnum):
    """The three lists of a desk."""

    ACT = "act"
    WAIT = "wait"
    DONE = "done"


class CaseLine(Frozen):
    """One application in a list; `acts_as` is in whose name this desk may act on it."""

    number: str
    service: str
    physician: str
    institution: str
    state: State
    submitted_at: datetime
    due: date | None
    acts_as: Body | None


class Document(Frozen):
    """A file of an application; `step` is the question that it answers."""

    blob: str
    content_type: str
    size: int
    sha256: str


class Person(Frozen):
    """The physician of a case, without the numbers that identify a person."""

    id: int
    name: str
    former_names: tuple[str, ...]
    level: str
    category: str
    scopes: tuple[str, ...]
    title: str
    practice_number: str
    registration_state: str
    registered_on: date | None
    verified_at: datetime | None
    photo: str | None


class Case(Frozen):
    """One application with everything that bears on it; `acts_as` is None for readers only."""

    id: int
    number: str
    service: str
    revision: int
    person: Person
    old_institution: str
    institution: str
    area: str
    start_date: str
    standing: Standing
    due: date | None
    changes: tuple[Change, ...]
    register_changed: bool
    documents: tuple[Document, ...]
    steps: tuple[Step, ...]
    officers: dict[int, str]
    submitted_at: datetime
    digest: str
    acts_as: Body | None
    actions: tuple[Action, ...]
    lang: str


class AuditLine(Frozen):
    """One entry of the chain as a supervisor reads it; `officer` is the name behind the actor."""

    seq: int
    at: datetime
    actor: str
    officer: str
    action: str
    digest: str


async def cases_at(desk: Desk, view: View, search: str = "") -> list[CaseLine]:
    """The applications of one list: those with a deadline first, the nearest first."""
    query = _visible(desk).filter(_in_view(desk, view))
    if search:
        query = query.filter(Q(number__icontains=search) | Q(physician__name__icontains=search))
    order = ("-decided_at",) if view is View.DONE else ("deadline", "submitted_at")
    rows = await query.order_by(*order).limit(PAGE).prefetch_related("physician")
    return [
        CaseLine(
            number=row.number,
            service=row.service,
            physician=row.physician.name,
            institution=row.after["main_institution"]["name"],
            state=State(row.state),
            submitted_at=row.submitted_at,
            due=row.deadline if view is not View.DONE else None,
            acts_as=acts_as(desk, parties_of(row)),
        )
        for row in rows
    ]


async def count(desk: Desk, view: View) -> int:
    """How many applications a list has."""
    return await _visible(desk).filter(_in_view(desk, view)).count()


async def case_for(desk: Desk, number: str) -> Case | None:
    """One application; None if there is none or this desk has nothing to do with it."""
    row = await Application.get_or_none(number=number).prefetch_related("physician")
    if row is None or not sees(desk, parties_of(row)):
        return None
    steps = steps_of(await ApplicationStep.filter(application=row).order_by("id"))
    names = await Institution.filter(code__in=[row.institution_id, row.old_institution_id or ""])
    institutions = {one.code: one.name for one in names}
    account = await Account.get_or_none(id=row.account_id)
    open_still = State(row.state) not in FINAL_STATES
    return Case(
        id=row.id,
        number=row.number,
        service=row.service,
        revision=row.revision,
        person=_person(row.physician, account),
        old_institution=institutions.get(row.old_institution_id or "", ""),
        institution=institutions[row.institution_id],
        area=row.region,
        start_date=str(row.answers.get("start_date", "")),
        standing=standing_of(row),
        due=row.deadline if open_still else None,
        changes=changes_of(row.before, row.after),
        register_changed=open_still and not await stands(row.physician, row.before),
        documents=await _documents(row),
        steps=steps,
        officers=await _officers(steps),
        submitted_at=row.submitted_at,
        digest=row.digest,
        acts_as=acts_as(desk, parties_of(row)),
        actions=actions_of(desk, row),
        lang=account.lang if account else "zh",
    )


async def audit_of(subject: str) -> list[AuditLine]:
    """The entries of the chain that name one subject, oldest first."""
    rows = await AuditEntry.filter(subject=subject).order_by("seq")
    names = {f"officer:{row.id}": row.name for row in await Officer.all()}
    return [
        AuditLine(
            seq=row.seq,
            at=datetime.fromisoformat(row.at),
            actor=row.actor,
            officer=names.get(row.actor, ""),
            action=row.action,
            digest=row.digest,
        )
        for row in rows
    ]


def _visible(desk: Desk) -> QuerySet[Application]:
    if desk.role is Role.CLERK:
        own = desk.institution_code
        return Application.filter(Q(institution_id=own) | Q(old_institution_id=own))
    return Application.filter(region__startswith=desk.region)


def _in_view(desk: Desk, view: View) -> Q:
    """The list that an application of this desk is in: exactly one of the three."""
    final = Q(state__in=[state.value for state in FINAL_STATES])
    if view is View.DONE:
        return final
    mine = _mine(desk)
    return mine if view is View.ACT else ~final & ~mine


def _mine(desk: Desk) -> Q:
    """What waits for this very desk."""
    if desk.role is Role.OFFICER:
        states = [State.CONFIRMED.value, State.ACCEPTED.value]
        mine = Q(region=desk.region, state__in=states)
    else:
        final = [state.value for state in FINAL_STATES]
        mine = Q(institution_id=desk.institution_code, state=State.SUBMITTED.value) | Q(
            Q(old_institution_id=desk.institution_code, old_institution_state="waiting")
            & ~Q(state__in=final)
        )
    return mine if desk.physician_id is None else mine & ~Q(physician_id=desk.physician_id)


def _person(row: Physician, account: Account | None) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        former_names=tuple(row.former_names),
        level=row.level,
        category=row.category,
        scopes=tuple(row.scopes),
        title=row.title,
        practice_number=row.practice_number or "",
        registration_state=row.registration_state,
        registered_on=row.registered_on,
        verified_at=account.verified_at if account else None,
        photo=row.photo_blob,
    )


async def _documents(row: Application) -> tuple[Document, ...]:
    blobs = {blob.id: blob for blob in await Blob.filter(id__in=row.documents)}
    return tuple(
        Document(
            blob=name,
            content_type=blobs[name].content_type,
            size=blobs[name].size,
            sha256=blobs[name].sha256,
        )
        for name in row.documents
        if name in blobs
    )


async def _officers(steps: tuple[Step, ...]) -> dict[int, str]:
    numbers = {step.officer_id for step in steps if step.officer_id}
    return {row.id: row.name for row in await Officer.filter(id__in=numbers)}
