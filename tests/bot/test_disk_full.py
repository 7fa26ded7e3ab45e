"""A full disk: what was said is refused, not half kept, and goes through once there is room."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from bot.app import App
from bot.gateway import Busy
from bot.texts import texts
from bot.uploads import NotKept
from handlers.event import UploadProblem
from handlers.session import Lang
from storage import audit
from storage.audit import Verified
from tests.bot.conftest import DATABASE
from tests.bot.person import Person

ZH = texts(Lang.ZH)
JPEG = b"\xff\xd8\xff" + b"0" * 1000


@pytest.mark.skipif(bool(DATABASE), reason="limits the pages of a SQLite file")
async def test_a_database_that_cannot_grow_takes_nothing_and_recovers(
    app: App, person: Person, tmp_path: Path
) -> None:
    from tortoise import connections

    await person.open()
    connection = connections.get("default")
    pages = (await connection.execute_query_dict("PRAGMA page_count"))[0]["page_count"]
    await connection.execute_query_dict(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Busy):
        for number in range(3000):
            await person.say("绑定" * 500, delivery_id=f"long-{number}")
    await connection.execute_query_dict("PRAGMA max_page_count = 1000000")

    receipt = await person.say("绑定", delivery_id="after")

    assert not receipt.duplicate
    assert ZH.text("ask.name") in await person.last()
    assert isinstance(await audit.verify(), Verified)
    whole = sqlite3.connect(tmp_path / "home" / "yizhu.db").execute("PRAGMA integrity_check")
    assert [("ok",)] == whole.fetchall()


async def test_a_file_that_does_not_fit_is_said_and_leaves_nothing_behind(
    app: App, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotKept) as refused:
        await person.upload(JPEG)
    monkeypatch.undo()

    assert UploadProblem.DISK_FULL is refused.value.problem
    assert [] == list((app.settings.home / "blobs").glob("*"))
