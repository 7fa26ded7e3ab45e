"""Tasks in the console: what is seen, what is recorded, what happens to pictures and people."""

from collections.abc import Awaitable, Callable

import pytest

from storage.conversations import lines
from storage.models import Account, AuditEntry, Physician, Task
from storage.tasks import (
    Detail,
    FaceReview,
    Handover,
    ManualVerification,
    Objection,
    Question,
    ReferencePhoto,
    open_task,
)
from tests.console.conftest import Browser
from tests.console.program import Program
from tests.world import OLD, ZHANG, World

Make = Callable[[str], Awaitable[Browser]]
OBJECTION = Objection(
    ground="name",
    statement="<b>我叫張偉</b>",
    typed_name="張偉",
    typed_id_number="11010519491231002X",
)


async def opened(world: World, detail: Detail, institution: str | None = OLD) -> str:
    number = await world.database.run(
        lambda unit: open_task(unit, world.vault, world.account, detail, institution, "420102")
    )
    return f"/console/tasks/{number}"


async def photo(world: World, program: Program, name: bytes = b"") -> str:
    data = b"\xff\xd8\xff" + name
    return (await program.blobs.keep(f"account:{world.account}", data, "photo", "image/jpeg")).id


async def end(page: Browser, task: str, outcome: str, **form: str) -> tuple[int, str]:
    return await page.post(task, {"outcome": outcome, "step": "send"} | form)


async def told(world: World) -> list[str]:
    found = await lines(world.vault, world.account)
    return [line.body["parts"][0]["message"] for line in found if "parts" in line.body]


async def test_a_clerk_confirms_a_photo_and_it_becomes_the_registers(
    world: World, browser: Make, program: Program
) -> None:
    name = await photo(world, program)
    task = await opened(world, ReferencePhoto(photo=name))
    page = await browser("old.clerk")
    seen = await page.answer("GET", f"{task}/pictures/{name}")
    status, _ = await end(page, task, "confirmed")

    assert (seen.status, await seen.read()) == (200, b"\xff\xd8\xff")
    assert status == 303
    assert (await Physician.get(id=ZHANG)).photo_blob == name
    assert await told(world) == ["notice.reference_photo.confirmed"]


async def test_a_rejected_photo_is_gone_from_the_disk_and_the_reason_is_told(
    world: World, browser: Make, program: Program
) -> None:
    name = await photo(world, program)
    task = await opened(world, ReferencePhoto(photo=name))
    page = await browser("old.clerk")
    without = await end(page, task, "rejected", reason="")
    status, _ = await end(page, task, "rejected", reason="戴着口罩")

    assert without[0] == 409 and "请写明理由" in without[1]
    assert status == 303
    assert await program.blobs.read(name) is None
    assert (await lines(world.vault, world.account))[0].body["parts"][0]["params"] == {
        "reason": "戴着口罩"
    }


async def test_two_pictures_stand_side_by_side_and_every_look_is_audited(
    world: World, browser: Make, program: Program
) -> None:
    selfie, reference = await photo(world, program, b"1"), await photo(world, program, b"2")
    await Physician.filter(id=ZHANG).update(photo_blob=reference, photo_confirmed_on="2026-01-01")
    task = await opened(world, FaceReview(selfies=(selfie,), verdict="no_match", engine="dlib"))
    page = await browser("old.clerk")
    _, text = await page.get(task)
    looks = [await page.get(f"{task}/pictures/{which}") for which in (selfie, "register")]
    other = await page.get(f"{task}/pictures/{reference}")
    acts = await AuditEntry.filter(subject=task.replace("/console/tasks/", "task:")).values_list(
        "action", flat=True
    )

    assert f"{task}/pictures/{selfie}" in text and f"{task}/pictures/register" in text
    assert "程序不会拒绝任何人" in text and "dlib" not in text
    assert [status for status, _ in looks] == [200, 200]
    assert other[0] == 404
    assert sorted(acts) == ["picture_seen", "picture_seen", "task_opened", "task_read"]


async def test_the_pictures_of_a_closed_review_are_gone_and_cannot_be_seen(
    world: World, browser: Make, program: Program
) -> None:
    selfie = await photo(world, program)
    task = await opened(world, FaceReview(selfies=(selfie,), verdict="unsure"))
    page = await browser("old.clerk")
    await end(page, task, "confirmed")
    _, text = await page.get(f"{task}?done=confirmed")

    assert await program.blobs.read(selfie) is None
    assert (await page.get(f"{task}/pictures/{selfie}"))[0] == 404
    assert "已确认，对方已收到通知" in text and "pictures" not in text
    assert (await Account.get(id=world.account)).verified_at is not None


