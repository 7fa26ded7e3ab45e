"""What a clerk or officer must look at besides applications: opened, listed by desk, read."""

import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter
from tortoise.expressions import Q

from registry.frozen import Frozen
from storage.blobs import expire
from storage.conversations import Direction, append, subject
from storage.database import Unit
from storage.desk import Desk, Role, reaches
from storage.models import Account, Blob, Institution, Physician, Task
from storage.vault import Unreadable, Vault


class TaskKind(StrEnum):
    """Why somebody must look."""

    OBJECTION = "objection"
    MANUAL_VERIFICATION = "manual_verification"
    REFERENCE_PHOTO = "reference_photo"
    FACE_REVIEW = "face_review"
    QUESTION = "question"
    HANDOVER = "handover"


class TaskState(StrEnum):
    """Whether somebody still has to act."""

    OPEN = "open"
    CLOSED = "closed"


class Objection(Frozen):
    """The register and the person disagree; what was typed at binding stands beside it."""

    kind: Literal[TaskKind.OBJECTION] = TaskKind.OBJECTION
    ground: str
    statement: str
    typed_name: str = ""
    typed_id_number: str = ""
    typed_qualification_number: str = ""
    proof: tuple[str, ...] = ()


class ManualVerification(Frozen):
    """The person asks to be verified without a face; `why` is a short key of the chat's."""

    kind: Literal[TaskKind.MANUAL_VERIFICATION] = TaskKind.MANUAL_VERIFICATION
    why: str = ""


class ReferencePhoto(Frozen):
    """A photo for the register, in force once it is confirmed."""

    kind: Literal[TaskKind.REFERENCE_PHOTO] = TaskKind.REFERENCE_PHOTO
    photo: str


class FaceReview(Frozen):
    """The machine was unsure or saw no match: a person compares. The machine never rejects.

    `hints` name what to look at, in the words of `identity.problem.Hint`.
    """

    kind: Literal[TaskKind.FACE_REVIEW] = TaskKind.FACE_REVIEW
    selfies: tuple[str, ...]
    verdict: str
    engine: str = ""
    hints: tuple[str, ...] = ()


class Question(Frozen):
    """A policy question for a person; `why` is a short key, `answer` the reply in the ledger."""

    kind: Literal[TaskKind.QUESTION] = TaskKind.QUESTION
    text: str
    why: str = ""
    answer: int | None = None


class Handover(Frozen):
    """The person wants to talk to a person; `since` is the first line the desk may read."""

    kind: Literal[TaskKind.HANDOVER] = TaskKind.HANDOVER
    since: int


Detail = Annotated[
    Objection | ManualVerification | ReferencePhoto | FaceReview | Question | Handover,
    Field(discriminator="kind"),
]
_DETAIL: TypeAdapter[Detail] = TypeAdapter(Detail)


class TaskSummary(Frozen):
    """One line of a desk's list; names are empty where the account is not bound."""

    id: int
    kind: TaskKind
    state: TaskState
    opened_at: datetime
    closed_at: datetime | None = None
    outcome: str = ""
    physician_id: int | None = None
    physician: str = ""
    institution: str = ""


class StoredTask(TaskSummary):
    """A task as a desk reads it; `detail` is None once its person was erased."""

    account_id: int
    institution_code: str | None
    region: str
    reason: str
    officer_id: int | None
    lang: str = "zh"
    detail: Detail | None


async def open_task(
    unit: Unit, vault: Vault, account_id: int, detail: Detail, institution: str | None, region: str
) -> int:
    """Open a task for the clerks of an institution, or for the officers of its region.

    `region` is the institution's six digits, or as many as are known of where the person is.
    Opening a kind again while it is open replaces what it says; each question stands alone.
    Returns the task's number.
    """
    account = await Account.get(id=account_id)
    await vault.load(subject(account_id))
    row = await _open_row(account_id, detail.kind)
    if row.sealed:
        await expire(unit, pictures_of(await detail_of(vault, row)))
    row.physician_id = account.physician_id
    row.institution_id, row.region, row.opened_at = institution, region, unit.now
    await row.save()
    plain = json.dumps(detail.model_dump(mode="json"), ensure_ascii=False).encode()
    row.sealed = vault.seal(subject(account_id), f"task:{row.id}", plain)
    await row.save(update_fields=["sealed"])
    unit.audit(f"account:{account_id}", "task_opened", f"task:{row.id}", kind=detail.kind.value)
    return row.id


