"""Every figure has its denominator, and small cells do not point at people."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.indicators import (
    Dimension,
    Share,
    active,
    adoption,
    age_group,
    density,
    distribution,
    first_registered,
    freshness,
    in_practice,
    suppressed,
)
from registry.synthetic import Register, generate

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def register() -> Register:
    return generate(TODAY)


@pytest.mark.parametrize("dimension", Dimension)
def test_every_distribution_adds_up_to_its_whole(dimension: Dimension, register: Register) -> None:
    stock = in_practice(register.physicians)
    places = {place.code: place for place in register.institutions}

    shares = distribution(stock, dimension, places, TODAY)
    assert len(stock) == sum(one.count or 0 for one in shares)
    assert {len(stock)} == {one.of for one in shares}
    assert pytest.approx(sum(one.share or 0 for one in shares)) == 1


def test_those_who_left_are_not_stock(register: Register) -> None:
    assert 0 < len(in_practice(register.physicians)) < len(register.physicians)


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (date(2002, 11, 24), "0-24"),
        (date(2001, 11, 23), "25-34"),
        (date(1991, 11, 24), "25-34"),
        (date(1991, 11, 23), "35-44"),
        (date(1961, 11, 23), "65+"),
    ],
)
def test_age_is_completed_years(born: date, group: str) -> None:
    assert group == age_group(born, TODAY)


def test_rates_name_their_whole(register: Register) -> None:
    stock = in_practice(register.physicians)

    fresh = freshness(stock, TODAY)
    assert 0 < fresh.attested < fresh.of == len(stock)
    assert fresh.oldest is not None
    assert active(stock, TODAY).of == len(stock)
    everybody = first_registered(stock, date(1900, 1, 1), TODAY)
    assert len(stock) == everybody.count


def test_density_is_per_thousand_people(register: Register) -> None:
    stock = in_practice(register.physicians)
    places = {place.code: place for place in register.institutions}
    in_hubei = sum(places[p.institution_code or ""].region.startswith("42") for p in stock)

    (hubei,) = density(stock, places, {"42": 1_000_000, "99": 0})
    assert in_hubei == hubei.physicians
    assert in_hubei / 1000 == pytest.approx(hubei.per_thousand)


def test_adoption_counts_people_once_per_institution(register: Register) -> None:
    stock = in_practice(register.physicians)
    ids = frozenset(one.id for one in stock)

    lines = adoption(stock, ids, frozenset(), TODAY)
    assert len(stock) == sum(line.staff for line in lines)
    assert all((line.staff, 0) == (line.bound, line.verified) for line in lines)
    assert all(line.attested <= line.staff for line in lines)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((10, 20, 30), (10, 20, 30)),
        ((4, 20, 30), (None, None, 30)),
        ((4, 3, 30), (None, None, 30)),
        ((0, 20, 30), (0, 20, 30)),
        ((4,), (None,)),
        ((), ()),
    ],
)
def test_small_cells_are_hidden_together_with_one_more(
    counts: tuple[int, ...], shown: tuple[int | None, ...]
) -> None:
    shares = [Share(group=str(n), count=count, of=sum(counts)) for n, count in enumerate(counts)]

    assert shown == tuple(one.count for one in suppressed(shares))


@given(st.lists(st.integers(0, 12), max_size=8))
def test_no_hidden_cell_can_be_worked_out_from_the_total(counts: list[int]) -> None:
    shares = [Share(group=str(n), count=count, of=sum(counts)) for n, count in enumerate(counts)]
    shown = suppressed(shares)
    hidden = [one for one in shown if one.count is None]

    assert all(not 0 < (one.count or 0) < 5 for one in shown)
    assert len(hidden) != 1 or not any(one.count for one in shown)
