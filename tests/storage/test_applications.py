"""The life of an application: from the chat to the register, and who may do what to it."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from registry.application import Action, Actor, Refusal, State
from registry.physician import FilingKind
from storage import audit
from storage.applications import (
    AlreadyOpen,
    NotSubmitted,
    Receipt,
    WithdrawOutcome,
    correction,
    of_physician,
    submit,
    withdraw,
)
from storage.beijing import day
from storage.cases import View, case_for, cases_at
from storage.database import Database
from storage.decisions import Acted, Denial, Denied, act, foretell
from storage.models import Application, FieldConfirmation, Filing, Physician
from storage.overdue import run_out
from storage.vault import Vault
from tests.world import ANSWERS, AWAY, CHANGE, FAR, NEW, OLD, ZHANG, World, make_world

CONFIRM = ("new.clerk", Action.CONFIRM)
ACCEPT = ("county", Action.ACCEPT)
APPROVE = ("county", Action.APPROVE)


@pytest.fixture
async def world(database: Database, vault: Vault) -> World:
    return await make_world(database, vault)


async def test_a_submission_gives_a_numbered_receipt_that_names_who_acts_next(world: World) -> None:
    receipt = await world.submit()

    assert receipt.number.startswith("YZ-20") and receipt.number.endswith("-000001")
    assert receipt.waits_for is Actor.INSTITUTION
    assert receipt.institution == "江汉明德医院"
    assert len(receipt.digest) == 64
    assert receipt.deadline is not None and receipt.working_days > 0


async def test_a_second_open_application_of_the_same_service_is_refused(world: World) -> None:
    first = await world.submit()

    again = await world.database.run(
        lambda unit: submit(unit, ZHANG, world.account, CHANGE, ANSWERS)
    )

    assert again == AlreadyOpen(number=first.number)


async def test_moving_to_where_one_already_is_is_not_submitted(world: World) -> None:
    same = await world.database.run(
        lambda unit: submit(unit, ZHANG, world.account, CHANGE, ANSWERS | {"institution": OLD})
    )

    assert same is NotSubmitted.SAME_INSTITUTION


async def test_approval_writes_the_register_in_one_go_and_tells_the_physician(world: World) -> None:
    number = await world.reach(CONFIRM, ACCEPT)

    done = await world.act("county", number, Action.APPROVE)
    physician = await Physician.get(id=ZHANG)

    assert done.state is State.APPROVED
    assert done.notice is not None
    assert (done.notice.account_id, done.notice.key) == (
        world.account,
        "notice.application.approve",
    )
    assert (physician.institution_id, physician.department, physician.revision) == (
        NEW,
        "心内科",
        1,
    )
    assert (await audit.verify()).entries > 4  # type: ignore[union-attr]


async def test_what_was_confirmed_of_the_old_place_does_not_contradict_the_new_one(
    world: World,
) -> None:
    for field in ("department", "institution_code", "phone"):
        await FieldConfirmation.create(
            physician_id=ZHANG, field=field, digest="-", confirmed_on=date(2026, 11, 1)
        )
    await world.reach(CONFIRM, ACCEPT, APPROVE)

    assert [row.field for row in await FieldConfirmation.all()] == ["phone"]


async def test_nothing_is_in_the_register_before_the_approval(world: World) -> None:
    await world.reach(CONFIRM, ACCEPT)

    assert (await Physician.get(id=ZHANG)).institution_id == OLD


async def test_the_old_institution_may_stay_silent(world: World) -> None:
    number = await world.reach(CONFIRM, ACCEPT, APPROVE)

    assert (await Application.get(number=number)).old_institution_state == "waiting"


async def test_an_objection_of_the_old_institution_is_recorded_and_does_not_block(
    world: World,
) -> None:
    number = await world.reach(CONFIRM)
    objected = await world.act("old.clerk", number, Action.OBJECT_TO_LEAVING, "交接未完成")
    await world.act("county", number, Action.ACCEPT)
    approved = await world.act("county", number, Action.APPROVE)

    assert objected.notice is not None and objected.notice.params["reason"] == "交接未完成"
    assert approved.state is State.APPROVED


async def test_of_two_officers_at_once_only_the_first_acts(world: World) -> None:
    number = await world.reach(CONFIRM)
    row = await Application.get(number=number)
    await world.act("county", number, Action.ACCEPT)

    late = await world.database.run(
        lambda unit: act(
            unit, row.id, world.desks["county.two"], Action.REFUSE, "材料不全", row.revision
        )
    )

    assert late == Denied(reason=Denial.CHANGED_MEANWHILE)


async def test_of_two_acts_in_the_same_moment_exactly_one_is_done(world: World) -> None:
    number = await world.reach(CONFIRM, ACCEPT)
    row = await Application.get(number=number)
    both = [
        world.database.run(
            lambda unit, who=login, what=action: act(
                unit, row.id, world.desks[who], what, "理由", row.revision
            )
        )
        for login, action in (("county", Action.APPROVE), ("county.two", Action.REFUSE))
    ]
    done = await asyncio.gather(*both)

    assert [isinstance(one, Acted) for one in done] == [True, False]
    assert done[1] == Denied(reason=Denial.CHANGED_MEANWHILE)


@pytest.mark.parametrize(
    ("login", "reason"),
    [
        ("far.clerk", Denial.GONE),
        ("other.province", Denial.GONE),
        ("other.county", Denial.GONE),
        ("province", Denial.NOT_YOUR_DESK),
        ("old.clerk", Refusal.NOT_IN_THIS_STATE),
        ("new.clerk", Refusal.NOT_IN_THIS_STATE),
    ],
)
async def test_nobody_decides_from_another_desk(
    world: World, login: str, reason: Denial | Refusal
) -> None:
    number = await world.reach(CONFIRM, ACCEPT)
    row = await Application.get(number=number)

    denied = await world.database.run(
        lambda unit: act(unit, row.id, world.desks[login], Action.APPROVE, "", row.revision)
    )

    assert denied == Denied(reason=reason)


async def test_nobody_acts_on_his_own_application(world: World) -> None:
    receipt = await world.submit()
    row = await Application.get(number=receipt.number)
    himself = world.desks["new.clerk"].model_copy(update={"physician_id": ZHANG})

    denied = await world.database.run(
        lambda unit: act(unit, row.id, himself, Action.CONFIRM, "", row.revision)
    )

    assert denied == Denied(reason=Refusal.OWN_APPLICATION)
    assert await cases_at(himself, View.ACT) == []


@pytest.mark.parametrize("action", [Action.RETURN])
async def test_a_return_needs_its_reason(world: World, action: Action) -> None:
    receipt = await world.submit()
    row = await Application.get(number=receipt.number)

    denied = await world.database.run(
        lambda unit: act(unit, row.id, world.desks["new.clerk"], action, "  ", row.revision)
    )

    assert denied == Denied(reason=Refusal.REASON_MISSING)


async def test_the_authority_asks_for_a_correction_once_and_gets_it_back(world: World) -> None:
    number = await world.reach(CONFIRM)
    due = day(_now()) + timedelta(days=20)
    asked = await world.act("county", number, Action.ASK_CORRECTION, "缺聘用证明盖章页", due)
    open_correction = await correction(number, ZHANG)
    again = await world.database.run(
        lambda unit: submit(
            unit, ZHANG, world.account, CHANGE, ANSWERS | {"department": "呼吸内科"}, number
        )
    )
    row = await Application.get(number=number)
    second = await world.database.run(
        lambda unit: act(
            unit,
            row.id,
            world.desks["county"],
            Action.ASK_CORRECTION,
            "还缺一页",
            row.revision,
            due,
        )
    )

    assert asked.notice is not None and asked.notice.choices[0].key == f"correct:{number}"
    assert asked.notice.params["due"] == due.isoformat()
    assert open_correction is not None and open_correction.reason == "缺聘用证明盖章页"
    assert isinstance(again, Receipt) and again.waits_for is Actor.AUTHORITY
    assert row.state == State.CONFIRMED.value
    assert second == Denied(reason=Refusal.CORRECTION_ALREADY_ASKED)


async def test_a_correction_that_names_another_institution_asks_that_institution(
    world: World,
) -> None:
    number = await world.reach(CONFIRM)
    due = day(_now()) + timedelta(days=20)
    await world.act("county", number, Action.ASK_CORRECTION, "机构名称有误", due)

    again = await world.database.run(
        lambda unit: submit(
            unit, ZHANG, world.account, CHANGE, ANSWERS | {"institution": FAR}, number
        )
    )
    row = await Application.get(number=number)

    assert isinstance(again, Receipt) and again.waits_for is Actor.INSTITUTION
    assert (row.institution_id, row.region, row.institution_state) == (FAR, "4301", "waiting")


async def test_a_withdrawal_ends_it_and_a_decided_one_stays(world: World) -> None:
    first = await world.submit()
    withdrawn = await world.database.run(lambda unit: withdraw(unit, first.number, ZHANG))
    number = await world.reach(CONFIRM, ACCEPT, APPROVE)
    late = await world.database.run(lambda unit: withdraw(unit, number, ZHANG))
    foreign = await world.database.run(lambda unit: withdraw(unit, number, 2))

    assert withdrawn is WithdrawOutcome.WITHDRAWN
    assert late is WithdrawOutcome.DECIDED
    assert foreign is WithdrawOutcome.NOT_FOUND


async def test_the_physician_sees_state_who_must_act_the_deadline_and_every_step(
    world: World,
) -> None:
    await world.reach(CONFIRM, ACCEPT)

    (summary,) = await of_physician(ZHANG, day(_now()))

    assert (summary.state, summary.waits_for) == (State.ACCEPTED, Actor.AUTHORITY)
    assert summary.working_days_left == 20
    assert [step.action for step in summary.steps] == [
        Action.SUBMIT,
        Action.CONFIRM,
        Action.ACCEPT,
    ]
    assert summary.can_withdraw and not summary.can_correct


async def test_before_and_after_mark_only_what_differs(world: World) -> None:
    receipt = await world.submit(institution=FAR)

    case = await case_for(world.desks["old.clerk"], receipt.number)

    assert case is not None
    assert {change.field: change.differs for change in case.changes} == {
        "main_institution": True,
        "department": True,
        "registered_place": True,
    }


async def test_a_move_inside_the_province_keeps_the_registered_place(world: World) -> None:
    receipt = await world.submit()

    case = await case_for(world.desks["old.clerk"], receipt.number)

    assert case is not None
    assert {change.field: change.differs for change in case.changes}["registered_place"] is False


@pytest.mark.parametrize(
    ("target", "kind", "filed_at", "ends"),
    [
        (NEW, FilingKind.FILING, NEW, True),
        (FAR, FilingKind.FILING, NEW, True),
        (NEW, FilingKind.ADDITIONAL, FAR, False),
        (FAR, FilingKind.FILING, AWAY, False),
    ],
)
async def test_filings_end_at_the_new_main_institution_and_outside_its_province(
    world: World, target: str, kind: FilingKind, filed_at: str, ends: bool
) -> None:
    filing = await Filing.create(
        physician_id=ZHANG, institution_id=filed_at, kind=kind.value, starts_on=date(2024, 1, 1)
    )
    receipt = await world.submit(institution=target)
    row = await Application.get(number=receipt.number)
    clerk, officer = ("new.clerk", "county") if target == NEW else ("far.clerk", "far.city")
    world.desks["far.city"] = world.desks["other.province"].model_copy(update={"region": "4301"})
    await world.act(clerk, receipt.number, Action.CONFIRM)
    await world.act(officer, receipt.number, Action.ACCEPT)
    await world.act(officer, receipt.number, Action.APPROVE)
    await filing.refresh_from_db()

    assert ends is (filing.ends_on is not None)
    assert ends is ("filings" in row.after)


async def test_an_approval_on_a_register_that_changed_since_is_refused(world: World) -> None:
    number = await world.reach(CONFIRM, ACCEPT)
    await Physician.filter(id=ZHANG).update(department="急诊科")
    row = await Application.get(number=number)

    denied = await world.database.run(
        lambda unit: act(unit, row.id, world.desks["county"], Action.APPROVE, "", row.revision)
    )
    case = await case_for(world.desks["county"], number)

    assert denied == Denied(reason=Denial.REGISTER_CHANGED)
    assert case is not None and case.register_changed


async def test_what_is_foretold_is_what_is_told(world: World) -> None:
    number = await world.reach(CONFIRM)
    row = await Application.get(number=number)
    desk = world.desks["county"]

    foretold = await foretell(_now(), row.id, desk, Action.REFUSE, "执业范围不符", row.revision)
    done = await world.act("county", number, Action.REFUSE, "执业范围不符")

    assert foretold == done.notice


@pytest.mark.parametrize(
    ("login", "before", "after_confirm"),
    [
        ("new.clerk", View.ACT, View.WAIT),
        ("old.clerk", View.ACT, View.ACT),
        ("county", View.WAIT, View.ACT),
        ("province", View.WAIT, View.WAIT),
    ],
)
async def test_a_case_is_in_the_list_of_whoever_must_act(
    world: World, login: str, before: View, after_confirm: View
) -> None:
    desk = world.desks[login]
    receipt = await world.submit()
    first = [view for view in View if await cases_at(desk, view)]
    await world.act("new.clerk", receipt.number, Action.CONFIRM)
    then = [view for view in View if await cases_at(desk, view)]

    assert first == [before]
    assert then == [after_confirm]


async def test_silence_of_the_authority_counts_as_acceptance(world: World) -> None:
    number = await world.reach(CONFIRM)
    row = await Application.get(number=number)
    received = date(2026, 9, 1)
    row.standing |= {"received_on": received.isoformat()}
    row.deadline = date(2026, 9, 8)
    await row.save()

    notices = await world.database.run(run_out)
    await row.refresh_from_db()

    assert [notice.key for notice in notices] == ["notice.application.deem_accepted"]
    assert (row.state, row.standing["accepted_on"]) == ("accepted", "2026-09-01")


def _now() -> datetime:
    return datetime.now(UTC)
