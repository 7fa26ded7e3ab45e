"""What falls due for whom, by which law, and how long before people are told."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from registry.citation import Certainty, Citation, Law, licensing_law, physicians_law
from registry.frozen import Frozen
from registry.physician import Filing, Physician, RegistrationState
from registry.time_limits import shift_months


class Reminder(StrEnum):
    """Every reminder, also the key of its message."""

    ATTESTATION = "attestation"
    TWO_YEAR_STOP = "two_year_stop"
    QUALIFIED_NOT_REGISTERED = "qualified_not_registered"
    LEFT_NOT_REGISTERED = "left_not_registered"
    ASSESSMENT = "assessment"
    REASSESSMENT = "reassessment"
    ASSESSMENT_REVIEW = "assessment_review"
    CREDITS = "credits"
    FILING_ENDS = "filing_ends"
    ID_CARD = "id_card"
    PHOTO = "photo"
    WAITING_AT_INSTITUTION = "waiting_at_institution"
    DECISION = "decision"
    CORRECTION = "correction"
    SPECIAL_PERMISSION = "special_permission"
    VISITING_PERMIT = "visiting_permit"
    RURAL_CERTIFICATE = "rural_certificate"


class Fact(StrEnum):
    """The day that a reminder counts from."""

    ATTESTED = "attested"
    LAST_PRACTISED = "last_practised"
    QUALIFIED_UNREGISTERED = "qualified_unregistered"
    LEFT = "left"
    ASSESSMENT_DATE = "assessment_date"
    SUSPENSION_ENDS = "suspension_ends"
    ASSESSMENT_RESULT = "assessment_result"
    CREDIT_YEAR_ENDS = "credit_year_ends"
    FILING_ENDS = "filing_ends"
    ID_CARD_EXPIRES = "id_card_expires"
    PHOTO_TAKEN_FOR_DRAFT = "photo_taken_for_draft"
    SUBMITTED = "submitted"
    DECISION_DUE = "decision_due"
    CORRECTION_DUE = "correction_due"
    PERMISSION_CHECKED = "permission_checked"
    VISITING_PERMIT_EXPIRES = "visiting_permit_expires"
    RURAL_CERTIFICATE_EXPIRES = "rural_certificate_expires"


class Audience(StrEnum):
    """Who is told."""

    PHYSICIAN = "physician"
    INSTITUTION = "institution"
    OFFICER = "officer"


class Remedy(StrEnum):
    """The one button under the reminder."""

    ATTEST = "attest"
    REGISTER = "register"
    REREGISTER = "reregister"
    CHANGE_INSTITUTION = "change_institution"
    PREPARE_ASSESSMENT = "prepare_assessment"
    ASK_REVIEW = "ask_review"
    SHOW_CREDITS = "show_credits"
    RENEW_FILING = "renew_filing"
    NOTE_NEW_CARD = "note_new_card"
    NEW_PHOTO = "new_photo"
    OPEN_APPLICATION = "open_application"
    CORRECT = "correct"
    CHECK_PERMISSION = "check_permission"
    APPLY_AGAIN = "apply_again"


class Occasion(Frozen):
    """One dated fact; `subject` tells apart several of a kind, e.g. the id of a filing."""

    fact: Fact
    day: date
    subject: str = ""


class Rule(Frozen):
    """A reminder is due `months` and `days` after its fact.

    `leads` are days before the due day on which people are told, most first; negative ones lie
    after it. `repeat` tells again every so many days after the last of them. `legal` reminders
    ignore the weekly cap. `basis` is None for the operator's own rule.
    """

    key: Reminder
    fact: Fact
    audience: tuple[Audience, ...] = (Audience.PHYSICIAN,)
    months: int = 0
    days: int = 0
    leads: tuple[int, ...]
    repeat: int | None = None
    remedy: Remedy
    basis: Citation | None
    legal: bool = False


class Due(Frozen):
    """A reminder to send; it is sent once for each `identity`.

    `days_left` is negative once the due day has passed.
    """

    rule: Rule
    subject: str
    due_on: date
    stage: int
    days_left: int

    @property
    def identity(self) -> tuple[str, str, date, int]:
        """What may be sent once per person: rule, subject, due day and stage."""
        return self.rule.key, self.subject, self.due_on, self.stage


def _basis(law: Law, article: int | None, certainty: Certainty) -> Citation:
    return Citation(law=law, article=article, certainty=certainty)


_MEASURES = Law.REGISTRATION_MEASURES
_BOTH = (Audience.PHYSICIAN, Audience.INSTITUTION)

RULES: tuple[Rule, ...] = (
    Rule(
        key=Reminder.ATTESTATION,
        fact=Fact.ATTESTED,
        months=12,
        leads=(30, 0),
        repeat=60,
        remedy=Remedy.ATTEST,
        basis=Citation(law=Law.NOTICE_2024_5),
    ),
    Rule(
        key=Reminder.TWO_YEAR_STOP,
        fact=Fact.LAST_PRACTISED,
        months=24,
        leads=(180, 90, 30, 7),
        remedy=Remedy.REREGISTER,
        basis=physicians_law(17),
        legal=True,
    ),
    Rule(
        key=Reminder.QUALIFIED_NOT_REGISTERED,
        fact=Fact.QUALIFIED_UNREGISTERED,
        months=24,
        leads=(180, 60, 14),
        remedy=Remedy.REGISTER,
        basis=_basis(_MEASURES, 12, Certainty.SECONDARY),
        legal=True,
    ),
    Rule(
        key=Reminder.LEFT_NOT_REGISTERED,
        fact=Fact.LEFT,
        months=24,
        leads=(730, 365, 180, 30),
        remedy=Remedy.CHANGE_INSTITUTION,
        basis=_basis(_MEASURES, 19, Certainty.UNVERIFIED),
        legal=True,
    ),
    Rule(
        key=Reminder.ASSESSMENT,
        fact=Fact.ASSESSMENT_DATE,
        leads=(60, 30, 7),
        remedy=Remedy.PREPARE_ASSESSMENT,
        basis=physicians_law(42),
        legal=True,
    ),
    Rule(
        key=Reminder.REASSESSMENT,
        fact=Fact.SUSPENSION_ENDS,
        leads=(30, 7),
        remedy=Remedy.PREPARE_ASSESSMENT,
        basis=physicians_law(42),
        legal=True,
    ),
    Rule(
        key=Reminder.ASSESSMENT_REVIEW,
        fact=Fact.ASSESSMENT_RESULT,
        days=30,
        leads=(30, 7),
        remedy=Remedy.ASK_REVIEW,
        basis=_basis(Law.ASSESSMENT_MEASURES, None, Certainty.SECONDARY),
        legal=True,
    ),
    Rule(
        key=Reminder.CREDITS,
        fact=Fact.CREDIT_YEAR_ENDS,
        leads=(121, 60, 30),
        remedy=Remedy.SHOW_CREDITS,
        basis=_basis(Law.CREDIT_RULES, None, Certainty.SECONDARY),
    ),
    Rule(
        key=Reminder.FILING_ENDS,
        fact=Fact.FILING_ENDS,
        leads=(60, 30, 7),
        remedy=Remedy.RENEW_FILING,
        basis=None,
    ),
    Rule(
        key=Reminder.ID_CARD,
        fact=Fact.ID_CARD_EXPIRES,
        leads=(60, 7),
        remedy=Remedy.NOTE_NEW_CARD,
        basis=Citation(law=Law.IDENTITY_CARDS, article=5),
    ),
    Rule(
        key=Reminder.PHOTO,
        fact=Fact.PHOTO_TAKEN_FOR_DRAFT,
        months=6,
        leads=(0,),
        remedy=Remedy.NEW_PHOTO,
        basis=_basis(_MEASURES, 12, Certainty.UNVERIFIED),
    ),
    Rule(
        key=Reminder.WAITING_AT_INSTITUTION,
        fact=Fact.SUBMITTED,
        audience=_BOTH,
        days=3,
        leads=(0, -4),
        remedy=Remedy.OPEN_APPLICATION,
        basis=None,
    ),
    Rule(
        key=Reminder.DECISION,
        fact=Fact.DECISION_DUE,
        audience=(Audience.OFFICER,),
        leads=(7, 0),
        remedy=Remedy.OPEN_APPLICATION,
        basis=physicians_law(13),
        legal=True,
    ),
    Rule(
        key=Reminder.CORRECTION,
        fact=Fact.CORRECTION_DUE,
        leads=(7, 1, 0),
        remedy=Remedy.CORRECT,
        basis=licensing_law(32),
        legal=True,
    ),
    Rule(
        key=Reminder.SPECIAL_PERMISSION,
        fact=Fact.PERMISSION_CHECKED,
        months=12,
        leads=(0,),
        remedy=Remedy.CHECK_PERMISSION,
        basis=Citation(law=Law.CONTROLLED_DRUGS, article=38),
    ),
    Rule(
        key=Reminder.VISITING_PERMIT,
        fact=Fact.VISITING_PERMIT_EXPIRES,
        leads=(60, 30),
        remedy=Remedy.APPLY_AGAIN,
        basis=_basis(Law.VISITING_MEASURES, None, Certainty.SECONDARY),
        legal=True,
    ),
    Rule(
        key=Reminder.RURAL_CERTIFICATE,
        fact=Fact.RURAL_CERTIFICATE_EXPIRES,
        leads=(180, 100),
        remedy=Remedy.APPLY_AGAIN,
        basis=Citation(law=Law.RURAL_DOCTORS, article=16),
        legal=True,
    ),
)


def attestation_every(months: int) -> tuple[Rule, ...]:
    """The rules with another term for attesting the file (the notice asks 6 or 12 months)."""
    return tuple(
        rule.but(months=months) if rule.key is Reminder.ATTESTATION else rule for rule in RULES
    )


def due(
    occasions: Iterable[Occasion], today: date, rules: tuple[Rule, ...] = RULES
) -> tuple[Due, ...]:
    """The reminders whose day has come, the most pressing first; each at its latest stage only."""
    known = tuple(occasions)
    found = (
        one
        for rule in rules
        for occasion in known
        if occasion.fact is rule.fact
        for one in _reached(rule, occasion, today)
    )
    return tuple(sorted(found, key=lambda one: (one.days_left, one.rule.key, one.subject)))


def occasions(physician: Physician, filings: Iterable[Filing], today: date) -> tuple[Occasion, ...]:
    """What the register itself knows of a physician; other facts come from applications."""
    return (*_own_occasions(physician, today), *_filing_occasions(filings, today))


def _reached(rule: Rule, occasion: Occasion, today: date) -> Iterator[Due]:
    due_on = shift_months(occasion.day, rule.months) + timedelta(days=rule.days)
    days_left = (due_on - today).days
    reached = [lead for lead in rule.leads if days_left <= lead]
    if not reached:
        return
    stage = reached[-1]
    if rule.repeat and days_left < rule.leads[-1]:
        stage = rule.leads[-1] - (rule.leads[-1] - days_left) // rule.repeat * rule.repeat
    yield Due(rule=rule, subject=occasion.subject, due_on=due_on, stage=stage, days_left=days_left)


def _own_occasions(physician: Physician, today: date) -> Iterator[Occasion]:
    """A file never attested counts from its registration: somebody vouched for it then."""
    state = physician.registration_state
    if state is RegistrationState.UNREGISTERED and physician.qualified_on:
        yield Occasion(fact=Fact.QUALIFIED_UNREGISTERED, day=physician.qualified_on)
    if state is RegistrationState.LEFT and physician.last_practised_on:
        yield Occasion(fact=Fact.LEFT, day=physician.last_practised_on)
    if state is not RegistrationState.REGISTERED:
        return
    attested = physician.attested_on or physician.registered_on
    if attested:
        yield Occasion(fact=Fact.ATTESTED, day=attested)
    if physician.last_practised_on:
        yield Occasion(fact=Fact.LAST_PRACTISED, day=physician.last_practised_on)
    yield Occasion(
        fact=Fact.CREDIT_YEAR_ENDS, day=date(today.year, 12, 31), subject=str(today.year)
    )


def _filing_occasions(filings: Iterable[Filing], today: date) -> Iterator[Occasion]:
    for filing in filings:
        if filing.ends_on and filing.ends_on >= today:
            yield Occasion(fact=Fact.FILING_ENDS, day=filing.ends_on, subject=str(filing.id))
