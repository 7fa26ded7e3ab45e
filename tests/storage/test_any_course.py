"""Whatever people do in whatever order, an application stays what it must be."""

import random
from datetime import timedelta

import pytest

from registry.application import FINAL_STATES, Action, State
from storage import audit
from storage.applications import of_physician, submit, withdraw
from storage.audit import Verified
from storage.beijing import day
from storage.cases import View, cases_at
from storage.database import Database, Unit
from storage.decisions import Acted, act
from storage.models import Application, ApplicationStep, Physician
from storage.vault import Vault
from tests.world import ANSWERS, CHANGE, NEW, OLD, ZHANG, World, make_world

STEPS = 25


async def one_step(world: World, unit: Unit, choose: random.Random) -> object:
    """Somebody does something, sensible or not."""
    row = await Application.all().order_by("-id").first()
    if row is None or choose.random() < 0.15:
        correcting = row.number if row and row.state == State.CORRECTION.value else None
        return await submit(unit, ZHANG, world.account, CHANGE, ANSWERS, correcting)
    if choose.random() < 0.06:
        return await withdraw(unit, row.number, ZHANG)
    desk = world.desks[choose.choice(sorted(world.desks))]
    action = choose.choice(list(Action))
    reason = choose.choice(["", "缺聘用证明"])
    revision = row.revision - (choose.random() < 0.1)
    due = choose.choice([None, day(unit.now) + timedelta(days=choose.randint(-3, 30))])
    return await act(unit, row.id, desk, action, reason, revision, due)


@pytest.mark.parametrize("seed", range(6))
async def test_an_application_keeps_its_promises(
    database: Database, vault: Vault, seed: int
) -> None:
    world, choose = await make_world(database, vault), random.Random(seed)
    for _ in range(STEPS):
        before = (await Physician.get(id=ZHANG)).institution_id
        done = await database.run(lambda unit: one_step(world, unit, choose))
        after = (await Physician.get(id=ZHANG)).institution_id
        approved = isinstance(done, Acted) and done.state is State.APPROVED

        assert (before != after) is (approved and before == OLD)
    await holds(world)


async def holds(world: World) -> None:
    """One open application at most, in one list of each desk; steps, revisions, chain agree."""
    rows = await Application.all()
    final = [state.value for state in FINAL_STATES]
    for login, desk in world.desks.items():
        listed = [line.number for view in View for line in await cases_at(desk, view)]
        assert len(listed) == len(set(listed)), login
    assert sum(row.state not in final for row in rows) <= 1
    assert [row.revision for row in rows] == [
        await ApplicationStep.filter(application=row).count() for row in rows
    ]
    assert len(await of_physician(ZHANG, day(rows[0].submitted_at), limit=99)) == len(rows)
    assert isinstance(await audit.verify(), Verified)
    assert (await Physician.get(id=ZHANG)).institution_id in (OLD, NEW)
