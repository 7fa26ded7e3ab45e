"""Regions are found by code, with the province and city that they belong to."""

import pytest

from registry import regions


@pytest.mark.parametrize(
    ("code", "full_name", "in_use"),
    [
        ("110105", "北京市朝阳区", True),
        ("110103", "北京市崇文区", False),
        ("420106", "湖北省武汉市武昌区", True),
        ("420100", "湖北省武汉市", True),
        ("420000", "湖北省", True),
        ("429004", "湖北省仙桃市", True),
        ("653101", "新疆维吾尔自治区喀什地区喀什市", True),
    ],
)
def test_a_code_names_its_place(code: str, full_name: str, in_use: bool) -> None:
    place = regions.region(code)

    assert place is not None
    assert (full_name, in_use) == (place.full_name, place.in_use)


def test_an_unknown_code_is_no_region() -> None:
    assert regions.region("999999") is None
    assert regions.province_of("99") is None


def test_every_province_has_counties_or_is_one_place() -> None:
    without = [code for code in regions.PROVINCES if not regions.counties(code)]

    assert without == ["71", "81", "82"]


def test_a_municipality_has_counties_and_no_cities() -> None:
    assert regions.cities("11") == ()
    assert "东城区" in [county.name for county in regions.counties("110000")]


def test_a_city_lists_its_own_counties_only() -> None:
    assert {"4201"} == {county.code[:4] for county in regions.counties("420100")}


@pytest.mark.parametrize(
    ("area", "code", "inside"),
    [
        ("42", "420106", True),
        ("4201", "420106", True),
        ("420100", "420106", True),
        ("420000", "420106", True),
        ("420106", "420106", True),
        ("420107", "420106", False),
        ("43", "420106", False),
    ],
)
def test_an_area_contains_its_counties(area: str, code: str, inside: bool) -> None:
    assert inside == regions.contains(area, code)


def test_provinces_are_named_in_both_languages() -> None:
    hubei = regions.province_of("420106")

    assert hubei is not None
    assert (hubei.zh, hubei.en) == ("湖北省", "Hubei")
