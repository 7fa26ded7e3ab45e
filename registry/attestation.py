"""Who has said of each field of the practice file that it is right, and which need the physician.

Notice 国卫办医政发〔2024〕5号 II.2 asks that physicians check their information regularly.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from registry.frozen import Frozen
from registry.time_limits import shift_months

USUAL_TERM_IN_MONTHS = 12
FRESH_ENOUGH_IN_MONTHS = 3


class Field(StrEnum):
    """A field of the practice file that the physician vouches for."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    TITLE = "title"
    DEGREE = "degree"
    DEPARTMENT = "department"
    INSTITUTION = "institution_code"
    SCOPES = "scopes"
    FILINGS = "filings"
    PHOTO = "photo"


class Source(StrEnum):
    """Who said it."""

    PHYSICIAN = "physician"
    INSTITUTION = "institution"
    AUTHORITY = "authority"
    IMPORT = "import"


class Statement(Frozen):
    """One saying about one field; `value` is a digest where the value is sensitive."""

    field: Field
    source: Source
    value: str
    on: date


class Why(StrEnum):
    """Why a field needs the physician, the most pressing first."""

    CONTRADICTED = "contradicted"
    NEVER = "never"
    ABOUT_TO_MATTER = "about_to_matter"
    OLD = "old"


class Need(Frozen):
    """A field to confirm or correct, with the saying that disagrees, if any."""

    field: Field
    why: Why
    against: Statement | None = None


def needs(
    statements: Iterable[Statement],
    today: date,
    term_in_months: int = USUAL_TERM_IN_MONTHS,
    about_to_matter: frozenset[Field] = frozenset(),
) -> tuple[Need, ...]:
    """The fields that the physician should confirm now, the most pressing first.

    `about_to_matter` are fields of a service that the physician has begun; for these a
    confirmation of the last three months is asked.
    """
    latest = _latest(statements)
    found = (_need(field, latest, today, term_in_months, about_to_matter) for field in Field)
    order = list(Why)
    return tuple(sorted((one for one in found if one), key=lambda need: order.index(need.why)))


def attested_on(statements: Iterable[Statement]) -> date | None:
    """The day since when the physician vouches for every field; None while one is missing."""
    latest = _latest(statements)
    days = [latest.get((field, Source.PHYSICIAN)) for field in Field]
    return min((one.on for one in days if one), default=None) if all(days) else None


_Latest = Mapping[tuple[Field, Source], Statement]


def _latest(statements: Iterable[Statement]) -> _Latest:
    ordered = sorted(statements, key=lambda one: one.on)
    return {(one.field, one.source): one for one in ordered}


def _need(
    field: Field, latest: _Latest, today: date, term: int, about_to_matter: frozenset[Field]
) -> Need | None:
    own = latest.get((field, Source.PHYSICIAN))
    if own is None:
        return Need(field=field, why=Why.NEVER)
    against = _contradiction(own, latest)
    if against:
        return Need(field=field, why=Why.CONTRADICTED, against=against)
    if field in about_to_matter and shift_months(own.on, FRESH_ENOUGH_IN_MONTHS) < today:
        return Need(field=field, why=Why.ABOUT_TO_MATTER)
    return Need(field=field, why=Why.OLD) if shift_months(own.on, term) <= today else None


def _contradiction(own: Statement, latest: _Latest) -> Statement | None:
    """The newest saying of somebody else, if it is not older than the physician's and differs."""
    others = [
        one
        for (field, source), one in latest.items()
        if field is own.field and source is not Source.PHYSICIAN and one.on >= own.on
    ]
    newest = max(others, key=lambda one: one.on, default=None)
    return newest if newest and newest.value != own.value else None
