"""Tasks: whom they reach, how they end, and what that does."""

from datetime import UTC, datetime

import pytest

from storage.database import Database
from storage.desk import Desk, Role
from storage.models import Account, Blob, DataKey, Physician, Task, Verification
from storage.notice import Notice
from storage.outcomes import NEEDS_REASON, OUTCOMES, Ended, Outcome, TaskProblem, close, offered
from storage.tasks import (
    Detail,
    FaceReview,
    Handover,
    ManualVerification,
    Objection,
    Question,
    ReferencePhoto,
    TaskKind,
    TaskState,
    open_task,
    task_for,
    tasks_at,
)
from storage.vault import Vault
from tests.world import OLD, ZHANG, World, make_world

OBJECTION = Objection(ground="name", statement="我的名字是張偉", typed_name="張偉")


@pytest.fixture
async def world(database: Database, vault: Vault) -> World:
    return await make_world(database, vault)


async def opened(world: World, detail: Detail, institution: str | None = OLD) -> int:
    region = "420102" if institution == OLD else "420103"
    return await world.database.run(
        lambda unit: open_task(unit, world.vault, world.account, detail, institution, region)
    )


async def ended(
    world: World,
    login: str,
    task: int,
    outcome: Outcome,
    reason: str = "",
    physician: int | None = None,
) -> Ended | TaskProblem:
    return await world.database.run(
        lambda unit: close(unit, world.vault, task, world.desks[login], outcome, reason, physician)
    )


async def blob(world: World, name: str) -> str:
    now = datetime.now(UTC)
    await Blob.create(
        id=name,
        subject=f"account:{world.account}",
        media="photo",
        content_type="image/jpeg",
        size=3,
        sha256="0" * 64,
        created_at=now,
        expires_at=now.replace(year=now.year + 1),
    )
    return name


@pytest.mark.parametrize(
    ("login", "reached"),
    [
        ("old.clerk", True),
        ("new.clerk", False),
        ("far.clerk", False),
        ("other.county", True),
        ("county", False),
        ("province", True),
        ("other.province", False),
    ],
)
async def test_a_task_reaches_its_institution_and_the_officers_above(
    world: World, login: str, reached: bool
) -> None:
    task = await opened(world, ManualVerification())
    desk = world.desks[login]

    assert reached is (await task_for(desk, world.vault, task) is not None)
    assert reached is bool(await tasks_at(desk))
    assert reached is (await ended(world, login, task, Outcome.CONFIRMED) is not TaskProblem.GONE)


async def test_what_comes_from_an_unknown_place_reaches_every_officer_and_no_clerk(
    world: World,
) -> None:
    await world.database.run(
        lambda unit: open_task(
            unit, world.vault, world.account, Question(text="进修要变更吗"), None, ""
        )
    )

    reached = {login for login, desk in world.desks.items() if await tasks_at(desk)}

    assert reached == {"county", "county.two", "other.county", "province", "other.province"}


async def test_what_a_task_says_is_sealed_in_the_database(world: World) -> None:
    task = await opened(world, OBJECTION)

    assert "張偉".encode() not in bytes((await Task.get(id=task)).sealed)
    stored = await task_for(world.desks["old.clerk"], world.vault, task)
    assert stored is not None and stored.detail == OBJECTION


async def test_opening_the_same_kind_again_replaces_it_and_questions_stand_alone(
    world: World,
) -> None:
    first = await opened(world, ManualVerification(why="no_camera"))
    second = await opened(world, ManualVerification(why="declined"))
    questions = {await opened(world, Question(text=text), None) for text in ("一", "二")}

    assert first == second
    assert len(questions) == 2


async def test_a_clerk_confirms_a_person_and_the_account_is_verified(world: World) -> None:
    task = await opened(world, ManualVerification())
    done = await ended(world, "old.clerk", task, Outcome.CONFIRMED)
    account = await Account.get(id=world.account)
    receipt = await Verification.get()

    assert isinstance(done, Ended)
    assert done.notice.key == "notice.manual_verification.confirmed"
    assert account.verified_at is not None
    assert (receipt.method, receipt.officer_id, receipt.physician_id) == (
        "clerk",
        world.desks["old.clerk"].id,
        ZHANG,
    )


