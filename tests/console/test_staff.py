"""Lists of physicians and institutions, and who may see them."""

from collections.abc import Awaitable, Callable

import pytest

from storage.models import Account, Physician
from tests.console.conftest import Browser
from tests.world import NEW, OLD, ZHANG, World

Make = Callable[[str], Awaitable[Browser]]


async def test_a_clerk_is_led_to_the_own_institution(browser: Make) -> None:
    answer = await (await browser("new.clerk")).answer("GET", "/console/staff")

    assert answer.headers["Location"] == f"/console/staff/{NEW}"


async def test_bound_verified_and_attested_are_three_facts(world: World, browser: Make) -> None:
    _, text = await (await browser("old.clerk")).get(f"/console/staff/{OLD}")
    figures = [part.split("</b>")[0] for part in text.split("<b>")]

    assert [one for one in figures if "/ 1" in one] == [
        '1<span class="of">/ 1</span>',
        '0<span class="of">/ 1</span>',
        '0<span class="of">/ 1</span>',
    ]


@pytest.mark.parametrize(
    ("show", "listed"),
    [
        ("all", {"欧阳静", "阿依古丽·买买提"}),
        ("unbound", {"阿依古丽·买买提"}),
        ("unverified", {"欧阳静", "阿依古丽·买买提"}),
        ("stale", {"阿依古丽·买买提"}),
        ("nonsense", {"欧阳静", "阿依古丽·买买提"}),
    ],
)
async def test_filters_leave_whom_they_name(
    world: World, browser: Make, show: str, listed: set[str]
) -> None:
    await Account.create(channel="web", external_id="two", lang="zh", physician_id=2)
    _, text = await (await browser("new.clerk")).get(f"/console/staff/{NEW}?show={show}")

    assert {name for name in ("欧阳静", "阿依古丽·买买提") if name in text} == listed


async def test_a_long_list_has_pages(world: World, browser: Make) -> None:
    row = await Physician.get(id=ZHANG)
    values = {name: getattr(row, name) for name in row._meta.db_fields if name != "id"}
    await Physician.bulk_create(
        [Physician(**values | {"id": n, "name": f"医师{n:03}"}) for n in range(100, 160)]
    )
    page = await browser("old.clerk")
    _, first = await page.get(f"/console/staff/{OLD}")
    _, second = await page.get(f"/console/staff/{OLD}?page=2")

    assert first.count("医师1") == 49 or first.count("医师1") == 50
    assert "第 1 页，共 2 页" in first and "第 2 页，共 2 页" in second


async def test_an_officer_sees_the_institutions_of_the_region_the_slowest_first(
    world: World, browser: Make
) -> None:
    _, text = await (await browser("province")).get("/console/staff")

    assert text.index("江汉明德医院") < text.index("江岸仁和医院")
    assert "长沙惠民医院" not in text


async def test_no_identity_number_is_on_the_list(world: World, browser: Make) -> None:
    _, text = await (await browser("old.clerk")).get(f"/console/staff/{OLD}")

    assert "11010519491231002X" not in text
