"""Invented physicians: numbers that pass every check, lives that fit together."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from stdnum.cn import ric

from registry.institution import Institution, Kind
from registry.physician import AccountState, Physician, RegistrationState, Sex
from registry.scopes import Category, Level
from registry.synthetic.words import (
    DOTTED_NAMES_FEMALE,
    DOTTED_NAMES_MALE,
    DOUBLE_SURNAMES,
    GIVEN_FEMALE,
    GIVEN_MALE,
    RARE_GIVEN,
    RARE_SURNAMES,
    SCHOOLS,
    SURNAMES,
)
from registry.titles import Degree, Title

_YEAR = timedelta(days=365)
# Lives are told up to this day, so that names and numbers stay the same whenever one generates.
_TOLD_UNTIL = date(2026, 1, 1)
_CATEGORY_DIGITS = {
    Category.CLINICAL: "10",
    Category.DENTAL: "20",
    Category.PUBLIC_HEALTH: "30",
    Category.TCM: "40",
}
_CATEGORIES_OF_KIND: dict[Kind, dict[Category, int]] = {
    Kind.TCM_HOSPITAL: {Category.TCM: 80, Category.CLINICAL: 20},
    Kind.PREVENTION: {Category.PUBLIC_HEALTH: 90, Category.CLINICAL: 10},
    Kind.CLINIC: {Category.CLINICAL: 40, Category.DENTAL: 30, Category.TCM: 30},
}
_USUAL_CATEGORIES = {
    Category.CLINICAL: 82,
    Category.TCM: 9,
    Category.DENTAL: 6,
    Category.PUBLIC_HEALTH: 3,
}
_STAFF_OF_KIND = {
    Kind.HOSPITAL: 100,
    Kind.TCM_HOSPITAL: 55,
    Kind.MATERNITY: 50,
    Kind.COMMUNITY: 16,
    Kind.TOWNSHIP: 12,
    Kind.CLINIC: 3,
    Kind.PREVENTION: 22,
    Kind.EMERGENCY: 14,
}
# Years in the profession, the title, and how many of those who have the years hold it.
_TITLE_AFTER_YEARS = (
    (17, Title.CHIEF, 0.4),
    (11, Title.ASSOCIATE_CHIEF, 0.7),
    (5, Title.ATTENDING, 0.9),
)
# Scope, how many of the category hold it, and the departments where they work.
_WORK: dict[Category, tuple[tuple[str, int, str], ...]] = {
    Category.CLINICAL: (
        ("11", 34, "03 03.01 03.02 03.03 03.04 03.05 03.06 03.07 03.08 03.10 16 19"),
        ("12", 24, "04 04.01 04.02 04.03 04.04 04.05 04.06 26"),
        ("13", 9, "05"),
        ("14", 7, "07 09"),
        ("15", 5, "10 11"),
        ("16", 2, "13"),
        ("17", 2, "15"),
        ("19", 6, "32"),
        ("20", 4, "30 31"),
        ("21", 4, "02"),
        ("22", 2, "20"),
        ("23", 1, "21"),
    ),
    Category.DENTAL: (("31", 1, "12"),),
    Category.PUBLIC_HEALTH: (("41", 1, "90"),),
    Category.TCM: (("51", 8, "50"), ("52", 2, "52")),
}


class Life(NamedTuple):
    """What everything else about one person follows from."""

    number: int
    sex: Sex
    born: date
    level: Level
    category: Category
    qualified: date
    institution: Institution


def physician(rng: Random, number: int, today: date, places: tuple[Institution, ...]) -> Physician:
    """One record; most are in order, some stale, never activated, left or idle."""
    life = _life(rng, number, places)
    id_number = resident_number(life.institution.region[:2], life.born, life.sex, number)
    registered = min(life.qualified + timedelta(days=rng.randint(20, 500)), _TOLD_UNTIL)
    scope, department = _work(rng, life.category)
    state = rng.choices(
        (RegistrationState.REGISTERED, RegistrationState.UNREGISTERED, RegistrationState.LEFT),
        (96, 2, 2),
    )[0]
    has_number = state is not RegistrationState.UNREGISTERED
    return Physician(
        id=number,
        name=name(rng, life.sex),
        sex=life.sex,
        birth_date=life.born,
        id_number=id_number,
        qualification_number=_qualification_number(life, id_number),
        qualified_on=life.qualified,
        practice_number=_practice_number(life) if has_number else None,
        level=life.level,
        category=life.category,
        scopes=(scope,),
        title=_title(rng, life),
        degree=_degree(rng, life.level),
        school=rng.choice(SCHOOLS),
        department=department,
        phone=f"120{number:08d}",
        email=f"physician{number}@example.org",
        institution_code=life.institution.code if has_number else None,
        registration_state=state,
        registered_on=registered if has_number else None,
        **_freshness(rng, registered, today, has_number),
    )


def resident_number(province: str, born: date, sex: Sex, number: int) -> str:
    """A well-formed ID number that nobody bears: no county issues the province's own code."""
    order = number % 499 * 2 + (1 if sex is Sex.MALE else 2)
    body = f"{province}0000{born:%Y%m%d}{order:03d}"
    return body + ric.calc_check_digit(body + "0")