async def test_a_confirmed_photo_becomes_the_registers_and_the_one_before_goes(
    world: World,
) -> None:
    await Physician.filter(id=ZHANG).update(photo_blob=await blob(world, "before"))
    task = await opened(world, ReferencePhoto(photo=await blob(world, "new")))
    done = await ended(world, "old.clerk", task, Outcome.CONFIRMED)
    physician = await Physician.get(id=ZHANG)

    assert isinstance(done, Ended) and done.discard == ("before",)
    assert physician.photo_blob == "new" and physician.photo_confirmed_on is not None
    assert (await Blob.get(id="new")).expires_at is None


async def test_a_rejected_photo_is_deleted_and_the_reason_told(world: World) -> None:
    task = await opened(world, ReferencePhoto(photo=await blob(world, "new")))
    done = await ended(world, "old.clerk", task, Outcome.REJECTED, "戴着口罩")

    assert isinstance(done, Ended) and done.discard == ("new",)
    assert done.notice.params == {"reason": "戴着口罩"}
    assert (await Physician.get(id=ZHANG)).photo_blob is None


@pytest.mark.parametrize("outcome", [Outcome.CONFIRMED, Outcome.REJECTED])
async def test_the_pictures_of_a_face_review_go_whatever_the_outcome(
    world: World, outcome: Outcome
) -> None:
    selfies = (await blob(world, "one"), await blob(world, "two"))
    task = await opened(world, FaceReview(selfies=selfies, verdict="unsure"))
    done = await ended(world, "old.clerk", task, outcome, "不是同一人")
    account = await Account.get(id=world.account)

    assert isinstance(done, Ended) and done.discard == selfies
    assert (outcome is Outcome.CONFIRMED) is (account.verified_at is not None)
    assert (await Verification.get()).deleted_at is not None


@pytest.mark.parametrize(
    ("login", "outcome", "name", "former"),
    [
        ("old.clerk", Outcome.BOUND, "张伟", []),
        ("old.clerk", Outcome.FORMER_NAME, "张伟", ["張偉"]),
        ("other.county", Outcome.NEW_NAME, "張偉", ["张伟"]),
    ],
)
async def test_an_accepted_objection_puts_the_record_right_and_binds(
    world: World, login: str, outcome: Outcome, name: str, former: list[str]
) -> None:
    await Account.filter(id=world.account).update(physician_id=None, failed_binds=3)
    task = await opened(world, OBJECTION)
    done = await ended(world, login, task, outcome, physician=ZHANG)
    physician, account = await Physician.get(id=ZHANG), await Account.get(id=world.account)

    assert isinstance(done, Ended) and done.notice.key == f"notice.objection.{outcome}"
    assert (physician.name, physician.former_names) == (name, former)
    assert (account.physician_id, account.failed_binds) == (ZHANG, 0)


async def test_an_officer_puts_a_wrong_id_number_right(world: World) -> None:
    await Account.filter(id=world.account).update(physician_id=None)
    said = Objection(ground="id_number", statement="-", typed_id_number="110105194912310038")
    task = await opened(world, said)
    await ended(world, "other.county", task, Outcome.NEW_ID_NUMBER, physician=ZHANG)
    row = await Physician.get(id=ZHANG)

    assert row.id_number_index == world.vault.index("id_number", "110105194912310038")
    assert (
        world.vault.unseal(f"physician:{ZHANG}", "id_number", bytes(row.id_number))
        == b"110105194912310038"
    )


