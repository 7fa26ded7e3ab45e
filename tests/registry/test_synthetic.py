"""The invented register holds together, passes every check, and is the same each time."""

from datetime import date, timedelta

import pytest

from registry import names, regions
from registry.departments import DEPARTMENT_BY_CODE
from registry.numbers import (
    credit_code,
    institution_code,
    practice_certificate,
    qualification,
    resident_id,
)
from registry.numbers.credit_code import CreditCode
from registry.numbers.institution_code import InstitutionCode
from registry.numbers.practice_certificate import PracticeNumber
from registry.numbers.qualification import QualificationNumber
from registry.numbers.resident_id import ResidentId
from registry.physician import FilingKind, RegistrationState
from registry.scopes import SCOPE_BY_CODE, Level
from registry.synthetic import Register, Story, generate

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def register() -> Register:
    return generate(TODAY)


def test_the_same_seed_gives_the_same_register(register: Register) -> None:
    assert register == generate(TODAY)
    assert register != generate(TODAY, seed=1)


def test_numbers_stay_the_same_on_another_day(register: Register) -> None:
    later = generate(TODAY + timedelta(days=400))

    assert [one.id_number for one in register.physicians] == [
        one.id_number for one in later.physicians
    ]


def test_it_has_the_promised_size(register: Register) -> None:
    assert (len(register.institutions), len({i.name for i in register.institutions})) == (60, 60)
    assert len(register.physicians) >= 3000
    assert len({i.region[:2] for i in register.institutions}) == 3


def test_every_number_of_a_physician_passes_its_check(register: Register) -> None:
    for one in register.physicians:
        identity = resident_id.parse(one.id_number, TODAY)
        assert isinstance(identity, ResidentId)
        assert (one.birth_date, one.sex) == (identity.birth_date, identity.sex)
        assert one.qualification_number is not None
        certificate = qualification.parse(one.qualification_number, TODAY)
        assert isinstance(certificate, QualificationNumber)
        assert certificate.mismatch(one.id_number) is None
        if one.practice_number:
            practice = practice_certificate.parse(one.practice_number)
            assert isinstance(practice, PracticeNumber)
            assert practice.warning is None


def test_no_id_number_can_belong_to_a_person(register: Register) -> None:
    assert {"0000"} == {one.id_number[2:6] for one in register.physicians}


def test_every_code_of_an_institution_passes_its_check(register: Register) -> None:
    for place in register.institutions:
        code = institution_code.parse(place.code)
        assert isinstance(code, InstitutionCode)
        assert place.credit_code is not None
        credit = credit_code.parse(place.credit_code)
        assert isinstance(credit, CreditCode)
        assert code.organisation_code == credit.organisation_code
        where = regions.region(place.region)
        assert where is not None and where.in_use


def test_every_name_can_be_typed_back(register: Register) -> None:
    assert [one.name for one in register.physicians if names.parse(one.name) != one.name] == []


def test_everything_refers_to_something_that_exists(register: Register) -> None:
    codes = {place.code for place in register.institutions}
    ids = {one.id for one in register.physicians}

    assert len(ids) == len(register.physicians)
    assert {one.institution_code for one in register.physicians} - {None} <= codes
    assert {one.department for one in register.physicians} <= set(DEPARTMENT_BY_CODE)
    assert {scope for one in register.physicians for scope in one.scopes} <= set(SCOPE_BY_CODE)
    assert {filing.physician_id for filing in register.filings} <= ids
    assert {filing.institution_code for filing in register.filings} <= codes
    assert {clerk.institution_code for clerk in register.clerks} == codes


def test_the_law_of_places_is_kept(register: Register) -> None:
    physicians = {one.id: one for one in register.physicians}
    places = {place.code: place for place in register.institutions}
    for filing in register.filings:
        one = physicians[filing.physician_id]
        assert Level.PHYSICIAN is one.level
        same = places[filing.institution_code].region[:2] == one.id_number[:2]
        assert (FilingKind.FILING if same else FilingKind.ADDITIONAL) is filing.kind


def test_it_has_something_to_clean(register: Register) -> None:
    closed = {place.code for place in register.institutions if place.closed_on}
    year = timedelta(days=366)
    counts = {
        "same_id": len(register.physicians) - len({p.id_number for p in register.physicians}),
        "at_closed": sum(p.institution_code in closed for p in register.physicians),
        "stale": sum(
            bool(p.attested_on and TODAY - p.attested_on > year) for p in register.physicians
        ),
        "idle": sum(
            bool(p.last_practised_on and TODAY - p.last_practised_on > 2 * year)
            for p in register.physicians
        ),
        "never": sum(
            p.attested_on is None and p.registration_state is RegistrationState.REGISTERED
            for p in register.physicians
        ),
    }

    assert [kind for kind, count in counts.items() if not count] == []


def test_every_authority_has_two_officers(register: Register) -> None:
    seats = [(officer.region, officer.level) for officer in register.officers]

    assert {2} == {seats.count(seat) for seat in seats}


def test_every_story_has_its_person(register: Register) -> None:
    by_id = {one.id: one for one in register.physicians}
    people = {person.story: person for person in register.demo_people}

    assert set(Story) == set(people)
    for person in people.values():
        one = by_id[person.physician_id]
        match = names.compare(person.typed_name, one.name, one.former_names)
        assert names.NameMatch.DIFFERENT is not match
    assert Level.ASSISTANT is by_id[people[Story.ASSISTANT].physician_id].level
    variant = by_id[people[Story.NAME_VARIANT].physician_id]
    assert names.NameMatch.VARIANT is names.compare("肖淼", variant.name)
