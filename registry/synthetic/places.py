"""Invented institutions in real counties, with valid codes and names that nobody bears."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from stdnum.cn import uscc

from registry import regions
from registry.institution import AuthorityLevel, Grade, Institution, Kind
from registry.regions import Region
from registry.synthetic.words import PLACES, WORDS

PROVINCE_CODES = ("42", "51", "33")
CLOSED_ON = date(2025, 6, 30)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PUBLIC_BODY = "12"
_KIND_CODES = {
    Kind.HOSPITAL: "A100",
    Kind.TCM_HOSPITAL: "A210",
    Kind.COMMUNITY: "B100",
    Kind.TOWNSHIP: "C210",
    Kind.CLINIC: "D212",
    Kind.EMERGENCY: "E100",
    Kind.MATERNITY: "G100",
    Kind.PREVENTION: "J100",
}


class Plan(NamedTuple):
    """One institution of every province: `name` takes {place} (an invented town) and {word}."""

    name: str
    kind: Kind
    grade: Grade
    authority: AuthorityLevel
    alias: str = ""
    in_consortium: bool = False


_PROVINCE, _CITY, _COUNTY = AuthorityLevel
PLANS = (
    Plan("{place}大学第一附属医院", Kind.HOSPITAL, Grade.TERTIARY_A, _PROVINCE, "{place}附一"),
    Plan("{place}大学附属第二医院", Kind.HOSPITAL, Grade.TERTIARY_A, _PROVINCE, "{place}附二"),
    Plan("{place}市第一人民医院", Kind.HOSPITAL, Grade.TERTIARY_A, _CITY, "{place}市一", True),
    Plan("{place}协和医院", Kind.HOSPITAL, Grade.TERTIARY_A, _CITY, "协和医院"),
    Plan("{place}市中医医院", Kind.TCM_HOSPITAL, Grade.TERTIARY_B, _CITY, "{place}中医院"),
    Plan("{place}市妇幼保健院", Kind.MATERNITY, Grade.TERTIARY_B, _CITY, "{place}妇幼"),
    Plan("{place}市口腔医院", Kind.HOSPITAL, Grade.TERTIARY_B, _CITY),
    Plan("{place}市{word}医院", Kind.HOSPITAL, Grade.SECONDARY_A, _CITY, "", True),
    Plan("{county}{word}人民医院", Kind.HOSPITAL, Grade.SECONDARY_A, _COUNTY),
    Plan("{county}{word}中医院", Kind.TCM_HOSPITAL, Grade.SECONDARY_B, _COUNTY),
    Plan("{county}{word}康复医院", Kind.HOSPITAL, Grade.SECONDARY_B, _COUNTY),
    Plan("{word}社区卫生服务中心", Kind.COMMUNITY, Grade.PRIMARY, _COUNTY, "", True),
    Plan("{word}街道社区卫生服务中心", Kind.COMMUNITY, Grade.PRIMARY, _COUNTY, "", True),
    Plan("{word}镇中心卫生院", Kind.TOWNSHIP, Grade.PRIMARY, _COUNTY, "{word}卫生院"),
    Plan("{word}乡卫生院", Kind.TOWNSHIP, Grade.PRIMARY, _COUNTY),
    Plan("{word}内科诊所", Kind.CLINIC, Grade.UNGRADED, _COUNTY),
    Plan("{word}口腔诊所", Kind.CLINIC, Grade.UNGRADED, _COUNTY),
    Plan("{word}中医诊所", Kind.CLINIC, Grade.UNGRADED, _COUNTY),
    Plan("{place}市疾病预防控制中心", Kind.PREVENTION, Grade.UNGRADED, _CITY, "{place}疾控"),
    Plan("{place}市急救中心", Kind.EMERGENCY, Grade.UNGRADED, _CITY, "{place}120"),
)
_CLOSED_PLAN = 17


def institutions(rng: Random) -> tuple[Institution, ...]:
    """Twenty institutions in each of three provinces; one clinic of each has closed."""
    words = rng.sample(WORDS, len(WORDS)) + [first + "新" for first in WORDS]
    names = iter(words)
    return tuple(
        _institution(rng, number, plan, province, names)
        for province in PROVINCE_CODES
        for number, plan in enumerate(PLANS)
    )


def _institution(
    rng: Random, number: int, plan: Plan, province: str, words: Iterator[str]
) -> Institution:
    county = _county(province, number)
    place = PLACES[PROVINCE_CODES.index(province)]
    parts = {"place": place, "county": county.name[:2]}
    if "{word}" in plan.name:
        parts["word"] = next(words)
    organisation = _organisation_code(rng)
    alias = plan.alias.format(**parts)
    return Institution(
        code=f"{organisation}{county.code}17{_KIND_CODES[plan.kind]}1",
        credit_code=_credit_code(county.code, organisation),
        name=plan.name.format(**parts),
        aliases=(alias,) if alias else (),
        former_names=(f"{place}地区人民医院",) if number == 2 else (),
        kind=plan.kind,
        grade=plan.grade,
        region=county.code,
        address=f"{county.full_name}{rng.choice(WORDS)}路{rng.randint(1, 399)}号",
        authority=plan.authority,
        consortium=f"{province}-{place}医联体" if plan.in_consortium else None,
        opened_on=date(rng.randint(1950, 2012), rng.randint(1, 12), 1),
        closed_on=CLOSED_ON if number == _CLOSED_PLAN else None,
    )


def _county(province: str, number: int) -> Region:
    """City hospitals stand in the capital, the others in turn in its other counties."""
    city = regions.cities(province)[0]
    counties = regions.counties(city.code)
    return counties[0] if PLANS[number].authority is _PROVINCE else counties[number % 6]


def _organisation_code(rng: Random) -> str:
    """Nine characters with the check character of GB 11714."""
    digits = [rng.randint(0, 9) for _ in _ORGANISATION_WEIGHTS]
    total = sum(d * w for d, w in zip(digits, _ORGANISATION_WEIGHTS, strict=True))
    check = 11 - total % 11
    return "".join(map(str, digits)) + {10: "X", 11: "0"}.get(check, str(check))


def _credit_code(region: str, organisation: str) -> str:
    body = f"{_PUBLIC_BODY}{region}{organisation}"
    return body + uscc.calc_check_digit(body)
