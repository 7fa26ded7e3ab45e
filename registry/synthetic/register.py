"""The whole invented register: the same for the same seed and day."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from registry import regions
from registry.frozen import Frozen
from registry.institution import AuthorityLevel, Institution
from registry.physician import AccountState, Filing, FilingKind, Physician, RegistrationState, Sex
from registry.scopes import Level
from registry.staff import Clerk, Officer
from registry.synthetic import people, places

PHYSICIANS = 3000
DUPLICATES = 20
_FILING_SHARE = 0.12
_ELSEWHERE_SHARE = 0.08


class Story(StrEnum):
    """What a person of the demonstration shows."""

    READY_TO_BIND = "ready_to_bind"
    NAME_VARIANT = "name_variant"
    STALE_FILE = "stale_file"
    ASSISTANT = "assistant"
    ANOTHER_PROVINCE = "another_province"


class DemoPerson(Frozen):
    """A person of the demonstration; `typed_name` is what this person types when binding."""

    story: Story
    physician_id: int
    typed_name: str


class Register(Frozen):
    """Everything that a new installation is filled with for a demonstration."""

    institutions: tuple[Institution, ...]
    physicians: tuple[Physician, ...]
    filings: tuple[Filing, ...]
    clerks: tuple[Clerk, ...]
    officers: tuple[Officer, ...]
    demo_people: tuple[DemoPerson, ...]


def generate(today: date, seed: int = 20240105) -> Register:
    """An invented register as of `today`; no name, number or institution in it is real."""
    rng = Random(seed)
    institutions = places.institutions(rng)
    working = tuple(place for place in institutions if place.closed_on is None)
    plain = [people.physician(rng, n, today, working) for n in range(1, PHYSICIANS + 1)]
    told, demo_people = _stories(plain, today)
    physicians = (*told, *_duplicates(rng, told), *_left_behind(rng, today, institutions))
    return Register(
        institutions=institutions,
        physicians=physicians,
        filings=tuple(_filings(rng, told, working, today)),
        clerks=tuple(_clerks(rng, institutions, told)),
        officers=tuple(_officers(rng, institutions)),
        demo_people=demo_people,
    )


class _Part(Frozen):
    """How the person of a story is found among the others, and what is then told of it."""

    story: Story
    name: str
    typed_name: str
    province: str = "42"
    level: Level = Level.PHYSICIAN
    former_names: tuple[str, ...] = ()
    attested_days_ago: int = 90


_PARTS = (
    _Part(story=Story.READY_TO_BIND, name="林知秋", typed_name="林知秋"),
    _Part(story=Story.NAME_VARIANT, name="萧淼", typed_name="肖淼", former_names=("萧三水",)),
    _Part(story=Story.STALE_FILE, name="周怀安", typed_name="周怀安", attested_days_ago=560),
    _Part(story=Story.ASSISTANT, name="何小满", typed_name="何小满", level=Level.ASSISTANT),
    _Part(story=Story.ANOTHER_PROVINCE, name="扎西·多吉", typed_name="扎西多吉", province="51"),
)


def _stories(
    physicians: list[Physician], today: date
) -> tuple[tuple[Physician, ...], tuple[DemoPerson, ...]]:
    """The physicians with the people of the stories written into five of the records."""
    told = list(physicians)
    chosen: dict[int, DemoPerson] = {}
    for part in _PARTS:
        index = next(i for i, one in enumerate(told) if i not in chosen and _suits(one, part))
        told[index] = _tell(told[index], part, today)
        chosen[index] = DemoPerson(
            story=part.story, physician_id=told[index].id, typed_name=part.typed_name
        )
    return tuple(told), tuple(chosen.values())


def _suits(physician: Physician, part: _Part) -> bool:
    return (
        physician.level is part.level
        and physician.registration_state is RegistrationState.REGISTERED
        and regions.contains(part.province, physician.id_number[:6])
    )


def _tell(physician: Physician, part: _Part, today: date) -> Physician:
    return physician.but(
        name=part.name,
        former_names=part.former_names,
        account_state=AccountState.ACTIVE,
        attested_on=today - timedelta(days=part.attested_days_ago),
        photo_confirmed_on=today - timedelta(days=700),
        last_practised_on=today,
    )


def _duplicates(rng: Random, physicians: tuple[Physician, ...]) -> Iterator[Physician]:
    """Second records of the same people, as an older system left them: no account, old spelling."""
    for number, original in enumerate(rng.sample(physicians, DUPLICATES), start=1):
        yield original.but(
            id=PHYSICIANS + number,
            name=original.name.replace("张", "張").replace("刘", "劉").replace("陈", "陳"),
            practice_number=None,
            account_state=AccountState.NONE,
            attested_on=None,
            photo_confirmed_on=None,
            phone=None,
            email=None,
        )


def _left_behind(
    rng: Random, today: date, institutions: tuple[Institution, ...]
) -> Iterator[Physician]:
    """People whose main institution has closed without anybody changing their registration."""
    closed = tuple(place for place in institutions if place.closed_on)
    first = PHYSICIANS + DUPLICATES + 1
    for number in range(first, first + 2 * len(closed)):
        one = people.physician(rng, number, today, closed)
        yield one.but(registration_state=RegistrationState.REGISTERED)


def _filings(
    rng: Random, physicians: tuple[Physician, ...], places: tuple[Institution, ...], today: date
) -> Iterator[Filing]:
    """Further institutions of some physicians; an assistant has one place only."""
    number = 0
    for one in physicians:
        may_file = one.level is Level.PHYSICIAN and one.practice_number is not None
        if not may_file or rng.random() > _FILING_SHARE:
            continue
        number += 1
        yield _filing(rng, number, one, places, today)


def _filing(
    rng: Random, number: int, one: Physician, places: tuple[Institution, ...], today: date
) -> Filing:
    home = one.id_number[:2]
    elsewhere = rng.random() < _ELSEWHERE_SHARE
    choices = [
        place
        for place in places
        if (place.region[:2] != home) is elsewhere and place.code != one.institution_code
    ]
    starts_on = today - timedelta(days=rng.randint(30, 900))
    ends_on = starts_on + timedelta(days=365 * rng.randint(1, 3))
    return Filing(
        id=number,
        physician_id=one.id,
        institution_code=rng.choice(choices).code,
        kind=FilingKind.ADDITIONAL if elsewhere else FilingKind.FILING,
        starts_on=starts_on,
        ends_on=None if elsewhere else ends_on,
    )


def _clerks(
    rng: Random, institutions: tuple[Institution, ...], physicians: tuple[Physician, ...]
) -> Iterator[Clerk]:
    """One clerk an institution; every tenth is also one of its physicians."""
    for number, place in enumerate(institutions, start=1):
        staff = [one for one in physicians if one.institution_code == place.code]
        own = staff[-1] if number % 10 == 0 and staff else None
        yield Clerk(
            id=number,
            login=f"clerk{number:02d}",
            name=own.name if own else people.name(rng, rng.choice(tuple(Sex))),
            institution_code=place.code,
            physician_id=own.id if own else None,
        )


def _officers(rng: Random, institutions: tuple[Institution, ...]) -> Iterator[Officer]:
    """Two officers of every authority that licensed an institution, so that four eyes are there."""
    lengths = {AuthorityLevel.PROVINCE: 2, AuthorityLevel.CITY: 4, AuthorityLevel.COUNTY: 6}
    seats = sorted(
        {(place.region[: lengths[place.authority]], place.authority) for place in institutions}
    )
    numbered = enumerate(((seat, n) for seat in seats for n in (1, 2)), start=1)
    for number, ((region, level), nth) in numbered:
        yield Officer(
            id=number,
            login=f"officer{region}-{nth}",
            name=people.name(rng, rng.choice(tuple(Sex))),
            region=region,
            level=level,
        )
