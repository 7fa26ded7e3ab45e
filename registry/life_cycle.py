"""What may happen to an application: a table of transitions, and the rules that guard them."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from registry import workdays
from registry.application import (
    Act,
    Action,
    Actor,
    AuthorityState,
    InstitutionState,
    LeavingState,
    Proposal,
    Refusal,
    Refused,
    Standing,
    State,
)
from registry.frozen import Frozen
from registry.time_limits import Limit, deadline


class When(StrEnum):
    """A condition on the route that picks one of several transitions of the same action."""

    ALWAYS = "always"
    INSTITUTION_FIRST = "institution_first"
    AUTHORITY_FIRST = "authority_first"
    AUTHORITY_DECIDES = "authority_decides"
    INSTITUTION_DECIDES = "institution_decides"
    INSTITUTION_ASKED = "institution_asked"
    AUTHORITY_ASKED = "authority_asked"


class Transition(Frozen):
    """`actor` may do `action` in each of `sources`; it leads to `target`, None for no change."""

    action: Action
    actor: Actor
    sources: frozenset[State]
    target: State | None
    when: When = When.ALWAYS


_CONDITIONS: dict[When, Callable[[Standing], bool]] = {
    When.ALWAYS: lambda standing: True,
    When.INSTITUTION_FIRST: lambda standing: standing.route.institution,
    When.AUTHORITY_FIRST: lambda standing: not standing.route.institution,
    When.AUTHORITY_DECIDES: lambda standing: standing.route.authority,
    When.INSTITUTION_DECIDES: lambda standing: not standing.route.authority,
    When.INSTITUTION_ASKED: lambda standing: standing.correction_from is Actor.INSTITUTION,
    When.AUTHORITY_ASKED: lambda standing: standing.correction_from is Actor.AUTHORITY,
}
_OPEN = frozenset({State.SUBMITTED, State.CONFIRMED, State.ACCEPTED, State.CORRECTION})


def _row(
    action: Action,
    actor: Actor,
    sources: State | frozenset[State],
    target: State | None,
    when: When = When.ALWAYS,
) -> Transition:
    states = frozenset({sources}) if isinstance(sources, State) else sources
    return Transition(action=action, actor=actor, sources=states, target=target, when=when)


_UNDECIDED = frozenset({State.CONFIRMED, State.ACCEPTED})
_EXPIRING = frozenset({State.DRAFT, State.CORRECTION})

TRANSITIONS: tuple[Transition, ...] = (
    _row(Action.SUBMIT, Actor.APPLICANT, State.DRAFT, State.SUBMITTED, When.INSTITUTION_FIRST),
    _row(Action.SUBMIT, Actor.APPLICANT, State.DRAFT, State.CONFIRMED, When.AUTHORITY_FIRST),
    # 医师法 13: an institution may apply for its staff; its own application needs no confirmation.
    _row(Action.SUBMIT, Actor.INSTITUTION, State.DRAFT, State.CONFIRMED, When.AUTHORITY_DECIDES),
    _row(
        Action.RESUBMIT, Actor.APPLICANT, State.CORRECTION, State.SUBMITTED, When.INSTITUTION_ASKED
    ),
    _row(Action.RESUBMIT, Actor.APPLICANT, State.CORRECTION, State.CONFIRMED, When.AUTHORITY_ASKED),
    _row(Action.WITHDRAW, Actor.APPLICANT, _OPEN | {State.DRAFT}, State.WITHDRAWN),
    _row(
        Action.CONFIRM, Actor.INSTITUTION, State.SUBMITTED, State.CONFIRMED, When.AUTHORITY_DECIDES
    ),
    _row(
        Action.CONFIRM, Actor.INSTITUTION, State.SUBMITTED, State.APPROVED, When.INSTITUTION_DECIDES
    ),
    _row(Action.RETURN, Actor.INSTITUTION, State.SUBMITTED, State.CORRECTION),
    _row(Action.CONFIRM_LEAVING, Actor.OLD_INSTITUTION, _OPEN, None),
    _row(Action.OBJECT_TO_LEAVING, Actor.OLD_INSTITUTION, _OPEN, None),
    _row(Action.ACCEPT, Actor.AUTHORITY, State.CONFIRMED, State.ACCEPTED),
    _row(Action.DEEM_ACCEPTED, Actor.SYSTEM, State.CONFIRMED, State.ACCEPTED),
    _row(Action.ASK_CORRECTION, Actor.AUTHORITY, State.CONFIRMED, State.CORRECTION),
    _row(Action.APPROVE, Actor.AUTHORITY, State.ACCEPTED, State.APPROVED),
    _row(Action.REFUSE, Actor.AUTHORITY, _UNDECIDED, State.REFUSED),
    _row(Action.EXPIRE, Actor.SYSTEM, _EXPIRING, State.EXPIRED),
)

_NEEDS_REASONS = frozenset(
    {Action.RETURN, Action.ASK_CORRECTION, Action.REFUSE, Action.OBJECT_TO_LEAVING}
)
_DECISIONS = frozenset({Action.APPROVE, Action.REFUSE})
_ON_BEHALF_OF_A_BODY = frozenset({Actor.INSTITUTION, Actor.OLD_INSTITUTION, Actor.AUTHORITY})


def act(
    standing: Standing, done: Act, calendar: workdays.Calendar = workdays.PACKAGED_ONLY
) -> Standing | Refused:
    """The standing after `done`, or why it is not done; `standing` itself never changes."""
    transition = _find(standing, done)
    if transition is None:
        return Refused(reason=Refusal.NOT_IN_THIS_STATE)
    for guard in _GUARDS:
        refusal = guard(standing, done, calendar)
        if refusal is not None:
            return Refused(reason=refusal)
    if standing.route.four_eyes and _is_first_of_two(standing, done):
        return standing.but(proposal=Proposal(action=done.action, person=done.person))
    changes = _CHANGES.get(done.action, _no_changes)(standing, done)
    state = standing.state if transition.target is None else transition.target
    return standing.but(**changes, state=state)


def allowed_actions(standing: Standing, actor: Actor) -> tuple[Action, ...]:
    """What `actor` may do now, guards aside, in the order of the table."""
    return tuple(
        dict.fromkeys(
            row.action for row in TRANSITIONS if row.actor is actor and _fits(row, standing)
        )
    )


def _find(standing: Standing, done: Act) -> Transition | None:
    rows = (row for row in TRANSITIONS if (row.action, row.actor) == (done.action, done.actor))
    return next((row for row in rows if _fits(row, standing)), None)


def _fits(row: Transition, standing: Standing) -> bool:
    return standing.state in row.sources and _CONDITIONS[row.when](standing)


def _whose(standing: Standing, done: Act, calendar: workdays.Calendar) -> Refusal | None:
    is_applicant = done.physician_id == standing.applicant_id
    if done.actor is Actor.APPLICANT and not is_applicant:
        return Refusal.NOT_YOURS
    if done.actor in _ON_BEHALF_OF_A_BODY and is_applicant:
        return Refusal.OWN_APPLICATION
    return None


def _reasons(standing: Standing, done: Act, calendar: workdays.Calendar) -> Refusal | None:
    given = [reason for reason in done.reasons if reason.strip()]
    return Refusal.REASON_MISSING if done.action in _NEEDS_REASONS and not given else None


def _old_institution(standing: Standing, done: Act, calendar: workdays.Calendar) -> Refusal | None:
    is_old = done.actor is Actor.OLD_INSTITUTION
    return Refusal.NO_OLD_INSTITUTION if is_old and not standing.route.leaving else None


def _correction(standing: Standing, done: Act, calendar: workdays.Calendar) -> Refusal | None:
    """行政许可法 32(4): everything that is missing is named once, within five working days."""
    if done.action is not Action.ASK_CORRECTION:
        return None
    if standing.corrections_by_authority:
        return Refusal.CORRECTION_ALREADY_ASKED
    if _correction_time_is_over(standing, done.day, calendar):
        return Refusal.TOO_LATE
    return None if done.due and done.due > done.day else Refusal.DATE_MISSING


def _too_early(standing: Standing, done: Act, calendar: workdays.Calendar) -> Refusal | None:
    day = done.day
    if done.action is Action.DEEM_ACCEPTED and not _correction_time_is_over(
        standing, day, calendar
    ):
        return Refusal.TOO_EARLY
    waits = standing.state is State.CORRECTION and not _correction_overdue(standing, day)
    return Refusal.TOO_EARLY if done.action is Action.EXPIRE and waits else None


def _second_person(standing: Standing, done: Act, calendar: workdays.Calendar) -> Refusal | None:
    proposal = standing.proposal
    if done.action not in _DECISIONS or proposal is None:
        return None
    again = (proposal.action, proposal.person) == (done.action, done.person)
    return Refusal.SECOND_PERSON_NEEDED if again else None


_GUARDS = (_whose, _reasons, _old_institution, _correction, _too_early, _second_person)


def _correction_time_is_over(standing: Standing, day: date, calendar: workdays.Calendar) -> bool:
    if standing.received_on is None:
        return False
    limit = deadline(Limit.CORRECTION_NOTICE, standing.received_on, calendar=calendar)
    return day > limit.legal_due


def _correction_overdue(standing: Standing, day: date) -> bool:
    return standing.correction_due is not None and day > standing.correction_due


def _is_first_of_two(standing: Standing, done: Act) -> bool:
    """Whether a decision still waits for the same decision of another officer."""
    if done.action not in _DECISIONS:
        return False
    return standing.proposal is None or standing.proposal.action is not done.action


_Changes = dict[str, object]


def _no_changes(standing: Standing, done: Act) -> _Changes:
    return {}


def _submitted(standing: Standing, done: Act) -> _Changes:
    day = done.day
    route = standing.route
    waits = route.institution and done.actor is Actor.APPLICANT
    by_institution = InstitutionState.WAITING if waits else InstitutionState.CONFIRMED
    to_authority = AuthorityState.NOT_REACHED if waits else AuthorityState.WAITING
    return {
        "submitted_on": day,
        "institution": by_institution if route.institution else InstitutionState.NOT_NEEDED,
        "leaving": LeavingState.WAITING if route.leaving else LeavingState.NOT_ASKED,
        "authority": to_authority if route.authority else AuthorityState.NOT_NEEDED,
        "received_on": None if waits else day,
    }


def _resubmitted(standing: Standing, done: Act) -> _Changes:
    cleared: _Changes = {"correction_from": None, "correction_due": None, "reasons": ()}
    if standing.correction_from is Actor.AUTHORITY:
        day = done.day
        return cleared | {"authority": AuthorityState.WAITING, "received_on": day}
    return cleared | {"institution": InstitutionState.WAITING}


def _confirmed(standing: Standing, done: Act) -> _Changes:
    day = done.day
    confirmed: _Changes = {"institution": InstitutionState.CONFIRMED}
    if standing.route.authority:
        return confirmed | {"authority": AuthorityState.WAITING, "received_on": day}
    return confirmed | {"decided_on": day}


def _returned(standing: Standing, done: Act) -> _Changes:
    return {
        "institution": InstitutionState.RETURNED,
        "correction_from": Actor.INSTITUTION,
        "correction_due": done.due,
        "reasons": done.reasons,
    }


def _correction_asked(standing: Standing, done: Act) -> _Changes:
    return {
        "authority": AuthorityState.CORRECTION_ASKED,
        "correction_from": Actor.AUTHORITY,
        "corrections_by_authority": standing.corrections_by_authority + 1,
        "correction_due": done.due,
        "reasons": done.reasons,
    }


def _accepted(standing: Standing, done: Act) -> _Changes:
    return {"authority": AuthorityState.ACCEPTED, "accepted_on": done.day}


def _deemed_accepted(standing: Standing, done: Act) -> _Changes:
    """行政许可法 32(4): without a notice in time, accepted on the day of receipt."""
    return {"authority": AuthorityState.ACCEPTED, "accepted_on": standing.received_on}


def _decided(standing: Standing, done: Act) -> _Changes:
    approved = done.action is Action.APPROVE
    return {
        "authority": AuthorityState.APPROVED if approved else AuthorityState.REFUSED,
        "decided_on": done.day,
        "reasons": done.reasons,
        "proposal": None,
    }


_CHANGES: dict[Action, Callable[[Standing, Act], _Changes]] = {
    Action.SUBMIT: _submitted,
    Action.RESUBMIT: _resubmitted,
    Action.CONFIRM: _confirmed,
    Action.RETURN: _returned,
    Action.CONFIRM_LEAVING: lambda standing, done: {"leaving": LeavingState.CONFIRMED},
    Action.OBJECT_TO_LEAVING: lambda standing, done: {"leaving": LeavingState.OBJECTED},
    Action.ACCEPT: _accepted,
    Action.DEEM_ACCEPTED: _deemed_accepted,
    Action.ASK_CORRECTION: _correction_asked,
    Action.APPROVE: _decided,
    Action.REFUSE: _decided,
}
