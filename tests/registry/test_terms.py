"""Every term has its names in both languages, and codes are unique."""

import pytest

from registry import departments
from registry.application import State
from registry.citation import Law
from registry.departments import DEPARTMENTS
from registry.institution import AuthorityLevel, Grade, Kind
from registry.physician import AccountState, FilingKind, RegistrationState, Sex
from registry.scopes import SCOPE_BY_CODE, SCOPES, STATISTICS_CODES, Category, Level, scopes_of
from registry.term import Term
from registry.titles import Degree, Title, rank

TERMS: tuple[type[Term], ...] = (
    AccountState,
    AuthorityLevel,
    Category,
    Degree,
    FilingKind,
    Grade,
    Kind,
    Law,
    Level,
    RegistrationState,
    Sex,
    Title,
)


@pytest.mark.parametrize("term", TERMS)
def test_every_member_has_its_own_names(term: type[Term]) -> None:
    members = list(term)

    assert all(member.zh and member.en for member in members)
    assert len(members) == len({member.zh for member in members})
    assert len(members) == len({member.en for member in members})
    assert len(members) == len({member.value for member in members})


def test_a_term_speaks_the_language_asked() -> None:
    assert Title.ASSOCIATE_CHIEF.in_language("zh-CN") == "副主任医师"
    assert Title.ASSOCIATE_CHIEF.in_language("en") == "Associate chief physician"


def test_no_state_of_a_registration_is_expired() -> None:
    assert "expired" not in set(RegistrationState)
    assert "expired" in set(State)


def test_titles_and_degrees_are_ordered() -> None:
    assert rank(Title.CHIEF) > rank(Title.ATTENDING) > rank(Title.RESIDENT)
    assert rank(Degree.DOCTOR) > rank(Degree.BACHELOR)


def test_scopes_have_unique_codes_and_cover_every_category() -> None:
    assert len(SCOPES) == len(SCOPE_BY_CODE)
    assert set(Category) == set(STATISTICS_CODES)
    assert sum(len(scopes_of(category)) for category in Category) == len(SCOPES)
    assert {scope.verified for scope in SCOPES if scope.code == "12.1"} == {False}


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("心内科", ["03.04"]),
        ("心血管内科", ["03.04"]),
        ("急診", ["20"]),
        ("ICU", ["28"]),
        ("cardiology", ["03.04"]),
        ("骨", ["04.03", "50"]),
        ("没有这个科", []),
        ("", []),
    ],
)
def test_a_department_is_found_by_any_of_its_names(typed: str, codes: list[str]) -> None:
    assert codes == [one.code for one in departments.find(typed)]


def test_departments_have_unique_codes_and_names() -> None:
    assert len(DEPARTMENTS) == len({one.code for one in DEPARTMENTS})
    assert len(DEPARTMENTS) == len({one.zh for one in DEPARTMENTS})
