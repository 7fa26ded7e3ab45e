"""Applications in the console: seen, decided, told."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from registry.application import Action
from storage.conversations import lines
from storage.models import Application, AuditEntry, Physician
from tests.console.conftest import Browser
from tests.console.program import Program
from tests.world import NEW, OLD, ZHANG, World

Make = Callable[[str], Awaitable[Browser]]
CONFIRM = ("new.clerk", Action.CONFIRM)
ACCEPT = ("county", Action.ACCEPT)


async def send(page: Browser, number: str, action: str, **form: str) -> tuple[int, str]:
    row = await Application.get(number=number)
    sent = {"action": action, "revision": str(row.revision), "step": "send"} | form
    return await page.post(f"/console/applications/{number}", sent)


async def test_the_queue_shows_the_case_with_its_deadline(world: World, browser: Make) -> None:
    number = (await world.submit()).number
    _, text = await (await browser("new.clerk")).get("/console")

    assert f"/console/applications/{number}" in text
    assert "张伟" in text and "工作日" in text


async def test_an_empty_queue_says_what_will_appear(world: World, browser: Make) -> None:
    _, text = await (await browser("far.clerk")).get("/console")

    assert "现在没有等您处理的事" in text and "会出现在这里" in text


async def test_a_case_shows_before_and_after_with_only_differences_marked(
    world: World, browser: Make
) -> None:
    number = (await world.submit()).number
    _, text = await (await browser("new.clerk")).get(f"/console/applications/{number}")

    assert text.count('<tr class="differs">') == 2
    assert "<ins>江汉明德医院</ins>" in text and "江岸仁和医院" in text


async def test_what_the_physician_will_read_stands_before_the_button_that_sends_it(
    world: World, browser: Make
) -> None:
    number = (await world.submit()).number
    _, text = await (await browser("new.clerk")).get(f"/console/applications/{number}?do=confirm")

    told = text.index("江汉明德医院已确认聘用您")
    assert told < text.index('value="send"')


async def test_a_reason_is_shown_in_the_message_before_it_is_sent(
    world: World, browser: Make
) -> None:
    number = await world.reach(CONFIRM)
    page = await browser("county")
    form = {"action": "refuse", "reason": "执业范围<b>不符</b>", "step": "preview"}
    status, text = await page.post(f"/console/applications/{number}", form)

    assert status == 200
    assert "理由：\n\n执业范围&lt;b&gt;不符&lt;/b&gt;" in text
    assert (await Application.get(number=number)).state == "confirmed"


async def test_the_whole_way_from_clerk_to_register_tells_the_physician_each_step(
    world: World, browser: Make, program: Program
) -> None:
    number = (await world.submit()).number
    clerk, officer = await browser("new.clerk"), await browser("county")
    sent = [
        await send(clerk, number, "confirm"),
        await send(officer, number, "accept"),
        await send(officer, number, "approve"),
    ]
    told = await lines(world.vault, world.account)

    assert [status for status, _ in sent] == [303, 303, 303]
    assert (await Physician.get(id=ZHANG)).institution_id == NEW
    assert [line.body["parts"][0]["message"] for line in told] == [
        "notice.application.confirm",
        "notice.application.accept",
        "notice.application.approve",
    ]
    assert program.conversation.accounts == [world.account] * 3


async def test_a_refusal_without_a_reason_is_sent_back_to_be_written(
    world: World, browser: Make
) -> None:
    number = await world.reach(CONFIRM)
    status, text = await send(await browser("county"), number, "refuse", reason=" ")

    assert status == 409
    assert "请写明理由" in text
    assert (await Application.get(number=number)).state == "confirmed"


async def test_the_second_of_two_officers_is_told_to_look_again(
    world: World, browser: Make
) -> None:
    number = await world.reach(CONFIRM)
    page = await browser("county.two")
    await world.act("county", number, Action.ACCEPT)
    form = {"action": "accept", "revision": "2", "step": "send"}
    status, text = await page.post(f"/console/applications/{number}", form)

    assert status == 409
    assert "刚刚有了新的进展" in text


@pytest.mark.parametrize("due", ["", "2020-01-01", "not a day"])
async def test_a_correction_needs_a_day_to_come(world: World, browser: Make, due: str) -> None:
    number = await world.reach(CONFIRM)
    page = await browser("county")
    status, text = await send(page, number, "ask_correction", reason="缺盖章", due=due)

    assert status == 409
    assert "今天以后的日期" in text


async def test_a_correction_is_sent_with_its_last_day(world: World, browser: Make) -> None:
    number = await world.reach(CONFIRM)
    due = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    status, _ = await send(
        await browser("county"), number, "ask_correction", reason="缺盖章", due=due
    )
    (line,) = await lines(world.vault, world.account)

    assert status == 303
    assert line.body["parts"][0]["params"]["due"] == due
    assert line.body["buttons"][0]["key"] == f"correct:{number}"


async def test_a_higher_authority_reads_and_cannot_decide(world: World, browser: Make) -> None:
    number = await world.reach(CONFIRM)
    page = await browser("province")
    _, text = await page.get(f"/console/applications/{number}")
    status, _ = await send(page, number, "accept")

    assert "data-key=" not in text
    assert status == 409
    assert (await Application.get(number=number)).state == "confirmed"


async def test_every_reading_of_a_case_is_audited(world: World, browser: Make) -> None:
    number = (await world.submit()).number
    page = await browser("new.clerk")
    await page.get(f"/console/applications/{number}")
    await page.get(f"/console/applications/{number}/print")
    acts = await AuditEntry.filter(subject=number).order_by("seq").values_list("action", flat=True)
    _, text = await page.get(f"/console/applications/{number}/audit")

    assert acts == ["submit", "case_read", "case_printed"]
    assert "打开打印页" in text and "孙文书" in text


async def test_the_printed_sheet_has_the_whole_case_and_no_form_of_decision(
    world: World, browser: Make
) -> None:
    number = await world.reach(CONFIRM)
    page = await browser("county")
    _, text = await page.get(f"/console/applications/{number}/print")

    assert number in text and "变更前后" in text and "办理经过" in text
    assert 'name="action"' not in text


async def test_a_document_is_served_sealed_off_and_only_with_its_own_case(
    world: World, browser: Make, program: Program
) -> None:
    kept = await program.blobs.keep(f"account:{world.account}", b"%PDF-1.7", "document",
                                    "application/pdf")  # fmt: skip
    other = await program.blobs.keep(f"account:{world.account}", b"<script>", "document",
                                     "text/html")  # fmt: skip
    number = (await world.submit(employment_proof={"blobs": [kept.id]})).number
    page = await browser("new.clerk")
    base = f"/console/applications/{number}/documents"
    answer = await page.answer("GET", f"{base}/{kept.id}")

    assert (answer.status, await answer.read()) == (200, b"%PDF-1.7")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await page.get(f"{base}/{other.id}"))[0] == 404


async def test_a_hostile_name_and_reason_are_shown_as_text(world: World, browser: Make) -> None:
    await Physician.filter(id=ZHANG).update(name="<script>alert(1)</script>", institution_id=OLD)
    number = (await world.submit()).number
    _, text = await (await browser("new.clerk")).get(f"/console/applications/{number}")

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


async def test_the_console_speaks_english(world: World, browser: Make) -> None:
    number = (await world.submit()).number
    page = await browser("new.clerk")
    where = f"/console/applications/{number}"
    status, back = await page.post("/console/language", {"lang": "en", "next": where})
    _, text = await page.get(where)

    assert (status, back) == (303, where)
    assert '<html lang="en">' in text and "Confirm employment" in text
