"""What happens next to an application: who must act, and by when."""

from collections.abc import Iterable
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


def next_step(
    standing: Standing,
    promises: Iterable[Promise] = (),
    calendar: workdays.Calendar = workdays.PACKAGED_ONLY,
) -> Next:
    """What happens next; every state has an answer."""
    if standing.state is State.CORRECTION:
        return Next(actor=Actor.APPLICANT, task=Task.CORRECT, due=standing.correction_due)
    actor, task, limit, start = _plan(standing)
    if limit is None or start is None:
        return Next(actor=actor, task=task)
    runs = deadline(limit, start, standing.province, promises, calendar)
    return Next(actor=actor, task=task, due=runs.due, deadline=runs)


_Plan = tuple[Actor | None, Task, Limit | None, date | None]


def _plan(standing: Standing) -> _Plan:
    decision = standing.route.decision
    second = standing.proposal is not None
    decided_on = standing.decided_on if standing.route.authority else None
    plans: dict[State, _Plan] = {
        State.DRAFT: (Actor.APPLICANT, Task.SUBMIT, None, None),
        State.SUBMITTED: (
            Actor.INSTITUTION,
            Task.CONFIRM,
            Limit.INSTITUTION_CONFIRMATION,
            standing.submitted_on,
        ),
        State.CONFIRMED: (
            Actor.AUTHORITY,
            Task.ACCEPT_OR_ASK_CORRECTION,
            Limit.CORRECTION_NOTICE,
            standing.received_on,
        ),
        State.ACCEPTED: (
            Actor.AUTHORITY,
            Task.DECIDE_SECOND if second else Task.DECIDE,
            decision,
            standing.accepted_on,
        ),
        State.APPROVED: (
            Actor.AUTHORITY if decided_on else None,
            Task.DELIVER if decided_on else Task.NOTHING,
            Limit.DELIVERY,
            decided_on,
        ),
        State.REFUSED: (
            Actor.APPLICANT,
            Task.MAY_ASK_RECONSIDERATION,
            Limit.RECONSIDERATION,
            standing.decided_on,
        ),
    }
    return plans.get(standing.state, (None, Task.NOTHING, None, None))
