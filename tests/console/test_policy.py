"""News of policy: it reaches the subscribers whom it touches, once, and nobody else."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from storage.conversations import lines
from storage.models import Account, Physician
from storage.subscriptions import Reach, subscribe, touched
from tests.console.conftest import Browser
from tests.console.program import Program
from tests.world import ZHANG, World

Make = Callable[[str], Awaitable[Browser]]
LAW = "# 新办法\n\n自2026年1月1日起施行\n\n第一条 医师应当参加培训。\n\n第二条 本办法自公布之日起施行。\n"
PUBLISH = "/console/knowledge/publish"


@pytest.fixture
async def text(world: World, program: Program, tmp_path: Path) -> str:
    """A text of the base, and a subscribed physician."""
    file = tmp_path / "新办法.md"
    file.write_text(LAW, "utf-8")
    program.knowledge.add([file])
    await world.database.run(lambda unit: subscribe(unit, world.account, True))
    return "新办法.md"


async def news(world: World) -> list[str]:
    found = await lines(world.vault, world.account)
    parts = [line.body["parts"][0] for line in found if "parts" in line.body]
    return [part["params"]["title"] for part in parts if part["message"] == "notice.policy_news"]


async def test_a_subscriber_whom_it_touches_is_told_once(
    world: World, browser: Make, text: str
) -> None:
    page = await browser("province")
    form = {"document": text, "region": "42"}
    first, again = [await page.post(PUBLISH, form) for _ in range(2)]

    assert (first[0], again[0]) == (200, 409)
    assert "已通知 1 人" in first[1]
    assert await news(world) == ["新办法"]


async def test_an_officer_tells_only_the_own_region(world: World, browser: Make, text: str) -> None:
    page = await browser("county")
    status, said = await page.post(PUBLISH, {"document": text, "region": "43"})

    assert status == 409 and "只能通知您辖区内的医师" in said
    assert await news(world) == []


async def test_of_a_text_that_is_not_there_nobody_is_told(browser: Make) -> None:
    page = await browser("province")

    assert (await page.get(f"{PUBLISH}?document=none"))[0] == 404


async def test_whom_a_policy_touches_is_told_by_category_scope_and_region(
    world: World, text: str
) -> None:
    row = await Physician.get(id=ZHANG).prefetch_related("institution")
    assert row.institution is not None
    (scope, *_), place = row.scopes, row.institution.region
    reaches = [
        Reach(),
        Reach(categories=frozenset({row.category})),
        Reach(scopes=frozenset({scope, "none"}), region=place[:2]),
        Reach(region=place),
        Reach(categories=frozenset({"none"})),
        Reach(scopes=frozenset({"none"})),
        Reach(categories=frozenset({row.category}), region="99"),
    ]

    told = [bool(await touched(reach)) for reach in reaches]

    assert told == [True, True, True, True, False, False, False]


async def test_nobody_is_told_who_did_not_subscribe_or_ended_it(world: World, text: str) -> None:
    await Account.create(channel="web", external_id="other", lang="zh")
    before = await touched(Reach())
    await world.database.run(lambda unit: subscribe(unit, world.account, False))

    assert before == (world.account,)
    assert await touched(Reach()) == ()
