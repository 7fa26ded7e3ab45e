"""What happens next to an application: who must act, and by when."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum

from registry import workdays
from registry.application import Actor, Standing, State
from registry.frozen import Frozen
from registry.time_limits import Deadline, Limit, Promise, deadline


class Task(StrEnum):
    """What the next one to act has to do."""

    SUBMIT = "submit"
    CONFIRM = "confirm"
    ACCEPT_OR_ASK_CORRECTION = "accept_or_ask_correction"
    CORRECT = "correct"
    DECIDE = "decide"
    DECIDE_SECOND = "decide_second"
    DELIVER = "deliver"
    MAY_ASK_RECONSIDERATION = "may_ask_reconsideration"
    NOTHING = "nothing"


class Next(Frozen):
    """The next task; `due` is its last day, and `deadline` says where that day comes from.

    `deadline` is None where a person set the day, or where nothing sets one.
    """

    actor: Actor | None
    task: Task
    due: date | None = None
    deadline: Deadline | None = None


_WAITING: dict[State, tuple[Actor, Task]] = {
    State.DRAFT: (Actor.APPLICANT, Task.SUBMIT),
    State.SUBMITTED: (Actor.INSTITUTION, Task.CONFIRM),
    State.CONFIRMED: (Actor.AUTHORITY, Task.ACCEPT_OR_ASK_CORRECTION),
    State.ACCEPTED: (Actor.AUTHORITY, Task.DECIDE),
    State.CORRECTION: (Actor.APPLICANT, Task.CORRECT),
    State.APPROVED: (Actor.AUTHORITY, Task.DELIVER),
    State.REFUSED: (Actor.APPLICANT, Task.MAY_ASK_RECONSIDERATION),
}
# The limit that runs in a state, and the day it runs from.
_CLOCKS: dict[State, Callable[[Standing], tuple[Limit, date | None]]] = {
    State.SUBMITTED: lambda one: (Limit.INSTITUTION_CONFIRMATION, one.submitted_on),
    State.CONFIRMED: lambda one: (Limit.CORRECTION_NOTICE, one.received_on),
    State.ACCEPTED: lambda one: (one.route.decision, one.accepted_on),
    State.APPROVED: lambda one: (Limit.DELIVERY, one.decided_on),
    State.REFUSED: lambda one: (Limit.RECONSIDERATION, one.decided_on),
}


def next_step(
    standing: Standing,
    promises: Iterable[Promise] = (),
    calendar: workdays.Calendar = workdays.PACKAGED_ONLY,
) -> Next:
    """What happens next; every state has an answer."""
    actor, task = _who_does_what(standing)
    if standing.state is State.CORRECTION:
        return Next(actor=actor, task=task, due=standing.correction_due)
    clock = _CLOCKS.get(standing.state)
    limit, start = clock(standing) if clock else (None, None)
    if task is Task.NOTHING or limit is None or start is None:
        return Next(actor=actor, task=task)
    runs = deadline(limit, start, standing.province, promises, calendar)
    return Next(actor=actor, task=task, due=runs.due, deadline=runs)


def _who_does_what(standing: Standing) -> tuple[Actor | None, Task]:
    in_force_at_once = standing.state is State.APPROVED and not standing.route.authority
    if in_force_at_once or standing.state not in _WAITING:
        return None, Task.NOTHING
    actor, task = _WAITING[standing.state]
    second = task is Task.DECIDE and standing.proposal is not None
    return actor, Task.DECIDE_SECOND if second else task