async def test_pictures_of_a_closed_task_go_even_if_the_program_dies_before_deleting_them(
    world: World, browser: Make, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    selfie = await photo(world, program)
    task = await opened(world, FaceReview(selfies=(selfie,), verdict="unsure"))
    page = await browser("old.clerk")

    async def die(name: str) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(program.blobs, "delete", die)
    status, _ = await end(page, task, "confirmed")
    monkeypatch.undo()
    swept = await program.blobs.sweep()

    assert (status, swept) == (500, 1)
    assert await program.blobs.read(selfie) is None
    assert (await Account.get(id=world.account)).verified_at is not None


async def test_pictures_whose_time_is_over_are_said_to_be_gone(world: World, browser: Make) -> None:
    task = await opened(world, FaceReview(selfies=("0" * 32,), verdict="unsure"))
    _, text = await (await browser("old.clerk")).get(task)

    assert "已到期删除" in text


async def test_an_objection_shows_what_agrees_with_which_record(
    world: World, browser: Make
) -> None:
    index = world.vault.index("id_number", OBJECTION.typed_id_number)
    await Physician.filter(id=ZHANG).update(id_number_index=index)
    await Account.filter(id=world.account).update(physician_id=None)
    task = await opened(world, OBJECTION)
    _, text = await (await browser("old.clerk")).get(task)

    assert "&lt;b&gt;我叫張偉" in text
    assert "110105********002X" in text and "11010519491231002X" not in text
    assert "姓名为异体或曾用名" in text and "证件号一致" in text


async def test_an_objection_ends_in_a_binding_to_the_chosen_record(
    world: World, browser: Make
) -> None:
    await Account.filter(id=world.account).update(physician_id=None)
    task = await opened(world, OBJECTION)
    page = await browser("old.clerk")
    unchosen = await end(page, task, "former_name")
    foreign = await end(page, task, "former_name", physician="2")
    status, _ = await end(page, task, "former_name", physician=str(ZHANG))

    assert [unchosen[0], foreign[0], status] == [409, 409, 303]
    assert (await Account.get(id=world.account)).physician_id == ZHANG
    assert (await Physician.get(id=ZHANG)).former_names == ["張偉"]
    assert await told(world) == ["notice.objection.former_name"]


async def test_a_clerk_is_not_offered_to_change_the_register_and_cannot(
    world: World, browser: Make
) -> None:
    await Account.filter(id=world.account).update(physician_id=None)
    task = await opened(world, OBJECTION)
    page = await browser("old.clerk")
    _, text = await page.get(task)
    status, _ = await end(page, task, "new_name", physician=str(ZHANG))

    assert "更正姓名并绑定" not in text and "补曾用名并绑定" in text
    assert status == 409
    assert (await Physician.get(id=ZHANG)).name == "张伟"
    assert "更正姓名并绑定" in (await (await browser("province")).get(task))[1]


async def test_an_explained_objection_sends_the_explanation(world: World, browser: Make) -> None:
    task = await opened(world, OBJECTION)
    form = {"outcome": "explained", "reason": "请携带户口簿到窗口", "step": "preview"}
    page = await browser("old.clerk")
    _, shown = await page.post(task, form)
    status, _ = await end(page, task, "explained", reason="请携带户口簿到窗口")

    assert "工作人员的说明：\n\n请携带户口簿到窗口" in shown
    assert status == 303
    assert await told(world) == ["notice.objection.explained"]


async def test_an_officers_answer_goes_to_the_one_who_asked(
    world: World, browser: Make, program: Program
) -> None:
    task = await opened(world, Question(text="医共体内坐诊要备案吗"), None)
    status, _ = await end(await browser("province"), task, "answered", reason="不需要，见第十八条")
    (line,) = await lines(world.vault, world.account)

    assert status == 303
    assert line.body["parts"][0]["params"] == {
        "question": "医共体内坐诊要备案吗",
        "reason": "不需要，见第十八条",
    }
    assert program.conversation.accounts == [world.account]


async def test_a_conversation_is_read_from_the_handover_on_answered_and_handed_back(
    world: World, browser: Make, program: Program
) -> None:
    await Account.filter(id=world.account).update(handed_over=True)
    task = await opened(world, Handover(since=0))
    page = await browser("old.clerk")
    status, _ = await page.post(f"{task}/reply", {"said": "您好，请讲。"})
    _, text = await page.get(task)
    (line,) = await lines(world.vault, world.account)
    await end(page, task, "handed_back")
    after, _ = await page.post(f"{task}/reply", {"said": "还在吗"})

    assert status == 303
    assert (line.direction, line.body) == ("clerk", {"text": "您好，请讲。"})
    assert "您好，请讲。" in text
    assert (await Account.get(id=world.account)).handed_over is False
    assert await told(world) == ["notice.handover.handed_back"]
    assert after == 303 and len(await lines(world.vault, world.account)) == 2


async def test_an_unasked_reply_to_another_kind_of_task_is_not_sent(
    world: World, browser: Make
) -> None:
    task = await opened(world, ManualVerification())
    await (await browser("old.clerk")).post(f"{task}/reply", {"said": "您好"})

    assert await lines(world.vault, world.account) == []


async def test_the_second_of_two_clerks_learns_that_a_colleague_closed_it(
    world: World, browser: Make
) -> None:
    task = await opened(world, ManualVerification())
    page = await browser("old.clerk")
    await end(page, task, "confirmed")
    status, text = await end(page, task, "confirmed")

    assert status == 409
    assert await told(world) == ["notice.manual_verification.confirmed"]
    assert "已办结" in text
    assert (await Task.get()).outcome == "confirmed"


@pytest.mark.parametrize("task", ["0", "999999", "-1", "1e3", "abc", "１"])
async def test_a_task_that_is_not_there_is_a_plain_page(browser: Make, task: str) -> None:
    status, text = await (await browser("old.clerk")).get(f"/console/tasks/{task}")

    assert status == 404
    assert "没有这一页" in text
