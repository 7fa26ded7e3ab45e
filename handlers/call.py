"""What a conversation asks of the program within the same turn, and what comes back."""

from datetime import date
from enum import StrEnum

from registry.frozen import Frozen


class Function(StrEnum):
    """Everything the pure core cannot know or do itself; run inside the turn's transaction."""

    FIND_INSTITUTION = "find_institution"
    BIND = "bind"
    UNBIND = "unbind"
    CONSENT = "consent"
    WITHDRAW_CONSENT = "withdraw_consent"
    FILE = "file"
    APPLICATIONS = "applications"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    CORRECTION = "correction"
    OBJECT = "object"
    REQUEST_VERIFICATION = "request_verification"
    CAPTURE_LINK = "capture_link"
    CHALLENGE = "challenge"
    HOLD_PHOTO = "hold_photo"
    SUBMIT_PHOTO = "submit_photo"
    MY_DATA = "my_data"
    COPY_LINK = "copy_link"
    TEMPLATE = "template"
    KEEP_TEMPLATE = "keep_template"
    ATTESTATION = "attestation"
    ATTEST = "attest"
    SNOOZE = "snooze"
    STOP_REMINDER = "stop_reminder"
    SET_LANGUAGE = "set_language"
    HAND_OVER = "hand_over"
    ASK_OFFICER = "ask_officer"
    JUDGE_ANSWER = "judge_answer"
    SUBSCRIBE = "subscribe"


class Option(Frozen):
    """One thing offered for choice; `label` is data (a name), not a text of ours."""

    value: str
    label: str
    detail: str = ""
    note: str = ""
    """A message key said once when this one is chosen (another province, say)."""


class Found(Frozen):
    """Institutions that fit what was typed, best first; `clear` if the first stands alone."""

    options: tuple[Option, ...]
    clear: bool = False


class BindOutcome(StrEnum):
    """How a binding ended."""

    BOUND = "bound"
    REBOUND = "rebound"
    NAME_VARIANT = "name_variant"
    MISMATCH = "mismatch"
    TOO_MANY = "too_many"


class Bound(Frozen):
    """The result of a binding; the person's own data only when it is bound."""

    outcome: BindOutcome
    name: str = ""
    level: str = ""
    institution: str = ""
    has_photo: bool = False
    minutes: int = 0
    """How long binding is closed after too many tries."""


class FieldState(Frozen):
    """One field of the practice file that needs the physician now."""

    field: str
    value: str
    reason: str
    confirmed_on: date | None = None