async def tasks_at(
    desk: Desk, state: TaskState = TaskState.OPEN, kind: TaskKind | None = None, limit: int = 200
) -> list[TaskSummary]:
    """The tasks of a desk: open ones oldest first, closed ones newest first."""
    query = Task.filter(_at(desk), state=state.value)
    if kind is not None:
        query = query.filter(kind=kind.value)
    order = "opened_at" if state is TaskState.OPEN else "-closed_at"
    rows = await query.order_by(order).limit(limit)
    physicians = dict(
        await Physician.filter(
            id__in={row.physician_id for row in rows if row.physician_id}
        ).values_list("id", "name")
    )
    institutions = dict(
        await Institution.filter(
            code__in={row.institution_id for row in rows if row.institution_id}
        ).values_list("code", "name")
    )
    return [
        TaskSummary(
            **_common(row),
            physician=physicians.get(row.physician_id or 0, ""),
            institution=institutions.get(row.institution_id or "", ""),
        )
        for row in rows
    ]


async def task_for(desk: Desk, vault: Vault, task_id: int) -> StoredTask | None:
    """One task with what it says; None if there is none or it is not for this desk."""
    row = await Task.get_or_none(id=task_id)
    if row is None or not reaches(desk, row.institution_id, row.region):
        return None
    physician = await Physician.get_or_none(id=row.physician_id) if row.physician_id else None
    institution = (
        await Institution.get_or_none(code=row.institution_id) if row.institution_id else None
    )
    account = await Account.get_or_none(id=row.account_id)
    return StoredTask(
        **_common(row),
        physician=physician.name if physician else "",
        institution=institution.name if institution else "",
        account_id=row.account_id,
        institution_code=row.institution_id,
        region=row.region,
        reason=row.reason,
        officer_id=row.officer_id,
        lang=account.lang if account else "zh",
        detail=await detail_of(vault, row),
    )


async def answer(unit: Unit, vault: Vault, task: StoredTask, desk: Desk, text: str) -> None:
    """Say something as a person in a conversation that was handed over."""
    account = await Account.get(id=task.account_id)
    await vault.load(subject(account.id))
    append(unit, vault, account.id, account.channel, Direction.CLERK, {"text": text})
    unit.audit(desk.actor, "replied", f"task:{task.id}")


async def detail_of(vault: Vault, row: Task) -> Detail | None:
    """What a task says; None once the key of its person is gone."""
    owner = subject(row.account_id or 0)
    try:
        await vault.load(owner)
        return _DETAIL.validate_json(vault.unseal(owner, f"task:{row.id}", bytes(row.sealed)))
    except Unreadable:
        return None


def pictures_of(detail: Detail | None) -> tuple[str, ...]:
    """The files that belong to a task and go when it closes, but for a confirmed photo."""
    match detail:
        case Objection(proof=files) | FaceReview(selfies=files):
            return files
        case ReferencePhoto(photo=photo):
            return (photo,)
    return ()


async def kept_until(files: Iterable[str]) -> dict[str, datetime | None]:
    """Those of these files that are still there, each with the moment when it must be gone."""
    return {row.id: row.expires_at for row in await Blob.filter(id__in=list(files))}


async def _open_row(account_id: int, kind: TaskKind) -> Task:
    new = Task(account_id=account_id, kind=kind.value, state=TaskState.OPEN.value, sealed=b"")
    if kind is TaskKind.QUESTION:
        return new
    row = await Task.get_or_none(account_id=account_id, kind=kind.value, state=TaskState.OPEN.value)
    return row or new


def _at(desk: Desk) -> Q:
    if desk.role is Role.CLERK:
        return Q(institution_id=desk.institution_code)
    return Q(region__startswith=desk.region) | Q(region="")


def _common(row: Task) -> dict[str, object]:
    return {
        "id": row.id,
        "kind": TaskKind(row.kind),
        "state": TaskState(row.state),
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "outcome": row.outcome,
        "physician_id": row.physician_id,
    }
