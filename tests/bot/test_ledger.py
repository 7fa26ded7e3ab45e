"""What became of questions: kept or not, passed on once, judged, answered by a person."""

from pathlib import Path

import pytest

from bot.app import App
from bot.texts import texts
from handlers.session import Lang
from storage.conversations import lines
from storage.desk import Desk, Role
from storage.ledger import MOST_OPEN, Judgement, asked, entry, forget
from storage.outcomes import Ended, Outcome, close
from storage.tasks import Question, TaskKind, task_for, tasks_at
from tests.bot.person import Person

ZH = texts(Lang.ZH)
OFFICER = Desk(id=1, login="li", name="李科员", role=Role.OFFICER, region="42")
LAW = """# 医师法

2022年3月1日起施行

第十八条 医师变更执业地点、执业类别、执业范围等注册事项的，应当依照本法规定到准予注册的卫生健康主管部门办理变更注册手续。

第二十二条 医师在执业活动中享有下列权利：获取劳动报酬，享受国家规定的福利待遇。
"""
ANSWERED = "《医师法》第十八条说了什么？"
REFUSED = "医师法第二百条怎么说？"


@pytest.fixture
def base(app: App, tmp_path: Path) -> App:
    """The program with one short law."""
    file = tmp_path / "医师法.md"
    file.write_text(LAW, "utf-8")
    app.knowledge.add([file])
    return app


async def questions() -> list[int]:
    return [task.id for task in await tasks_at(OFFICER, kind=TaskKind.QUESTION)]


async def test_a_refusal_becomes_an_officers_task_by_itself(base: App, person: Person) -> None:
    await person.say(REFUSED)
    said = await person.last()
    (number,) = await questions()
    task = await task_for(OFFICER, base.vault, number)

    assert ZH.text("passed_on.opened") in said
    assert task is not None
    assert task.detail == Question(text=REFUSED, why="refused", answer=1)


async def test_the_same_question_of_one_person_is_passed_on_once(base: App, person: Person) -> None:
    for typed in (REFUSED, f"  {REFUSED}？", REFUSED):
        await person.say(typed)
    said = await person.last()

    assert ZH.text("passed_on.already") in said
    assert len(await questions()) == 1


async def test_two_people_with_one_question_are_both_answered(base: App, person: Person) -> None:
    other = Person(base, "another")
    for each in (person, other):
        await each.say(REFUSED)
        await each.replies()

    assert len(await questions()) == 2


async def test_a_question_with_patient_details_is_neither_kept_nor_passed_on(
    base: App, person: Person
) -> None:
    await person.say("患者张三，身份证110105194912310021，医师法第二百条怎么说？")
    said = await person.last()
    kept = await entry(base.vault, 1)

    assert ZH.text("passed_on.no_text") in said
    assert kept is not None and kept.question is None
    assert await questions() == []


@pytest.mark.parametrize("text", ["我的申请到哪一步了？", "阿莫西林一天吃几片？"])
async def test_what_officers_need_not_see_is_not_passed_on(
    base: App, person: Person, text: str
) -> None:
    await person.say(text)
    await person.replies()

    assert await questions() == []


@pytest.mark.parametrize(
    ("lang", "named"), [("中文", "处方管理办法"), ("English", "Prescription Management Measures (")]
)
async def test_a_law_that_is_not_held_is_refused_by_its_name(
    base: App, person: Person, lang: str, named: str
) -> None:
    await person.say(lang)
    await person.say("《处方管理办法》规定处方几天有效？")

    assert named in await person.last()


async def test_follow_ups_one_after_the_other_keep_the_first_topic(
    base: App, person: Person
) -> None:
    for typed in (REFUSED, "那助理医师呢？", "那护士呢？"):
        await person.say(typed)
        await person.replies()

    assert [(await entry(base.vault, number)).question for number in (1, 2, 3)] == [  # type: ignore[union-attr]
        REFUSED,
        f"{REFUSED} 那助理医师呢？",
        f"{REFUSED} 那护士呢？",
    ]


