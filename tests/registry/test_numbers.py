"""Numbers are read as people type them, and every wrong one is told apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from registry.numbers import (
    credit_code,
    institution_code,
    practice_certificate,
    qualification,
    resident_id,
)
from registry.numbers.resident_id import Card, ResidentId
from registry.physician import Sex
from registry.problem import Mistake, Problem

TODAY = date(2026, 11, 23)
ID = "11010519491231002X"
CREDIT_CODE = "91110000600037341L"


def with_check(first_17: str) -> str:
    return first_17 + ric.calc_check_digit(first_17 + "0")


@pytest.mark.parametrize(
    "typed",
    [
        ID,
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "llOlO5l949l23lOO2X",
        "是11010519491231002X，谢谢",
        "身份证号：11010519491231002X。",
        "我的身份证号是 11010519491231002X",
        " 11010519491231002×\n",
        "110105\u200b19491231002Х",
    ],
)
def test_a_resident_id_is_read_however_it_is_typed(typed: str) -> None:
    expected = ResidentId(
        number=ID,
        card=Card.RESIDENT,
        region="110105",
        birth_date=date(1949, 12, 31),
        sex=Sex.FEMALE,
    )

    assert expected == resident_id.parse(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", Problem.EMPTY),
        ("身份证号：", Problem.EMPTY),
        ("110105194912310", Problem.OLD_ID_NUMBER),
        ("11010519491231002", Problem.WRONG_LENGTH),
        ("11010519491231002XX", Problem.WRONG_LENGTH),
        ("1101051949123100B2", Problem.WRONG_CHARACTERS),
        ("1101051949X231002X", Problem.WRONG_CHARACTERS),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", Problem.WRONG_CHARACTERS),
        ("110105194912310021", Problem.WRONG_CHECK_DIGIT),
        (with_check("11010519490230002"), Problem.IMPOSSIBLE_BIRTH_DATE),
        (with_check("11010520270101002"), Problem.IMPOSSIBLE_BIRTH_DATE),
        (with_check("11010518490101002"), Problem.IMPOSSIBLE_BIRTH_DATE),
        (with_check("99010519490101002"), Problem.UNKNOWN_REGION),
        (with_check("38010519490101002"), Problem.UNKNOWN_REGION),
    ],
)
def test_each_wrong_resident_id_is_told_apart(typed: str, problem: Problem) -> None:
    answer = resident_id.parse(typed, TODAY)

    assert isinstance(answer, Mistake)
    assert problem == answer.problem


@pytest.mark.parametrize(
    ("number", "card", "region"),
    [
        (with_check("81000019800101001"), Card.HONG_KONG_MACAO_TAIWAN, "810000"),
        (with_check("83000019800101002"), Card.HONG_KONG_MACAO_TAIWAN, "830000"),
        (with_check("91184019800101003"), Card.FOREIGN, None),
    ],
)
def test_residence_cards_of_the_same_form_are_accepted(
    number: str, card: Card, region: str | None
) -> None:
    answer = resident_id.parse(number, TODAY)

    assert isinstance(answer, ResidentId)
    assert (card, region) == (answer.card, answer.region)


@given(
    st.sampled_from(["110105", "420106", "510107", "650102"]),
    st.dates(date(1930, 1, 1), date(2005, 1, 1)),
    st.integers(1, 999),
    st.integers(0, 16),
)
def test_one_digit_off_is_never_accepted(region: str, born: date, order: int, place: int) -> None:
    number = with_check(f"{region}{born:%Y%m%d}{order:03d}")
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]

    assert isinstance(resident_id.parse(number, TODAY), ResidentId)
    assert isinstance(resident_id.parse(wrong, TODAY), Mistake)


@given(st.text(max_size=200))
def test_no_text_breaks_a_number_parser(text: str) -> None:
    resident_id.parse(text, TODAY)
    qualification.parse(text, TODAY)
    practice_certificate.parse(text)
    credit_code.parse(text)
    institution_code.parse(text)


def test_a_qualification_number_names_its_holder() -> None:
    answer = qualification.parse(f"2005 11 110 {ID}", TODAY)

    assert isinstance(answer, qualification.QualificationNumber)
    assert (answer.year, answer.province, answer.holder_id) == (2005, "11", ID)
    assert answer.mismatch(ID) is None
    assert Mistake(problem=Problem.ID_MISMATCH) == answer.mismatch(with_check(ID[:14] + "123"))


def test_a_24_character_qualification_number_holds_the_old_id_of_the_same_person() -> None:
    answer = qualification.parse("199911110" + "110105491231002", TODAY)

    assert isinstance(answer, qualification.QualificationNumber)
    assert answer.holder_id == ID


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", Problem.EMPTY),
        ("200511110", Problem.WRONG_LENGTH),
        (f"202711110{ID}", Problem.IMPOSSIBLE_YEAR),
        (f"190011110{ID}", Problem.IMPOSSIBLE_YEAR),
        (f"200511110{ID[:-1]}1", Problem.WRONG_CHECK_DIGIT),
        (f"20051111X{ID}", Problem.WRONG_CHARACTERS),
        ("199911110" + "11010549123100X", Problem.WRONG_CHARACTERS),
    ],
)
def test_each_wrong_qualification_number_is_told_apart(typed: str, problem: Problem) -> None:
    answer = qualification.parse(typed, TODAY)

    assert isinstance(answer, Mistake)
    assert problem == answer.problem


@pytest.mark.parametrize(
    ("typed", "warning"),
    [
        ("110430122000123", None),
        ("执业证书编码：110 110000 000123", None),
        ("911043012200012", Problem.UNUSUAL_STRUCTURE),
    ],
)
def test_a_strange_practice_number_is_accepted_with_a_warning(
    typed: str, warning: Problem | None
) -> None:
    answer = practice_certificate.parse(typed)

    assert isinstance(answer, practice_certificate.PracticeNumber)
    assert warning == answer.warning


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("11043012200012", Problem.WRONG_LENGTH),
        ("11043012200012A", Problem.WRONG_CHARACTERS),
    ],
)
def test_a_practice_number_is_fifteen_digits(typed: str, problem: Problem) -> None:
    answer = practice_certificate.parse(typed)

    assert isinstance(answer, Mistake)
    assert problem == answer.problem


@pytest.mark.parametrize(
    "typed", [CREDIT_CODE, CREDIT_CODE.lower(), "9111 0000 6000 3734 1L", "91110000６00037341L"]
)
def test_a_credit_code_is_read_however_it_is_typed(typed: str) -> None:
    answer = credit_code.parse(typed)

    assert isinstance(answer, credit_code.CreditCode)
    assert (
        answer.code,
        answer.region,
        answer.organisation_code,
    ) == (CREDIT_CODE, "110000", "600037341")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("91110000600037341M", Problem.WRONG_CHECK_DIGIT),
        ("91110000600037341", Problem.WRONG_LENGTH),
        ("91110000600037341S", Problem.WRONG_CHARACTERS),
    ],
)
def test_each_wrong_credit_code_is_told_apart(typed: str, problem: Problem) -> None:
    answer = credit_code.parse(typed)

    assert isinstance(answer, Mistake)
    assert problem == answer.problem


def test_a_credit_code_may_begin_with_the_letter_of_its_authority() -> None:
    body = "N2110105MF0123456"

    answer = credit_code.parse(body + uscc.calc_check_digit(body))

    assert isinstance(answer, credit_code.CreditCode)


@pytest.mark.parametrize(
    ("typed", "region", "organisation_code"),
    [
        ("PDY60123411010517A1002", "110105", "PDY601234"),
        ("pdy601234 110105 17A1002", "110105", "PDY601234"),
        ("110105000101", "110105", None),
    ],
)
def test_both_forms_of_institution_codes_are_read(
    typed: str, region: str, organisation_code: str | None
) -> None:
    answer = institution_code.parse(typed)

    assert isinstance(answer, institution_code.InstitutionCode)
    assert (region, organisation_code) == (answer.region, answer.organisation_code)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("PDY60123499010517A1002", Problem.UNKNOWN_REGION),
        ("PDY6012341101051", Problem.WRONG_LENGTH),
        ("PDY601234ABCDEF17A1002", Problem.WRONG_CHARACTERS),
    ],
)
def test_each_wrong_institution_code_is_told_apart(typed: str, problem: Problem) -> None:
    answer = institution_code.parse(typed)

    assert isinstance(answer, Mistake)
    assert problem == answer.problem
