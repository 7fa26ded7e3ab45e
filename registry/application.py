"""An application: its states, who acts on it, its receipt and the digest of what was submitted.

`registry.life_cycle` says what may happen, `registry.next_step` what happens next.
"""

import hashlib
import json
from datetime import date, timedelta, timezone
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime, JsonValue

from registry.frozen import Frozen
from registry.time_limits import Limit


class State(StrEnum):
    """Where an application is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    CORRECTION = "correction"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


BEIJING: Final = timezone(timedelta(hours=8))
FINAL_STATES: Final = frozenset({State.APPROVED, State.REFUSED, State.WITHDRAWN, State.EXPIRED})


class InstitutionState(StrEnum):
    """What the (new) institution has said."""

    NOT_NEEDED = "not_needed"
    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


class LeavingState(StrEnum):
    """What the old institution has said; nothing waits for it."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"


class AuthorityState(StrEnum):
    """What the health authority has said."""

    NOT_NEEDED = "not_needed"
    NOT_REACHED = "not_reached"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    CORRECTION_ASKED = "correction_asked"
    APPROVED = "approved"
    REFUSED = "refused"


class Actor(StrEnum):
    """The side on which somebody acts."""

    APPLICANT = "applicant"
    INSTITUTION = "institution"
    OLD_INSTITUTION = "old_institution"
    AUTHORITY = "authority"
    SYSTEM = "system"


class Action(StrEnum):
    """Everything that can be done to an application."""

    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    RETURN = "return"
    CONFIRM_LEAVING = "confirm_leaving"
    OBJECT_TO_LEAVING = "object_to_leaving"
    ACCEPT = "accept"
    DEEM_ACCEPTED = "deem_accepted"
    ASK_CORRECTION = "ask_correction"
    APPROVE = "approve"
    REFUSE = "refuse"
    EXPIRE = "expire"


class Refusal(StrEnum):
    """Why an action is not done."""

    NOT_IN_THIS_STATE = "not_in_this_state"
    NOT_YOURS = "not_yours"
    OWN_APPLICATION = "own_application"
    REASON_MISSING = "reason_missing"
    DATE_MISSING = "date_missing"
    CORRECTION_ALREADY_ASKED = "correction_already_asked"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    SECOND_PERSON_NEEDED = "second_person_needed"
    NO_OLD_INSTITUTION = "no_old_institution"


class Refused(Frozen):
    """An action that was not done."""

    reason: Refusal


class Route(Frozen):
    """The bodies that an application passes, from its service.

    `leaving`: an old institution is told and may speak. `four_eyes`: a decision needs two
    officers. `decision` is the limit that runs from acceptance.
    """

    institution: bool = True
    leaving: bool = False
    authority: bool = True
    four_eyes: bool = False
    decision: Limit = Limit.GENERAL_DECISION


class Act(Frozen):
    """One thing that somebody does at a moment.

    `person` is the account of who acts, and `physician_id` that account's own record in the
    register, if any: nobody decides on his own application. `reasons` are shown to the applicant.
    `due` is the last day for a correction.
    """

    action: Action
    actor: Actor
    at: AwareDatetime
    person: str
    physician_id: int | None = None
    reasons: tuple[str, ...] = ()
    due: date | None = None

    @property
    def day(self) -> date:
        """The day of the act in Beijing time, which all legal days are counted in."""
        return self.at.astimezone(BEIJING).date()


class Proposal(Frozen):
    """The first of two officers' decisions."""

    action: Action
    person: str


class Standing(Frozen):
    """Everything that decides what may happen to an application next.

    `received_on` is the day the authority has everything (again); the decision limit runs from
    `accepted_on`. `reasons` are the latest ones given, `province` two digits.
    """

    route: Route
    applicant_id: int
    province: str | None = None
    state: State = State.DRAFT
    institution: InstitutionState = InstitutionState.NOT_ASKED
    leaving: LeavingState = LeavingState.NOT_ASKED
    authority: AuthorityState = AuthorityState.NOT_REACHED
    correction_from: Actor | None = None
    corrections_by_authority: int = 0
    correction_due: date | None = None
    reasons: tuple[str, ...] = ()
    proposal: Proposal | None = None
    submitted_on: date | None = None
    received_on: date | None = None
    accepted_on: date | None = None
    decided_on: date | None = None


def receipt_number(year: int, sequence: int) -> str:
    """The number that the applicant holds, e.g. YZ-2026-004217."""
    return f"YZ-{year}-{sequence:06d}"


def digest(submitted: dict[str, JsonValue]) -> str:
    """SHA-256 (hex) of what was submitted, as JSON with sorted keys and without spaces."""
    text = json.dumps(submitted, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