async def test_nobody_can_fill_the_officers_list(base: App, person: Person) -> None:
    for number in range(MOST_OPEN + 1):
        await person.say(f"医师法第{200 + number}条怎么说？")
        await person.replies()

    assert ZH.text("passed_on.too_many") in await person.last()
    assert len(await questions()) == MOST_OPEN


async def test_an_answer_can_be_judged_and_a_miss_reaches_an_officer(
    base: App, person: Person
) -> None:
    await person.say(ANSWERED)
    await person.replies()
    keys = [button.key for button in (await person.lines())[-1].buttons]
    await person.press("useful:1")
    thanked = await person.last()
    await person.press("useless:1")
    missed = await person.last()
    kept = await entry(base.vault, 1)
    (number,) = await questions()
    task = await task_for(OFFICER, base.vault, number)

    assert keys == ["useful:1", "useless:1", "go:menu"]
    assert thanked == ZH.text("judged.useful")
    assert ZH.text("passed_on.opened") in missed
    assert kept is not None and kept.judgement == Judgement.USELESS
    assert task is not None and task.detail == Question(text=ANSWERED, why="useless", answer=1)


@pytest.mark.parametrize("key", ["useful:1", "useless:1", "officer:1", "useful:x", "officer"])
async def test_nobody_judges_or_passes_on_another_persons_answer(
    base: App, person: Person, key: str
) -> None:
    await person.say(ANSWERED)
    await person.replies()
    other = Person(base, "another")
    await other.press(key, 0)

    assert await other.last() == ZH.text("judged.gone")
    assert await questions() == []


async def test_what_the_officer_writes_comes_back_to_the_asker(base: App, person: Person) -> None:
    await person.say(REFUSED)
    await person.replies()
    (number,) = await questions()

    async def work(unit):  # type: ignore[no-untyped-def]
        ended = await close(unit, base.vault, number, OFFICER, Outcome.ANSWERED, "没有这一条。")
        assert isinstance(ended, Ended)
        await base.notices.pass_on(unit, ended.notice)

    await base.database.run(work)
    account = await base.gateway.account("web", "somebody")
    told = (await lines(base.vault, account))[-1].body["parts"][0]

    assert told == {
        "message": "notice.question.answered",
        "params": {"reason": "没有这一条。", "question": REFUSED},
    }


async def test_what_is_asked_is_counted_and_rare_questions_stay_unread(
    base: App, person: Person
) -> None:
    people = [person, *(Person(base, f"p{number}") for number in range(4))]
    for each in people:
        await each.say(ANSWERED)
        await each.replies()
    await person.say(REFUSED)
    await person.replies()
    found = await asked(base.vault, (await entry(base.vault, 1)).at)  # type: ignore[union-attr]

    assert found.kinds == {"answer": 5, "no_such_article": 1}
    assert [(one.article, one.replies) for one in found.articles] == [("18", 5)]
    assert found.questions == ((ANSWERED, 5),)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("订阅政策", "subscribed.everything"),
        ("Subscribe", "subscribed.everything"),
        ("退订政策", "subscribed.off"),
        ("unsubscribe", "subscribed.off"),
    ],
)
async def test_policy_news_is_subscribed_to_and_ended_in_the_chat(
    app: App, person: Person, typed: str, said: str
) -> None:
    await person.say(typed)

    assert ZH.text(said) in await person.last()


async def test_of_an_erased_person_only_the_count_stays(base: App, person: Person) -> None:
    await person.say(ANSWERED)
    await person.replies()
    account = await base.gateway.account("web", "somebody")
    since = (await entry(base.vault, 1)).at  # type: ignore[union-attr]

    await base.database.run(lambda unit: forget(account))
    kept = await entry(base.vault, 1)

    assert kept is not None and (kept.account_id, kept.question) == (0, None)
    assert (await asked(base.vault, since)).kinds == {"answer": 1}
