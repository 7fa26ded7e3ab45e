"""Texts that come by folder, and people who are told when the law that they were quoted changed."""

import os
from datetime import date
from pathlib import Path

import pytest

from bot.app import App
from bot.library import Library
from bot.texts import texts
from handlers.session import Lang
from knowledge.document import Dates
from storage.models import AuditEntry
from tests.bot.person import Person

ZH = texts(Lang.ZH)
LAW = """# 医师法

2022年3月1日起施行

第十八条 医师变更执业地点、执业类别、执业范围等注册事项的，应当办理变更注册手续。

第二十二条 医师在执业活动中享有下列权利：获取劳动报酬，享受国家规定的福利待遇。
"""
CHANGED = LAW.replace("2022年3月1日", "2026年1月1日").replace("应当办理", "应当在三十日内办理")
REISSUED = LAW.replace("2022年3月1日", "2026年1月1日").replace("获取劳动", "取得劳动")
ASKED = "《医师法》第十八条说了什么？"


def leave(app: App, name: str, text: str) -> Path:
    """Put a file into the inbox that nobody writes to any more."""
    file = app.settings.home / "knowledge" / "inbox" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    os.utime(file, (0, 0))
    return file


async def test_a_file_in_the_inbox_is_taken_in_once_and_put_aside(app: App) -> None:
    file = leave(app, "医师法.md", LAW)
    library = Library(app)
    taken = [await library.take_in(), await library.take_in()]
    acts = [entry.action for entry in await AuditEntry.filter(action="document_added")]

    assert taken == [1, 0]
    assert [one.heading.document for one in app.knowledge.documents()] == ["医师法.md"]
    assert (file.parent / "added" / "医师法.md").exists()
    assert acts == ["document_added"]


async def test_a_file_that_cannot_be_taken_is_put_aside_too(app: App) -> None:
    file = leave(app, "virus.exe", "MZ")
    await Library(app).take_in()

    assert (file.parent / "rejected" / "virus.exe").exists()
    assert app.knowledge.documents() == []


async def test_a_file_that_is_still_written_waits(app: App) -> None:
    file = leave(app, "医师法.md", LAW)
    os.utime(file)

    assert await Library(app).take_in() == 0
    assert file.exists()


async def quoted(app: App, person: Person) -> Library:
    library = Library(app)
    leave(app, "医师法.md", LAW)
    await library.take_in()
    await person.say(ASKED)
    await person.replies()
    return library


async def test_whoever_was_quoted_a_law_that_changed_is_told_once(app: App, person: Person) -> None:
    library = await quoted(app, person)
    before = len(await person.replies())
    quiet = await library.recheck()
    leave(app, "医师法.md", CHANGED)
    await library.take_in()
    again = [await library.recheck() for _ in range(3)]
    after = await person.replies()

    assert quiet == 0
    assert again == [1, 0, 0]
    assert len(after) == before + 1
    assert ASKED in after[-1] and "后来改了" in after[-1]
    assert "三十日内" in (await person.lines())[-1].citations[0].lines[0]


async def test_a_new_version_that_leaves_the_article_alone_disturbs_nobody(
    app: App, person: Person
) -> None:
    library = await quoted(app, person)
    before = await person.replies()
    leave(app, "医师法.md", REISSUED)
    await library.take_in()
    again = [await library.recheck() for _ in range(2)]

    assert again == [1, 0]
    assert await person.replies() == before


async def test_a_law_taken_out_is_told_as_no_longer_to_be_relied_on(
    app: App, person: Person
) -> None:
    library = await quoted(app, person)
    app.knowledge.remove("医师法.md")
    await library.recheck()

    assert "不要再按原来的条文办" in await person.last()


async def test_whoever_was_quoted_a_text_that_turns_out_to_have_ended_is_told(
    app: App, person: Person
) -> None:
    library = await quoted(app, person)
    ended = Dates(since=date(2022, 3, 1), until=date(2026, 1, 1))
    app.knowledge.set_dates({"医师法.md": ended})
    again = await library.recheck()

    assert again == 1
    assert "不要再按原来的条文办" in await person.last()


@pytest.mark.parametrize("changed", [CHANGED, REISSUED])
async def test_nobody_is_told_of_a_question_that_was_not_kept(
    app: App, person: Person, changed: str
) -> None:
    library = Library(app)
    leave(app, "医师法.md", LAW)
    await library.take_in()
    await person.say("患者张三，身份证110105194912310021，《医师法》第十八条说了什么？")
    before = await person.replies()
    leave(app, "医师法.md", changed)
    await library.take_in()
    await library.recheck()

    assert await person.replies() == before
