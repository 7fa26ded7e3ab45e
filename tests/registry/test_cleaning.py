"""Every planted contradiction is found, under its own name, and a right record has none."""

from datetime import date
from typing import Any

import pytest
from stdnum.cn import ric

from registry.cleaning import (
    RULES,
    Contradiction,
    Outcome,
    Surroundings,
    between_records,
    contradictions,
    of_record,
    precision,
)
from registry.institution import Institution, Kind
from registry.physician import AccountState, Filing, Physician, RegistrationState, Sex
from registry.scopes import Category, Level
from registry.synthetic import generate

TODAY = date(2026, 11, 23)


def id_number(body: str) -> str:
    return body + ric.calc_check_digit(body + "0")


ID = id_number("42000019800301001")
HOME = Institution(code="H", name="岚溪医院", kind=Kind.HOSPITAL, region="420106")
NEXT_COUNTY = HOME.but(code="N", region="420102")
RIGHT = Physician(
    id=1,
    name="林知秋",
    sex=Sex.MALE,
    birth_date=date(1980, 3, 1),
    id_number=ID,
    qualification_number=f"200542110{ID}",
    qualified_on=date(2005, 12, 1),
    practice_number="110420106000001",
    level=Level.PHYSICIAN,
    category=Category.CLINICAL,
    scopes=("11",),
    institution_code="H",
    registered_on=date(2006, 5, 1),
    attested_on=date(2026, 5, 1),
    last_practised_on=date(2026, 11, 20),
    account_state=AccountState.ACTIVE,
)


def kinds(one: Physician, place: Institution | None = HOME, *others: Institution) -> list[str]:
    around = Surroundings(today=TODAY, place=place, filing_places=others)
    return [finding.key for finding in of_record(one, around)]


def test_a_right_record_has_no_contradiction() -> None:
    assert kinds(RIGHT) == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"attested_on": date(2025, 11, 22)}, Contradiction.STALE),
        ({"account_state": AccountState.INACTIVE}, Contradiction.NEVER_ACTIVATED),
        ({"last_practised_on": date(2024, 11, 23)}, Contradiction.IDLE),
        ({"id_number": ID[:-1] + "0"}, Contradiction.ID_NUMBER),
        ({"qualification_number": "2005421101"}, Contradiction.QUALIFICATION_NUMBER),
        ({"practice_number": "12345"}, Contradiction.PRACTICE_NUMBER),
        ({"practice_number": "910420106000001"}, Contradiction.PRACTICE_NUMBER),
        (
            {"qualification_number": "200542110" + id_number("42000019800301003")},
            Contradiction.QUALIFICATION_OF_ANOTHER,
        ),
        ({"birth_date": date(1981, 3, 1)}, Contradiction.BIRTH_DATE),
        ({"sex": Sex.FEMALE}, Contradiction.SEX),
        ({"qualified_on": date(2007, 1, 1)}, Contradiction.ORDER_OF_DATES),
        ({"last_practised_on": date(2026, 12, 1)}, Contradiction.ORDER_OF_DATES),
        ({"scopes": ("51",)}, Contradiction.SCOPE_OF_ANOTHER_CATEGORY),
    ],
)
def test_each_contradiction_is_found_alone(changes: dict[str, Any], key: Contradiction) -> None:
    assert [key] == kinds(RIGHT.but(**changes))


def test_the_institution_is_looked_at() -> None:
    assert kinds(RIGHT, None) == [Contradiction.INSTITUTION_UNKNOWN]
    assert kinds(RIGHT, HOME.but(closed_on=TODAY)) == [Contradiction.INSTITUTION_CLOSED]


def test_an_assistant_has_one_county() -> None:
    assistant = RIGHT.but(level=Level.ASSISTANT)

    assert kinds(assistant, HOME, NEXT_COUNTY) == [Contradiction.ASSISTANT_IN_ANOTHER_COUNTY]
    assert kinds(assistant, HOME, HOME) == []
    assert kinds(RIGHT, HOME, NEXT_COUNTY) == []


def test_who_has_left_is_not_asked_to_attest() -> None:
    gone = RIGHT.but(
        registration_state=RegistrationState.DEREGISTERED,
        account_state=AccountState.NONE,
        attested_on=None,
        last_practised_on=date(2020, 1, 1),
    )

    assert kinds(gone, HOME.but(closed_on=TODAY)) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, [Contradiction.DUPLICATE_ID]),
        ({"name": "王五"}, [Contradiction.DUPLICATE_ID]),
        ({"id_number": "other"}, [Contradiction.DUPLICATE_PERSON]),
        ({"id_number": "other", "name": "林 知秋"}, [Contradiction.DUPLICATE_PERSON]),
        ({"id_number": "other", "name": "王五"}, []),
        ({"id_number": "other", "birth_date": date(1980, 3, 2)}, []),
    ],
)
def test_two_records_of_one_person_are_found(
    changes: dict[str, Any], found: list[Contradiction]
) -> None:
    twin = RIGHT.but(id=2, **changes)

    findings = list(between_records((RIGHT, twin)))
    assert found == [finding.key for finding in findings]
    assert all(finding.physician_ids == (1, 2) for finding in findings)


def test_the_whole_register_is_checked() -> None:
    filing = Filing(id=1, physician_id=1, institution_code="N", starts_on=date(2026, 1, 1))
    assistant = RIGHT.but(level=Level.ASSISTANT)

    findings = contradictions((assistant,), (HOME, NEXT_COUNTY), (filing,), TODAY)
    assert [one.key for one in findings] == [Contradiction.ASSISTANT_IN_ANOTHER_COUNTY]


def test_no_finding_holds_a_number_or_a_name() -> None:
    register = generate(TODAY)
    findings = contradictions(register.physicians, register.institutions, register.filings, TODAY)
    told = " ".join(f"{one.found} {one.expected}" for one in findings)

    assert findings
    assert not [one.id for one in register.physicians if one.id_number in told or one.name in told]


def test_every_contradiction_has_its_rule_and_can_be_declared_right() -> None:
    assert set(Contradiction) == set(RULES)
    assert all(Outcome.RIGHT_AS_IT_IS in rule.outcomes for rule in RULES.values())


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"), [(0, 0, 0.0, 1.0), (8, 10, 0.49, 0.943), (10, 10, 0.722, 1)]
)
def test_precision_comes_with_its_interval(
    right: int, judged: int, low: float, high: float
) -> None:
    answer = precision(right, judged)

    assert low == pytest.approx(answer.low, abs=0.001)
    assert high == pytest.approx(answer.high, abs=0.001)