def name(rng: Random, sex: Sex) -> str:
    """A name: usual, with a rare surname or character, with a double surname, or with a dot."""
    kind = rng.random()
    if kind < 0.01:
        return rng.choice(DOTTED_NAMES_MALE if sex is Sex.MALE else DOTTED_NAMES_FEMALE)
    surname = rng.choice(RARE_SURNAMES if kind < 0.04 else SURNAMES)
    if kind > 0.985:
        surname = rng.choice(DOUBLE_SURNAMES)
    given = rng.choices(GIVEN_MALE if sex is Sex.MALE else GIVEN_FEMALE, k=rng.choice((1, 2, 2)))
    if 0.04 < kind < 0.08:
        given[-1] = rng.choice(RARE_GIVEN)
    return surname + "".join(given)


def _life(rng: Random, number: int, places: tuple[Institution, ...]) -> Life:
    institution = rng.choices(places, [_STAFF_OF_KIND[place.kind] for place in places])[0]
    weights = _CATEGORIES_OF_KIND.get(institution.kind, _USUAL_CATEGORIES)
    born = _TOLD_UNTIL - timedelta(days=rng.randint(26 * 365, 68 * 365))
    earliest = born + timedelta(days=24 * 365)
    since = max(earliest, date(1999, 5, 1))
    qualified = since + timedelta(days=rng.randint(0, max((_TOLD_UNTIL - since).days // 3, 1)))
    small = institution.kind in (Kind.TOWNSHIP, Kind.COMMUNITY, Kind.CLINIC)
    return Life(
        number=number,
        sex=rng.choice(tuple(Sex)),
        born=born,
        level=Level.ASSISTANT if rng.random() < (0.4 if small else 0.06) else Level.PHYSICIAN,
        category=rng.choices(tuple(weights), tuple(weights.values()))[0],
        qualified=qualified,
        institution=institution,
    )


def _work(rng: Random, category: Category) -> tuple[str, str]:
    """A scope and a department that go together."""
    rows = _WORK[category]
    scope, _, departments = rng.choices(rows, [weight for _, weight, _ in rows])[0]
    return scope, rng.choice(departments.split())


def _qualification_number(life: Life, id_number: str) -> str:
    level = "2" if life.level is Level.ASSISTANT else "1"
    province = life.institution.region[:2]
    return f"{life.qualified.year}{province}{level}{_CATEGORY_DIGITS[life.category]}{id_number}"


def _practice_number(life: Life) -> str:
    level = "2" if life.level is Level.ASSISTANT else "1"
    return f"{level}{_CATEGORY_DIGITS[life.category]}{life.institution.region}{life.number:06d}"


def _title(rng: Random, life: Life) -> Title:
    if life.level is Level.ASSISTANT:
        return Title.JUNIOR
    years = (_TOLD_UNTIL - life.qualified).days / 365
    held = (
        title
        for least, title, share in _TITLE_AFTER_YEARS
        if years >= least and rng.random() < share
    )
    return next(held, Title.RESIDENT)


def _degree(rng: Random, level: Level) -> Degree:
    if level is Level.ASSISTANT:
        return rng.choice((Degree.SECONDARY, Degree.JUNIOR_COLLEGE))
    return rng.choices((Degree.BACHELOR, Degree.MASTER, Degree.DOCTOR), (60, 30, 10))[0]


def _freshness(rng: Random, registered: date, today: date, has_number: bool) -> dict[str, object]:
    """Whether the account lives, and when the file was last said to be right."""
    state = rng.choices(tuple(AccountState), (8, 17, 73, 2))[0] if has_number else AccountState.NONE
    active = state is AccountState.ACTIVE
    age = timedelta(days=rng.randint(5, 300) if rng.random() < 0.6 else rng.randint(370, 1500))
    idle = timedelta(days=rng.randint(740, 1400) if rng.random() < 0.02 else rng.randint(0, 20))
    return {
        "account_state": state,
        "attested_on": max(registered, today - age) if active else None,
        "photo_confirmed_on": max(registered, today - 2 * _YEAR) if active else None,
        "last_practised_on": max(registered, today - idle) if has_number else None,
    }
