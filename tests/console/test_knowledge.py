"""The knowledge base in the console: texts in and out, answers that teach it, what is asked."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from aiohttp import FormData

from bot import replies
from storage import ledger
from storage.ledger import FEWEST_ASKERS, Quoted
from storage.models import Account, AuditEntry
from storage.tasks import Question, open_task
from tests.console.conftest import Browser
from tests.console.program import Program
from tests.world import World

Make = Callable[[str], Awaitable[Browser]]
PAGE = "/console/knowledge"
TODAY = date(2026, 11, 23)
LAW = """# 医师法

2022年3月1日起施行

第十八条 医师变更执业地点、执业类别、执业范围等注册事项的，应当办理变更注册手续。

第二十二条 医师在执业活动中享有下列权利：获取劳动报酬，享受国家规定的福利待遇。
"""
NEWER = LAW.replace("2022年3月1日", "2026年1月1日").replace("应当办理", "应当在三十日内办理")
QUESTION = "挪窝打报告吗？"


async def upload(page: Browser, name: str, text: str) -> tuple[int, str]:
    form = FormData({"csrf": await page.csrf()}, quote_fields=False)
    form.add_field("files", text.encode(), filename=name, content_type="text/markdown")
    answer = await page.answer("POST", PAGE, data=form, headers={"Origin": page.origin})
    return answer.status, await answer.text()


async def asked(world: World, text: str = QUESTION) -> str:
    number = await world.database.run(
        lambda unit: open_task(
            unit, world.vault, world.account, Question(text=text, why="refused"), None, "420102"
        )
    )
    return f"/console/tasks/{number}"


async def acts() -> list[str]:
    return [entry.action for entry in await AuditEntry.all().order_by("seq")]


async def test_an_uploaded_law_is_listed_with_its_day_in_force_and_audited(
    browser: Make, program: Program
) -> None:
    page = await browser("province")
    status, text = await upload(page, "医师法.md", LAW)
    _, listed = await page.get(PAGE)

    assert status == 200
    assert "医师法 已收入，共 2 条" in text
    assert "2022-03-01" in listed
    assert "document_added" in await acts()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("again.md", LAW, "已经有同样的文件"),
        ("virus.exe", "MZ", "这种格式不能收"),
        ("empty.md", "", "没有找到条文"),
        ("医师法.md", NEWER, "作为新版本收入"),
    ],
)
async def test_of_each_file_it_is_said_what_became_of_it(
    browser: Make, name: str, text: str, said: str
) -> None:
    page = await browser("province")
    await upload(page, "医师法.md", LAW)

    assert said in (await upload(page, name, text))[1]


UNDATED = "# 考核办法\n\n第一条 医师每三年考核一次。\n\n第二条 考核由医疗机构组织。"
FACTS = f"{PAGE}/facts"


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        (LAW, "正文写明：“2022年3月1日起施行”"),
        ("<!--\nin_force: 2022-03-01\n-->\n" + UNDATED, "文件头部写明：2022-03-01"),
        (UNDATED, "原文没有写明施行日期，请填写。"),
        (UNDATED.replace("第一条", "2020年3月5日 某会议通过\n\n第一条"),
         "原文只写明 2020年3月5日(周四) 公布，没有写明施行日期，请填写。"),
    ],
)  # fmt: skip
async def test_after_an_upload_the_dates_are_asked_for_with_where_they_were_found(
    browser: Make, text: str, asks: str
) -> None:
    page = await browser("province")
    _, said = await upload(page, "考核.md", text)
    found = "2022-03-01" if "2022" in text else ""

    assert asks in said
    assert f'name="since" type="date" value="{found}"' in said


async def test_a_missing_date_is_shown_until_it_is_given_and_giving_it_is_audited(
    browser: Make, program: Program
) -> None:
    page = await browser("province")
    await upload(page, "考核.md", UNDATED)
    _, before = await page.get(PAGE)
    _, form = await page.get(FACTS)
    status, where = await page.post(
        FACTS, {"document": "考核.md", "since": "2024-05-01", "until": "", "translates": ""}
    )
    _, after = await page.get(where)
    (listed,) = program.knowledge.documents()

    assert "1 份文件没有施行日期" in before and "考核.md" in form
    assert status == 303
    assert "已更新 1 份文件" in after and "份文件没有施行日期" not in after
    assert listed.heading.in_force_from == date(2024, 5, 1)
    assert "document_dated" in await acts()


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2024-05-01", "2024-05-01", "不再适用的日期要晚于施行日期"),
        ("2024-02-30", "", "没有这一天"),
    ],
)
async def test_dates_that_cannot_be_are_not_saved_and_stay_in_the_form(
    browser: Make, program: Program, since: str, until: str, said: str
) -> None:
    page = await browser("province")
    await upload(page, "考核.md", UNDATED)
    status, text = await page.post(
        FACTS, {"document": "考核.md", "since": since, "until": until, "translates": ""}
    )

    assert status == 409
    assert said in text and f'value="{since}"' in text
    assert program.knowledge.documents()[0].heading.in_force_from is None


ENGLISH = """# Physicians Law of the People's Republic of China

Effective March 1, 2022

