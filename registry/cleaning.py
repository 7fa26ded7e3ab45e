"""Contradictions in the register: what is odd about a record, why, and what can be done."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import sqrt

from registry import regions
from registry.citation import Citation, Law, physicians_law
from registry.frozen import Frozen
from registry.institution import Institution
from registry.names import search_key
from registry.numbers import practice_certificate, qualification, resident_id
from registry.numbers.qualification import QualificationNumber
from registry.numbers.resident_id import ResidentId
from registry.physician import AccountState, Filing, Physician, RegistrationState
from registry.problem import Mistake
from registry.scopes import SCOPE_BY_CODE, Level
from registry.time_limits import shift_months

STALE_AFTER_MONTHS = 12
IDLE_AFTER_MONTHS = 24
YOUNGEST_QUALIFIED = 18


class Contradiction(StrEnum):
    """Every kind, also the key of its text."""

    STALE = "stale"
    NEVER_ACTIVATED = "never_activated"
    DUPLICATE_ID = "duplicate_id"
    DUPLICATE_PERSON = "duplicate_person"
    IDLE = "idle"
    INSTITUTION_CLOSED = "institution_closed"
    INSTITUTION_UNKNOWN = "institution_unknown"
    ID_NUMBER = "id_number"
    QUALIFICATION_NUMBER = "qualification_number"
    PRACTICE_NUMBER = "practice_number"
    QUALIFICATION_OF_ANOTHER = "qualification_of_another"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    ORDER_OF_DATES = "order_of_dates"
    SCOPE_OF_ANOTHER_CATEGORY = "scope_of_another_category"
    ASSISTANT_IN_ANOTHER_COUNTY = "assistant_in_another_county"


class Outcome(StrEnum):
    """What an officer can do about it with one tap."""

    ASK_PHYSICIAN = "ask_physician"
    ASK_INSTITUTION = "ask_institution"
    ISSUE_CODE = "issue_code"
    MERGE = "merge"
    CORRECT = "correct"
    PROPOSE_DEREGISTRATION = "propose_deregistration"
    RIGHT_AS_IT_IS = "right_as_it_is"


class Rule(Frozen):
    """A kind of contradiction, why it matters, and its outcomes, the usual one first."""

    key: Contradiction
    outcomes: tuple[Outcome, ...]
    basis: Citation | None = None


class Finding(Frozen):
    """A contradiction in one record, or between several of one person.

    `found` and `expected` say why, without any ID number or name.
    """

    key: Contradiction
    physician_ids: tuple[int, ...]
    found: str = ""
    expected: str = ""


class Precision(Frozen):
    """How often a rule was right so far, with the 95 % Wilson interval; None before any verdict."""

    right: int
    judged: int
    share: float | None
    low: float
    high: float


class Surroundings(Frozen):
    """What the checks of one record look at besides it."""

    today: date
    place: Institution | None
    filing_places: tuple[Institution, ...] = ()


_NOTICE = Citation(law=Law.NOTICE_2024_5)
_ASK = (Outcome.ASK_PHYSICIAN, Outcome.ASK_INSTITUTION, Outcome.RIGHT_AS_IT_IS)
_FIX = (Outcome.CORRECT, Outcome.ASK_PHYSICIAN, Outcome.RIGHT_AS_IT_IS)
_JOIN = (Outcome.MERGE, Outcome.ASK_INSTITUTION, Outcome.RIGHT_AS_IT_IS)
_MOVE = (Outcome.ASK_PHYSICIAN, Outcome.ASK_INSTITUTION, Outcome.PROPOSE_DEREGISTRATION)

RULES: dict[Contradiction, Rule] = {
    key: Rule(key=key, outcomes=outcomes, basis=basis)
    for key, outcomes, basis in (
        (Contradiction.STALE, _ASK, _NOTICE),
        (Contradiction.NEVER_ACTIVATED, (Outcome.ISSUE_CODE, *_ASK), _NOTICE),
        (Contradiction.DUPLICATE_ID, _JOIN, _NOTICE),
        (Contradiction.DUPLICATE_PERSON, _JOIN, _NOTICE),
        (Contradiction.IDLE, (*_MOVE, Outcome.RIGHT_AS_IT_IS), physicians_law(17)),
        (Contradiction.INSTITUTION_CLOSED, (*_MOVE, Outcome.RIGHT_AS_IT_IS), physicians_law(15)),
        (Contradiction.INSTITUTION_UNKNOWN, _FIX, None),
        (Contradiction.ID_NUMBER, _FIX, None),
        (Contradiction.QUALIFICATION_NUMBER, _FIX, None),
        (Contradiction.PRACTICE_NUMBER, _FIX, None),
        (Contradiction.QUALIFICATION_OF_ANOTHER, _FIX, None),
        (Contradiction.BIRTH_DATE, _FIX, None),
        (Contradiction.SEX, _FIX, None),
        (Contradiction.ORDER_OF_DATES, _FIX, None),
        (Contradiction.SCOPE_OF_ANOTHER_CATEGORY, _FIX, physicians_law(14)),
        (Contradiction.ASSISTANT_IN_ANOTHER_COUNTY, _ASK, physicians_law(14)),
    )
}


def contradictions(
    physicians: Iterable[Physician],
    institutions: Iterable[Institution],
    filings: Iterable[Filing],
    today: date,
) -> tuple[Finding, ...]:
    """Everything that is odd in the register, record by record, then between records."""
    rows = tuple(physicians)
    places = {place.code: place for place in institutions}
    filed: dict[int, list[Institution]] = defaultdict(list)
    for filing in filings:
        if filing.institution_code in places:
            filed[filing.physician_id].append(places[filing.institution_code])
    single = (
        finding
        for one in rows
        for finding in of_record(
            one,
            Surroundings(
                today=today,
                place=places.get(one.institution_code or ""),
                filing_places=tuple(filed[one.id]),
            ),
        )
    )
    return (*single, *between_records(rows))


def of_record(one: Physician, around: Surroundings) -> Iterator[Finding]:
    """What is odd about one record."""
    for check in _CHECKS:
        yield from check(one, around)


def between_records(physicians: Iterable[Physician]) -> Iterator[Finding]:
    """Records that share an ID number, or name, birth date and sex under different numbers."""
    by_id: dict[str, list[int]] = defaultdict(list)
    by_person: dict[tuple[str, date, str], dict[str, int]] = defaultdict(dict)
    for one in physicians:
        by_id[one.id_number].append(one.id)
        person = (search_key(one.name), one.birth_date, one.sex)
        by_person[person].setdefault(one.id_number, one.id)
    for ids in by_id.values():
        if len(ids) > 1:
            yield Finding(key=Contradiction.DUPLICATE_ID, physician_ids=tuple(ids))
    for numbers in by_person.values():
        if len(numbers) > 1:
            yield Finding(key=Contradiction.DUPLICATE_PERSON, physician_ids=tuple(numbers.values()))


def precision(right: int, judged: int) -> Precision:
    """The share of findings that officers acted on, out of those they judged."""
    if not judged:
        return Precision(right=0, judged=0, share=None, low=0.0, high=1.0)
    z = 1.96
    share = right / judged
    centre = share + z * z / (2 * judged)
    spread = z * sqrt(share * (1 - share) / judged + z * z / (4 * judged * judged))
    scale = 1 + z * z / judged
    return Precision(
        right=right,
        judged=judged,
        share=share,
        low=max(0.0, (centre - spread) / scale),
        high=min(1.0, (centre + spread) / scale),
    )


_Check = Callable[[Physician, Surroundings], Iterator[Finding]]


def _finding(
    key: Contradiction, one: Physician, found: object = "", expected: object = ""
) -> Finding:
    return Finding(key=key, physician_ids=(one.id,), found=str(found), expected=str(expected))


def _freshness(one: Physician, around: Surroundings) -> Iterator[Finding]:
    if one.registration_state is not RegistrationState.REGISTERED:
        return
    if one.account_state in (AccountState.NONE, AccountState.INACTIVE):
        yield _finding(Contradiction.NEVER_ACTIVATED, one, one.account_state)
    if one.attested_on and shift_months(one.attested_on, STALE_AFTER_MONTHS) < around.today:
        yield _finding(Contradiction.STALE, one, one.attested_on)
    practised = one.last_practised_on
    if practised and shift_months(practised, IDLE_AFTER_MONTHS) <= around.today:
        yield _finding(Contradiction.IDLE, one, practised)


def _institution(one: Physician, around: Surroundings) -> Iterator[Finding]:
    if one.institution_code and around.place is None:
        yield _finding(Contradiction.INSTITUTION_UNKNOWN, one, one.institution_code)
    is_registered = one.registration_state is RegistrationState.REGISTERED
    if is_registered and around.place and around.place.closed_on:
        yield _finding(Contradiction.INSTITUTION_CLOSED, one, around.place.closed_on)


def _own_number(one: Physician, around: Surroundings) -> Iterator[Finding]:
    identity = resident_id.parse(one.id_number, around.today)
    if isinstance(identity, Mistake):
        yield _finding(Contradiction.ID_NUMBER, one, identity.problem)
        return
    yield from _against_id(one, identity)


def _against_id(one: Physician, identity: ResidentId) -> Iterator[Finding]:
    if identity.birth_date != one.birth_date:
        yield _finding(Contradiction.BIRTH_DATE, one, one.birth_date, identity.birth_date)
    if identity.sex is not one.sex:
        yield _finding(Contradiction.SEX, one, one.sex, identity.sex)


def _certificates(one: Physician, around: Surroundings) -> Iterator[Finding]:
    if one.qualification_number:
        certificate = qualification.parse(one.qualification_number, around.today)
        own_is_right = isinstance(resident_id.parse(one.id_number, around.today), ResidentId)
        yield from _qualification(one, certificate, own_is_right)
    if one.practice_number:
        practice = practice_certificate.parse(one.practice_number)
        problem = practice.problem if isinstance(practice, Mistake) else practice.warning
        if problem:
            yield _finding(Contradiction.PRACTICE_NUMBER, one, problem)


def _qualification(
    one: Physician, certificate: QualificationNumber | Mistake, own_is_right: bool
) -> Iterator[Finding]:
    if isinstance(certificate, Mistake):
        yield _finding(Contradiction.QUALIFICATION_NUMBER, one, certificate.problem)
    elif own_is_right and certificate.mismatch(one.id_number):
        yield _finding(Contradiction.QUALIFICATION_OF_ANOTHER, one)


def _dates(one: Physician, around: Surroundings) -> Iterator[Finding]:
    grown_up = shift_months(one.birth_date, YOUNGEST_QUALIFIED * 12)
    in_order = (grown_up, one.qualified_on, one.registered_on, one.last_practised_on)
    known = [day for day in (*in_order, around.today) if day]
    for earlier, later in pairwise(known):
        if earlier > later:
            yield _finding(Contradiction.ORDER_OF_DATES, one, f"{earlier} > {later}")


def _scope(one: Physician, around: Surroundings) -> Iterator[Finding]:
    for code in one.scopes:
        scope = SCOPE_BY_CODE.get(code)
        if scope and scope.category is not one.category:
            yield _finding(Contradiction.SCOPE_OF_ANOTHER_CATEGORY, one, code, one.category)


def _assistant(one: Physician, around: Surroundings) -> Iterator[Finding]:
    if one.level is not Level.ASSISTANT or around.place is None:
        return
    for other in around.filing_places:
        if not regions.contains(around.place.region, other.region):
            found, expected = other.region, around.place.region
            yield _finding(Contradiction.ASSISTANT_IN_ANOTHER_COUNTY, one, found, expected)


_CHECKS: tuple[_Check, ...] = (
    _freshness,
    _institution,
    _own_number,
    _certificates,
    _dates,
    _scope,
    _assistant,
)