@pytest.mark.parametrize(
    ("outcome", "physician", "problem"),
    [
        (Outcome.NEW_NAME, ZHANG, TaskProblem.NOT_ALLOWED),
        (Outcome.CONFIRMED, ZHANG, TaskProblem.NOT_ALLOWED),
        (Outcome.EXPLAINED, None, TaskProblem.NO_REASON),
        (Outcome.BOUND, None, TaskProblem.NO_PHYSICIAN),
        (Outcome.BOUND, 2, TaskProblem.NO_PHYSICIAN),
    ],
)
async def test_an_objection_does_not_end_otherwise(
    world: World, outcome: Outcome, physician: int | None, problem: TaskProblem
) -> None:
    await Account.filter(id=world.account).update(physician_id=None)
    task = await opened(world, OBJECTION)

    assert await ended(world, "old.clerk", task, outcome, physician=physician) is problem


async def test_nobody_verifies_himself(world: World) -> None:
    world.desks["self"] = world.desks["old.clerk"].model_copy(update={"physician_id": ZHANG})
    task = await opened(world, ManualVerification())

    assert await ended(world, "self", task, Outcome.CONFIRMED) is TaskProblem.OWN


async def test_a_task_ends_once(world: World) -> None:
    task = await opened(world, ManualVerification())
    await ended(world, "old.clerk", task, Outcome.CONFIRMED)

    again = await ended(world, "old.clerk", task, Outcome.REJECTED, "不是本人")

    assert again is TaskProblem.CLOSED
    assert [line.id for line in await tasks_at(world.desks["old.clerk"], TaskState.CLOSED)] == [
        task
    ]


async def test_an_account_that_was_bound_to_another_since_is_not_verified(world: World) -> None:
    task = await opened(world, ManualVerification())
    await Account.filter(id=world.account).update(physician_id=2)

    assert await ended(world, "old.clerk", task, Outcome.CONFIRMED) is TaskProblem.BOUND_ELSEWHERE
    assert (await Account.get(id=world.account)).verified_at is None


async def test_another_account_of_the_same_physician_hears_of_the_binding(world: World) -> None:
    other = await Account.create(channel="web", external_id="other", lang="zh", physician_id=ZHANG)
    await Account.filter(id=world.account).update(physician_id=None)
    task = await opened(world, OBJECTION)
    done = await ended(world, "old.clerk", task, Outcome.BOUND, physician=ZHANG)

    assert isinstance(done, Ended)
    assert [notice.account_id for notice in done.others] == [other.id]


async def test_an_answer_goes_to_the_one_who_asked(world: World) -> None:
    task = await opened(world, Question(text="进修要变更吗"), None)
    done = await ended(world, "county", task, Outcome.ANSWERED, "不需要，见医师法第十八条")

    assert isinstance(done, Ended)
    assert done.notice == Notice(
        account_id=world.account,
        key="notice.question.answered",
        params={"question": "进修要变更吗", "reason": "不需要，见医师法第十八条"},
        choices=done.notice.choices,
    )


async def test_a_handed_back_conversation_is_the_bots_again(world: World) -> None:
    await Account.filter(id=world.account).update(handed_over=True)
    task = await opened(world, Handover(since=1))
    await ended(world, "old.clerk", task, Outcome.HANDED_BACK)

    assert (await Account.get(id=world.account)).handed_over is False


async def test_a_task_of_an_erased_person_says_nothing_any_more(world: World) -> None:
    task = await opened(world, OBJECTION)
    await DataKey.filter(subject=f"account:{world.account}").delete()
    world.vault.forget(f"account:{world.account}")
    stored = await task_for(world.desks["old.clerk"], world.vault, task)

    assert stored is not None and stored.detail is None
    assert await ended(world, "old.clerk", task, Outcome.BOUND) is TaskProblem.ERASED


@pytest.mark.parametrize("kind", TaskKind)
def test_every_kind_can_end_at_every_desk(kind: TaskKind) -> None:
    for role in Role:
        desk = Desk(id=1, login="x", name="x", role=role, region="42")
        assert offered(desk, kind)
        assert set(offered(desk, kind)) <= set(OUTCOMES[kind])


def test_a_machine_or_person_never_rejects_without_a_reason() -> None:
    assert {Outcome.REJECTED, Outcome.EXPLAINED} <= NEEDS_REASON
