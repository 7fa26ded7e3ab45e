"""A patient's details in a question: told, taken out, and in no store, file or log afterwards."""

import json
from typing import Any

import pytest

from bot.app import App
from bot.texts import texts
from handlers.effect import REMOVED
from handlers.session import Lang
from storage import conversations, jobs
from storage.conversations import subject
from storage.ledger_rows import AnsweredQuestion
from storage.models import Account, Job, Line, Session, Task
from tests.bot.person import Person
from tests.bot.test_erasure import on_disk
from tests.bot.test_ledger import base  # noqa: F401  (fixture)

ZH = texts(Lang.ZH)
NAME, SEX_AND_AGE, NUMBER, BED = "欧阳测试", "男，47岁", "110105194912310021", "住院号A7654321"
PLANTED = (NAME, SEX_AND_AGE, "47岁", NUMBER, "7654321")
QUESTION = f"患者{NAME}，{SEX_AND_AGE}，身份证{NUMBER}，{BED}，《医师法》第十八条说了什么？"


async def unsealed(app: App, account: int) -> list[str]:
    """Everything that is kept of a person, opened with the person's key."""
    await app.vault.load(subject(account))
    rows = [(f"line:{row.id}", row.sealed) for row in await Line.filter(account_id=account)]
    rows += [(f"job:{row.id}", row.sealed) for row in await Job.filter(account_id=account)]
    rows += [("session", row.sealed) for row in await Session.filter(account_id=account)]
    rows += [
        (f"answered:{row.id}", row.sealed)
        for row in await AnsweredQuestion.filter(account_id=account)
        if row.sealed
    ]
    assert not await Task.filter(account_id=account).exists()
    return [app.vault.unseal(subject(account), at, bytes(data)).decode() for at, data in rows]


def held(texts: list[str]) -> set[str]:
    return {detail for detail in PLANTED for text in texts if detail in text}


async def test_no_store_file_or_log_holds_the_details_after_the_answer(
    base: App,  # noqa: F811
    person: Person,
    capfd: pytest.CaptureFixture[str],
) -> None:
    await person.say(QUESTION)
    said = await person.last()
    account = await base.gateway.account("web", person.external_id)
    kept = await unsealed(base, account)
    logged = "".join(capfd.readouterr())

    assert ZH.text("answer.patient_details") in said
    assert (await person.lines())[-1].citations[0].article == "18"
    assert await Job.filter(account_id=account).count() == 0
    assert any(REMOVED in text for text in kept)
    assert held([*kept, logged]) == set()
    assert on_disk(base, *(detail.encode() for detail in PLANTED)) == []


async def test_the_persons_own_line_is_kept_with_a_mark(
    base: App,  # noqa: F811
    person: Person,
) -> None:
    await person.say(QUESTION, delivery_id="mine")
    (own,) = [line for line in await person.lines() if line.client_id == "mine"]

    assert own.text == f"{ZH.text('line.removed')}，《医师法》第十八条说了什么？"


async def test_the_details_are_gone_before_anything_is_written(
    base: App,  # noqa: F811
    person: Person,
) -> None:
    await base.jobs.stop()
    await person.say(QUESTION)
    account = await base.gateway.account("web", person.external_id)
    waiting = [json.loads(text) for text in await unsealed(base, account) if "question" in text]

    assert held(await unsealed(base, account)) == set()
    assert await jobs.any_of(account)
    assert [one["patient_details"] for one in waiting if "patient_details" in one] == [True]


async def test_a_turn_that_fails_keeps_no_details_either(
    base: App,  # noqa: F811
    person: Person,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fails(*_: Any) -> int:
        raise RuntimeError

    monkeypatch.setattr(jobs, "enqueue", fails)
    await person.say(QUESTION)
    account = await base.gateway.account("web", person.external_id)

    assert ZH.text("fault") in await person.last()
    assert held([*await unsealed(base, account), "".join(capfd.readouterr())]) == set()


async def test_details_without_a_question_are_taken_out_and_told(app: App, person: Person) -> None:
    await person.say(f"{NAME}，{SEX_AND_AGE}")
    account = await app.gateway.account("web", person.external_id)

    assert ZH.text("answer.patient_details") in await person.last()
    assert held(await unsealed(app, account)) == set()


async def test_words_to_a_person_are_not_touched(app: App, person: Person) -> None:
    await person.say("人工")
    await person.say("我的电话是13800138000")
    account = await Account.get(external_id=person.external_id)
    lines = await conversations.lines(app.vault, account.id)

    assert lines[-1].body["text"] == "我的电话是13800138000"
