"""Legal time limits, and what a province promises instead."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from registry import workdays
from registry.citation import Certainty, Citation, Law, licensing_law, physicians_law
from registry.frozen import Frozen


class Unit(StrEnum):
    """What an amount counts."""

    WORKDAY = "workday"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Limit(StrEnum):
    """Every limit, by the act that it ends."""

    CORRECTION_NOTICE = "correction_notice"
    REGISTRATION_DECISION = "registration_decision"
    REFUSAL_NOTICE = "refusal_notice"
    CHANGE_DECISION = "change_decision"
    GENERAL_DECISION = "general_decision"
    DELIVERY = "delivery"
    INSTITUTION_REPORT = "institution_report"
    LEAVING_FILING = "leaving_filing"
    ASSESSMENT_REVIEW = "assessment_review"
    RECONSIDERATION = "reconsideration"
    RURAL_DOCTOR_DECISION = "rural_doctor_decision"
    FOREIGN_PERMIT_DECISION = "foreign_permit_decision"
    TAIWAN_PERMIT_DECISION = "taiwan_permit_decision"
    INSTITUTION_CONFIRMATION = "institution_confirmation"


class TimeLimit(Frozen):
    """An amount of a unit, counted from the day after the start.

    `basis` is None for the operator's own target, which no law sets.
    """

    key: Limit
    amount: int
    unit: Unit
    basis: Citation | None


class Promise(Frozen):
    """A province (two digits) that promises fewer working days than the law."""

    province: str
    key: Limit
    amount: int


class Deadline(Frozen):
    """When something is due.

    `due` is the day to show and `legal_due` the last day that the law allows; they differ only
    where a province promises less. `calendar_known` is False where the holidays of a year that
    the count reaches are not published, so that `due` may move later.
    """

    key: Limit
    due: date
    legal_due: date
    amount: int
    unit: Unit
    basis: Citation | None
    promised: bool
    calendar_known: bool


def _secondary(law: Law, article: int | None = None) -> Citation:
    return Citation(law=law, article=article, certainty=Certainty.SECONDARY)


def _unverified(law: Law, article: int) -> Citation:
    return Citation(law=law, article=article, certainty=Certainty.UNVERIFIED)


LIMITS: dict[Limit, TimeLimit] = {
    key: TimeLimit(key=key, amount=amount, unit=unit, basis=basis)
    for key, amount, unit, basis in (
        (Limit.CORRECTION_NOTICE, 5, Unit.WORKDAY, licensing_law(32)),
        (Limit.REGISTRATION_DECISION, 20, Unit.WORKDAY, physicians_law(13)),
        (Limit.REFUSAL_NOTICE, 20, Unit.WORKDAY, physicians_law(16)),
        # 医师执业注册管理办法 21 is said to set the same 20 days; its text was not found.
        (Limit.CHANGE_DECISION, 20, Unit.WORKDAY, licensing_law(42)),
        (Limit.GENERAL_DECISION, 20, Unit.WORKDAY, licensing_law(42)),
        (Limit.DELIVERY, 10, Unit.WORKDAY, licensing_law(44)),
        (Limit.INSTITUTION_REPORT, 30, Unit.DAY, physicians_law(17)),
        (Limit.LEAVING_FILING, 30, Unit.DAY, _unverified(Law.REGISTRATION_MEASURES, 19)),
        (Limit.ASSESSMENT_REVIEW, 30, Unit.DAY, _secondary(Law.ASSESSMENT_MEASURES)),
        (Limit.RECONSIDERATION, 60, Unit.DAY, Citation(law=Law.RECONSIDERATION, article=20)),
        (Limit.RURAL_DOCTOR_DECISION, 15, Unit.DAY, Citation(law=Law.RURAL_DOCTORS, article=13)),
        (Limit.FOREIGN_PERMIT_DECISION, 30, Unit.DAY, _secondary(Law.VISITING_MEASURES)),
        (Limit.TAIWAN_PERMIT_DECISION, 20, Unit.DAY, _secondary(Law.VISITING_MEASURES)),
        (Limit.INSTITUTION_CONFIRMATION, 5, Unit.WORKDAY, None),
    )
}


def deadline(
    key: Limit,
    start: date,
    province: str | None = None,
    promises: Iterable[Promise] = (),
    calendar: workdays.Calendar = workdays.PACKAGED_ONLY,
) -> Deadline:
    """The end of the limit `key` that starts to run on `start` (its first day is the next one)."""
    limit = LIMITS[key]
    legal_due = _end(start, limit.amount, limit.unit, calendar)
    amounts = [p.amount for p in promises if (p.province, p.key) == (province, key)]
    promised = min([limit.amount, *amounts])
    kept = promised < limit.amount
    return Deadline(
        key=key,
        due=_end(start, promised, Unit.WORKDAY, calendar) if kept else legal_due,
        legal_due=legal_due,
        amount=promised,
        unit=Unit.WORKDAY if kept else limit.unit,
        basis=limit.basis,
        promised=kept,
        calendar_known=workdays.calendar_known(start, legal_due, calendar),
    )


def shift_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), or the last day of a shorter month (民法典 202)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _end(start: date, amount: int, unit: Unit, calendar: workdays.Calendar) -> date:
    """The last day; one that falls on a holiday moves to the next working day (民法典 203)."""
    if unit is Unit.WORKDAY:
        return workdays.add_workdays(start, amount, calendar).day
    if unit is Unit.DAY:
        last = start + timedelta(days=amount)
    else:
        last = shift_months(start, amount * (12 if unit is Unit.YEAR else 1))
    return workdays.next_workday(last, calendar)
