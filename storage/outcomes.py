"""How a task ends, and what that does: to the account, to the register, to the files."""

from collections.abc import Awaitable, Callable
from enum import StrEnum

from registry.attestation import Field
from registry.frozen import Frozen
from storage import accounts
from storage.beijing import day
from storage.blobs import expire
from storage.changes import forget_confirmations
from storage.database import Unit
from storage.desk import Desk, Role, reaches
from storage.models import Account, Blob, Physician, Task, Verification
from storage.notice import Choice, Notice
from storage.tasks import (
    Detail,
    Objection,
    Question,
    TaskKind,
    TaskState,
    detail_of,
    pictures_of,
)
from storage.vault import Vault


class Outcome(StrEnum):
    """How a task may end."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    BOUND = "bound"
    FORMER_NAME = "former_name"
    NEW_NAME = "new_name"
    NEW_ID_NUMBER = "new_id_number"
    EXPLAINED = "explained"
    ANSWERED = "answered"
    HANDED_BACK = "handed_back"


# What may end what; the first is offered first.
OUTCOMES: dict[TaskKind, tuple[Outcome, ...]] = {
    TaskKind.OBJECTION: (
        Outcome.BOUND,
        Outcome.FORMER_NAME,
        Outcome.NEW_NAME,
        Outcome.NEW_ID_NUMBER,
        Outcome.EXPLAINED,
    ),
    TaskKind.MANUAL_VERIFICATION: (Outcome.CONFIRMED, Outcome.REJECTED),
    TaskKind.REFERENCE_PHOTO: (Outcome.CONFIRMED, Outcome.REJECTED),
    TaskKind.FACE_REVIEW: (Outcome.CONFIRMED, Outcome.REJECTED),
    TaskKind.QUESTION: (Outcome.ANSWERED,),
    TaskKind.HANDOVER: (Outcome.HANDED_BACK,),
}
# The register itself is changed by the authority alone.
OFFICERS_ONLY = frozenset({Outcome.NEW_NAME, Outcome.NEW_ID_NUMBER})
NEEDS_REASON = frozenset({Outcome.REJECTED, Outcome.EXPLAINED, Outcome.ANSWERED})
NEEDS_PHYSICIAN = frozenset(
    {Outcome.BOUND, Outcome.FORMER_NAME, Outcome.NEW_NAME, Outcome.NEW_ID_NUMBER}
)


class TaskProblem(StrEnum):
    """Why a task did not end."""

    GONE = "gone"
    CLOSED = "closed"
    OWN = "own"
    NOT_ALLOWED = "not_allowed"
    NO_REASON = "no_reason"
    NO_PHYSICIAN = "no_physician"
    ERASED = "erased"
    BOUND_ELSEWHERE = "bound_elsewhere"


class Ended(Frozen):
    """A task is over: what to tell the person, what others must hear, the files to delete now."""

    notice: Notice
    others: tuple[Notice, ...] = ()
    discard: tuple[str, ...] = ()


class _Done(Frozen):
    """What an effect leaves to be done."""

    discard: tuple[str, ...] = ()
    others: tuple[Notice, ...] = ()


class _Ending(Frozen):
    """All that an effect needs."""

    task_id: int
    account_id: int
    physician_id: int | None
    desk: Desk
    outcome: Outcome
    reason: str


def offered(desk: Desk, kind: TaskKind) -> tuple[Outcome, ...]:
    """The outcomes that this desk may choose for a kind of task."""
    officer = desk.role is Role.OFFICER
    return tuple(end for end in OUTCOMES[kind] if officer or end not in OFFICERS_ONLY)


async def close(
    unit: Unit,
    vault: Vault,
    task_id: int,
    desk: Desk,
    outcome: Outcome,
    reason: str = "",
    physician_id: int | None = None,
) -> Ended | TaskProblem:
    """End a task with its effect; `physician_id` names the record that an objection is about."""
    row = await Task.get_or_none(id=task_id)
    detail = await detail_of(vault, row) if row else None
    subject_id = row.physician_id or physician_id if row else None
    problem = await _problem(row, detail, desk, outcome, reason, subject_id)
    if problem is not None or row is None or detail is None:
        return problem or TaskProblem.GONE
    ending = _Ending(
        task_id=task_id,
        account_id=row.account_id or 0,
        physician_id=subject_id,
        desk=desk,
        outcome=outcome,
        reason=reason.strip(),
    )
    done = await EFFECTS[TaskKind(row.kind)](unit, vault, ending, detail)
    await expire(unit, done.discard)
    await _finish(unit, row, ending)
    notice = notice_for(detail, outcome, ending.account_id, reason)
    return Ended(notice=notice, others=done.others, discard=done.discard)


async def _problem(
    row: Task | None,
    detail: Detail | None,
    desk: Desk,
    outcome: Outcome,
    reason: str,
    physician_id: int | None,
) -> TaskProblem | None:
    if row is None or not reaches(desk, row.institution_id, row.region):
        return TaskProblem.GONE
    if row.state != TaskState.OPEN.value:
        return TaskProblem.CLOSED
    if detail is None:
        return TaskProblem.ERASED
    if desk.physician_id is not None and desk.physician_id == physician_id:
        return TaskProblem.OWN
    if outcome not in offered(desk, TaskKind(row.kind)):
        return TaskProblem.NOT_ALLOWED
    if outcome in NEEDS_REASON and not reason.strip():
        return TaskProblem.NO_REASON
    if outcome in NEEDS_PHYSICIAN and not await _in_reach(desk, physician_id):
        return TaskProblem.NO_PHYSICIAN
    if outcome is Outcome.CONFIRMED and not await _still_bound(row):
        return TaskProblem.BOUND_ELSEWHERE
    return None


async def _still_bound(row: Task) -> bool:
    """Whether the account that asked still belongs to the physician it belonged to then."""
    return await Account.exists(id=row.account_id, physician_id=row.physician_id)


async def _in_reach(desk: Desk, physician_id: int | None) -> bool:
    """Whether a record exists and belongs to this desk's own institution or region."""
    row = await Physician.get_or_none(id=physician_id).prefetch_related("institution")
    return (
        row is not None
        and row.institution is not None
        and reaches(desk, row.institution.code, row.institution.region)
    )


