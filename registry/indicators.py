"""Workforce figures with their denominators, after WHO's National Health Workforce Accounts."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from registry.frozen import Frozen
from registry.institution import Institution
from registry.physician import Physician, RegistrationState
from registry.time_limits import shift_months

LEAST_SHOWN = 5
PER_PEOPLE = 1000
UNKNOWN = ""
_AGE_GROUPS = ((25, "0-24"), (35, "25-34"), (45, "35-44"), (55, "45-54"), (65, "55-64"))
_OLDEST = "65+"


class Dimension(StrEnum):
    """What physicians are counted by, as NHWA module 1 does; the value is the key of its title."""

    LEVEL = "level"
    CATEGORY = "category"
    TITLE = "title"
    DEGREE = "degree"
    AGE = "age"
    SEX = "sex"
    DEPARTMENT = "department"
    INSTITUTION = "institution"
    INSTITUTION_KIND = "institution_kind"
    PROVINCE = "province"
    COUNTY = "county"


class Share(Frozen):
    """A part of a whole; `group` is a key or code, UNKNOWN where the register has none.

    `count` is None in an export where showing it would point at people.
    """

    group: str
    count: int | None
    of: int

    @property
    def share(self) -> float | None:
        """0 to 1; None for a hidden count or an empty whole."""
        return self.count / self.of if self.count is not None and self.of else None


class Freshness(Frozen):
    """How old the data behind a figure are: attested within a year, out of all."""

    attested: int
    of: int
    oldest: date | None


class Density(Frozen):
    """Physicians per 1,000 people of a region, as Chinese statistics give it (SDG 3.c.1)."""

    region: str
    physicians: int
    population: int
    per_thousand: float


class Adoption(Frozen):
    """How far an institution's staff has come: bound, verified, attested in the last 12 months."""

    institution_code: str
    staff: int
    bound: int
    verified: int
    attested: int


def in_practice(physicians: Iterable[Physician]) -> tuple[Physician, ...]:
    """Those who count as stock: registered, not left, suspended or deregistered."""
    return tuple(p for p in physicians if p.registration_state is RegistrationState.REGISTERED)


def distribution(
    physicians: Sequence[Physician],
    dimension: Dimension,
    institutions: Mapping[str, Institution],
    today: date,
) -> tuple[Share, ...]:
    """The physicians by one dimension, the largest group first, all shares of the same whole."""
    group = _GROUPS[dimension]
    counts = Counter(group(one, _place(one, institutions), today) for one in physicians)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Share(group=key, count=count, of=len(physicians)) for key, count in ordered)


def freshness(physicians: Sequence[Physician], today: date) -> Freshness:
    """How many attested their file within the last 12 months."""
    since = shift_months(today, -12)
    days = [one.attested_on for one in physicians if one.attested_on]
    recent = sum(day > since for day in days)
    return Freshness(attested=recent, of=len(physicians), oldest=min(days, default=None))


def active(physicians: Sequence[Physician], today: date, months: int = 12) -> Share:
    """Those known to have practised in the last months, out of all."""
    since = shift_months(today, -months)
    count = sum(bool(p.last_practised_on and p.last_practised_on > since) for p in physicians)
    return Share(group="active", count=count, of=len(physicians))


def first_registered(physicians: Sequence[Physician], first: date, last: date) -> Share:
    """Those first registered from `first` to `last`, out of all."""
    count = sum(bool(p.registered_on and first <= p.registered_on <= last) for p in physicians)
    return Share(group="first_registered", count=count, of=len(physicians))


def density(
    physicians: Iterable[Physician],
    institutions: Mapping[str, Institution],
    population: Mapping[str, int],
) -> tuple[Density, ...]:
    """Density of each region that `population` names (2, 4 or 6 digits); 0 people are left out."""
    codes = [place.region for one in physicians if (place := _place(one, institutions))]
    return tuple(
        Density(
            region=region,
            physicians=(count := sum(code.startswith(region) for code in codes)),
            population=people,
            per_thousand=count / people * PER_PEOPLE,
        )
        for region, people in population.items()
        if people
    )


def adoption(
    physicians: Iterable[Physician], bound: frozenset[int], verified: frozenset[int], today: date
) -> tuple[Adoption, ...]:
    """One line an institution, the largest first; `bound` and `verified` are physician ids."""
    staff: dict[str, list[Physician]] = {}
    for one in physicians:
        if one.institution_code:
            staff.setdefault(one.institution_code, []).append(one)
    lines = (
        Adoption(
            institution_code=code,
            staff=len(people),
            bound=sum(one.id in bound for one in people),
            verified=sum(one.id in verified for one in people),
            attested=freshness(people, today).attested,
        )
        for code, people in staff.items()
    )
    return tuple(sorted(lines, key=lambda line: (-line.staff, line.institution_code)))


def suppressed(shares: Sequence[Share], least: int = LEAST_SHOWN) -> tuple[Share, ...]:
    """The shares with counts below `least` hidden, and one more where the total would tell it."""
    hidden = {n for n, one in enumerate(shares) if one.count is not None and 0 < one.count < least}
    others = [n for n, one in enumerate(shares) if n not in hidden and one.count]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda n: shares[n].count or 0))
    return tuple(one.but(count=None) if n in hidden else one for n, one in enumerate(shares))


def age_group(born: date, today: date) -> str:
    """The ten-year group of the completed age."""
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return next((label for limit, label in _AGE_GROUPS if age < limit), _OLDEST)


_Group = Callable[[Physician, Institution | None, date], str]
_GROUPS: dict[Dimension, _Group] = {
    Dimension.LEVEL: lambda one, place, today: one.level,
    Dimension.CATEGORY: lambda one, place, today: one.category,
    Dimension.TITLE: lambda one, place, today: one.title,
    Dimension.DEGREE: lambda one, place, today: one.degree or UNKNOWN,
    Dimension.AGE: lambda one, place, today: age_group(one.birth_date, today),
    Dimension.SEX: lambda one, place, today: one.sex,
    Dimension.DEPARTMENT: lambda one, place, today: one.department or UNKNOWN,
    Dimension.INSTITUTION: lambda one, place, today: one.institution_code or UNKNOWN,
    Dimension.INSTITUTION_KIND: lambda one, place, today: place.kind if place else UNKNOWN,
    Dimension.PROVINCE: lambda one, place, today: place.region[:2] if place else UNKNOWN,
    Dimension.COUNTY: lambda one, place, today: place.region if place else UNKNOWN,
}


def _place(one: Physician, institutions: Mapping[str, Institution]) -> Institution | None:
    return institutions.get(one.institution_code or UNKNOWN)