Article 18 A physician who changes the place of practice shall change the registration.
"""


async def test_an_english_text_is_paired_by_its_title_and_a_person_may_say_otherwise(
    browser: Make, program: Program
) -> None:
    page = await browser("province")
    await upload(page, "医师法.md", LAW)
    _, asked = await upload(page, "law.md", ENGLISH)
    form = {"document": "law.md", "since": "2022-03-01", "until": ""}
    seen = [program.knowledge.pairs()]
    for original in ("", "医师法.md"):
        await page.post(FACTS, form | {"translates": original})
        seen.append(program.knowledge.pairs())

    assert 'value="医师法.md" selected' in asked
    assert seen == [{"law.md": ("医师法.md",)}, {}, {"law.md": ("医师法.md",)}]
    assert (await acts()).count("document_paired") == 2


async def test_a_text_that_is_not_there_has_no_dates(browser: Make) -> None:
    page = await browser("province")

    assert (await page.get(f"{FACTS}?document=none.md"))[0] == 404


async def test_two_versions_can_be_compared(browser: Make, program: Program) -> None:
    page = await browser("province")
    await upload(page, "医师法.md", LAW)
    await upload(page, "医师法.md", NEWER)
    old, new = [one.heading.document for one in program.knowledge.documents()]
    status, text = await page.get(f"{PAGE}/compare?old={old}&new={new}")

    assert status == 200
    assert "<ins>在三十日内</ins>" in text
    assert (await page.get(f"{PAGE}/compare?old={old}&new=none"))[0] == 404


async def test_a_text_is_taken_out_and_that_is_audited(browser: Make, program: Program) -> None:
    page = await browser("province")
    await upload(page, "医师法.md", LAW)
    await page.post(f"{PAGE}/remove", {"document": "医师法.md"})

    assert program.knowledge.documents() == []
    assert "document_removed" in await acts()


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/asked", f"{PAGE}/compare", f"{PAGE}/facts"])
async def test_clerks_have_no_business_there(browser: Make, address: str) -> None:
    page = await browser("old.clerk")

    assert (await page.get(address))[0] == 404


async def test_an_answer_that_names_an_article_improves_later_ones(
    world: World, browser: Make, program: Program
) -> None:
    page = await browser("province")
    await upload(page, "医师法.md", LAW)
    task = await asked(world)
    before = program.knowledge.ask(QUESTION, today=TODAY)
    form = {
        "outcome": "answered",
        "step": "send",
        "reason": "要，见第十八条。",
        "article": "医师法.md|18",
    }
    status, _ = await page.post(task, form)
    after = program.knowledge.ask(QUESTION, today=TODAY)

    assert status == 303
    assert before.type == "candidates"
    assert after.type == "answer" and after.citations[0].article == "18"
    assert "answer_confirmed" in await acts()


async def test_an_answer_is_published_only_when_ticked_and_never_as_law(
    world: World, browser: Make, program: Program
) -> None:
    page = await browser("province")
    for ticked in ("", "yes"):
        task = await asked(world)
        form = {"outcome": "answered", "step": "send", "reason": "要办变更。", "publish": ticked}
        await page.post(task, form)
    (published,) = program.knowledge.documents()
    section = program.knowledge.article(published.heading.document, "s1", TODAY)

    assert replies.is_reply(published.heading.document)
    assert published.heading.title == QUESTION
    assert section is not None and section.lines == ("要办变更。",)


async def test_the_picked_articles_survive_the_preview(world: World, browser: Make) -> None:
    page = await browser("province")
    await upload(page, "医师法.md", LAW)
    task = await asked(world, "变更执业地点要办手续吗？")
    form = {"outcome": "answered", "reason": "要。", "article": "医师法.md|18"}
    _, text = await page.post(task, form)

    assert 'value="医师法.md|18" checked' in text


async def test_the_table_shows_no_words_of_a_question_that_few_asked(
    world: World, browser: Make
) -> None:
    rare, often = "只有一个人问的话", "很多人都问的话"

    async def work(unit) -> None:  # type: ignore[no-untyped-def]
        people = [world.account]
        for number in range(FEWEST_ASKERS - 1):
            account = await Account.create(channel="web", external_id=f"p{number}", lang="zh")
            await world.vault.new_key(f"account:{account.id}").save()
            people.append(account.id)
        quoted = [Quoted("医师法.md", "18", "v")]
        for who in people:
            await ledger.keep(unit, world.vault, who, "answer", often, quoted)
        await ledger.keep(unit, world.vault, world.account, "not_in_base", rare)

    await world.database.run(work)
    page = await browser("province")
    _, text = await page.get(f"{PAGE}/asked")

    assert often in text and rare not in text
    assert "医师法.md" in text


@pytest.mark.parametrize("typed", ["# 标题\n正文", "---\nissuer: x\n---\n正文", "<!-- x -->正文"])
def test_what_an_officer_types_makes_no_structure_of_its_own(typed: str) -> None:
    entry = replies.markdown("问", typed, "江岸区卫健局", TODAY)

    assert entry.count("\n---\n") == 1
    assert "<!--" not in entry
    assert [line for line in entry.splitlines() if line.startswith("#")] == ["# 问", "## 问"]