async def _finish(unit: Unit, row: Task, ending: _Ending) -> None:
    row.state, row.closed_at = TaskState.CLOSED.value, unit.now
    row.officer_id, row.outcome, row.reason = ending.desk.id, ending.outcome.value, ending.reason
    row.physician_id = ending.physician_id
    await row.save()
    unit.audit(
        ending.desk.actor,
        "task_closed",
        f"task:{row.id}",
        kind=row.kind,
        outcome=ending.outcome.value,
        account=row.account_id,
        physician=ending.physician_id,
    )


async def _verify(unit: Unit, vault: Vault, ending: _Ending, detail: Detail) -> _Done:
    """A clerk's check counts as a verification, with a receipt of what became of the pictures."""
    pictures = pictures_of(detail)
    await Verification.create(
        account_id=ending.account_id,
        physician_id=ending.physician_id or 0,
        method="clerk",
        verdict=ending.outcome.value,
        officer_id=ending.desk.id,
        at=unit.now,
        deleted_at=unit.now if pictures else None,
    )
    if ending.outcome is Outcome.CONFIRMED:
        await accounts.mark_verified(unit, ending.account_id)
        await accounts.lift_hold(unit, ending.account_id)
    return _Done(discard=pictures)


async def _photo(unit: Unit, vault: Vault, ending: _Ending, detail: Detail) -> _Done:
    """A confirmed photo becomes the register's, the one before it goes."""
    (photo,) = pictures_of(detail)
    if ending.outcome is Outcome.REJECTED:
        return _Done(discard=(photo,))
    row = await Physician.get(id=ending.physician_id)
    before, row.photo_blob = row.photo_blob, photo
    row.photo_confirmed_on = day(unit.now)
    row.revision += 1
    await row.save()
    await Blob.filter(id=photo).update(expires_at=None)
    await forget_confirmations(row.id, Field.PHOTO)
    return _Done(discard=(before,) if before else ())


async def _object(unit: Unit, vault: Vault, ending: _Ending, detail: Detail) -> _Done:
    """Bind the account to the record that was found, after putting the record right."""
    discard = pictures_of(detail)
    if ending.outcome is Outcome.EXPLAINED or not isinstance(detail, Objection):
        return _Done(discard=discard)
    row = await Physician.get(id=ending.physician_id)
    await _correct(vault, row, ending.outcome, detail)
    row.revision += 1
    await row.save()
    await forget_confirmations(row.id, Field.NAME)
    if await Account.exists(id=ending.account_id, physician_id=row.id):
        return _Done(discard=discard)
    bound = await accounts.bind(unit, ending.account_id, row.id)
    await accounts.lift_hold(unit, ending.account_id)
    others = tuple(
        Notice(account_id=other, key="notice.bound_elsewhere", params={"channel": "console"})
        for other in bound
    )
    return _Done(discard=discard, others=others)


async def _correct(vault: Vault, row: Physician, outcome: Outcome, said: Objection) -> None:
    owner = f"physician:{row.id}"
    if outcome is Outcome.FORMER_NAME and said.typed_name:
        row.former_names = sorted({*row.former_names, said.typed_name})
    if outcome is Outcome.NEW_NAME and said.typed_name:
        row.former_names = sorted({*row.former_names, row.name} - {said.typed_name})
        row.name = said.typed_name
    if outcome is Outcome.NEW_ID_NUMBER and said.typed_id_number:
        await vault.load(owner)
        row.id_number = vault.seal(owner, "id_number", said.typed_id_number.encode())
        row.id_number_index = vault.index("id_number", said.typed_id_number)


async def _nothing(unit: Unit, vault: Vault, ending: _Ending, detail: Detail) -> _Done:
    return _Done()


async def _hand_back(unit: Unit, vault: Vault, ending: _Ending, detail: Detail) -> _Done:
    await accounts.hand_over(unit, ending.account_id, False)
    return _Done()


EFFECTS: dict[TaskKind, Callable[[Unit, Vault, _Ending, Detail], Awaitable[_Done]]] = {
    TaskKind.OBJECTION: _object,
    TaskKind.MANUAL_VERIFICATION: _verify,
    TaskKind.REFERENCE_PHOTO: _photo,
    TaskKind.FACE_REVIEW: _verify,
    TaskKind.QUESTION: _nothing,
    TaskKind.HANDOVER: _hand_back,
}

# What the physician may want to do next; every key is one that the chat knows at any time.
_GO_ON = (Choice(key="resume", label="notice.choice.resume"),)
_NEXT: dict[tuple[TaskKind, Outcome], tuple[Choice, ...]] = {
    (TaskKind.MANUAL_VERIFICATION, Outcome.CONFIRMED): _GO_ON,
    (TaskKind.FACE_REVIEW, Outcome.CONFIRMED): _GO_ON,
    (TaskKind.OBJECTION, Outcome.EXPLAINED): (
        Choice(key="do:bind", label="notice.choice.bind_again"),
        Choice(key="do:objection", label="notice.choice.object_again"),
    ),
    (TaskKind.MANUAL_VERIFICATION, Outcome.REJECTED): (
        Choice(key="do:verify", label="notice.choice.verify"),
    ),
    (TaskKind.FACE_REVIEW, Outcome.REJECTED): (
        Choice(key="do:verify", label="notice.choice.verify_again"),
        Choice(key="manual", label="notice.choice.manual"),
    ),
    (TaskKind.REFERENCE_PHOTO, Outcome.CONFIRMED): (
        Choice(key="do:verify", label="notice.choice.verify"),
    ),
    (TaskKind.REFERENCE_PHOTO, Outcome.REJECTED): (
        Choice(key="do:reference_photo", label="notice.choice.photo_again"),
    ),
}


def notice_for(detail: Detail, outcome: Outcome, account_id: int, reason: str) -> Notice:
    """What the person will read in the chat when a task ends so."""
    params = {"reason": reason.strip()}
    if isinstance(detail, Question):
        params["question"] = detail.text
    return Notice(
        account_id=account_id,
        key=f"notice.{detail.kind.value}.{outcome.value}",
        params=params,
        choices=_NEXT.get((detail.kind, outcome), ()),
    )
