"""A console with one of everything in it, as a program of its own: `PORT HOME`."""

import asyncio
import io
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web
from PIL import Image, ImageDraw

import console
from bot.web import assets
from registry.application import Action
from storage import ledger
from storage.applications import submit
from storage.conversations import Direction, append, subject
from storage.database import Database, Unit
from storage.models import Account, Application, Physician
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
from storage.vault import Vault
from tests.console.program import DIGEST, Program
from tests.world import ANSWERS, CHANGE, OLD, ZHANG, World, make_world

COLLEAGUES = ((10, "李芳", "zh"), (11, "买买提·艾力", "en"), (12, "王建国", "zh"))
OBJECTION = Objection(
    ground="name",
    statement="我身份证上的名字是“張偉”，说和名册不一致。我在江岸仁和医院内科工作十五年了。",
    typed_name="張偉",
    typed_id_number="11010519491231002X",
)

TEXT = """# 多机构备案办法

自2025年1月1日起施行

第一条 医师到其他医疗机构坐诊，应当在三十日内办理多机构备案。

第二条 在医疗联合体内的卫生院坐诊，不需要办理多机构备案。
"""


class Filler:
    """Puts one of everything into a small world."""

    def __init__(self, world: World, program: Program) -> None:
        self._world = world
        self._program = program

    async def fill(self) -> None:
        """Applications in several states, and a task of every kind."""
        people = [await self._colleague(*row) for row in COLLEAGUES]
        await self._applications(people)
        for account, detail, institution in await self._tasks(people):
            await self._open(account, detail, institution)
        await self._world.database.run(self._talk)
        await self._texts()

    async def _texts(self) -> None:
        """Two versions of a text in the base, and a question that was answered from it."""
        with TemporaryDirectory() as folder:
            for text in (TEXT, TEXT.replace("2025", "2026").replace("三十日", "二十日")):
                file = Path(folder) / "多机构备案办法.md"
                file.write_text(text, "utf-8")
                self._program.knowledge.add([file])
        quoted = [ledger.Quoted("多机构备案办法.md", "1", "v")]
        world = self._world
        await world.database.run(
            lambda unit: ledger.keep(
                unit, world.vault, world.account, "answer", "备案要几天？", quoted
            )
        )

    async def _applications(self, people: list[tuple[int, int]]) -> None:
        world = self._world
        files = [await self._file("white"), await self._file(b"%PDF-1.4 none", "application/pdf")]
        answers = {"department": "03.04", "employment_proof": {"blobs": files}}
        number = (await world.submit(**answers)).number
        await world.act("new.clerk", number, Action.CONFIRM)
        await world.act("old.clerk", number, Action.OBJECT_TO_LEAVING, "夜班交接尚未完成。")
        for physician, account in people:
            answers = {"employment_proof": {"blobs": [await self._file("white")]}}
            await world.database.run(
                lambda unit, p=physician, a=account, r=answers: submit(
                    unit, p, a, CHANGE, ANSWERS | r
                )
            )
        late = await Application.all().order_by("-id").first()
        assert late is not None
        late.submitted_at -= timedelta(days=9)
        late.deadline = date.today() - timedelta(days=4)
        await late.save()

    async def _tasks(self, people: list[tuple[int, int]]) -> list[tuple[int, Detail, str | None]]:
        world = self._world
        await Physician.filter(id=ZHANG).update(
            photo_blob=await self._file("lightgrey"), photo_confirmed_on=date(2026, 1, 1)
        )
        stranger = await Account.create(channel="web", external_id="stranger", lang="zh")
        await world.vault.new_key(subject(stranger.id)).save()
        selfie = FaceReview(
            selfies=(await self._file("lightsteelblue"),),
            verdict="unsure",
            hints=("uneven_light", "eyes_hardly_seen"),
        )
        return [
            (world.account, selfie, OLD),
            (people[0][1], ReferencePhoto(photo=await self._file("aliceblue")), OLD),
            (people[1][1], ManualVerification(), OLD),
            (stranger.id, OBJECTION, OLD),
            (stranger.id, Question(text="在医共体内的卫生院坐诊要办多机构备案吗？"), None),
        ]

    async def _open(self, account: int, detail: Detail, institution: str | None) -> None:
        region = "420102" if institution else "420103"
        await self._world.database.run(
            lambda unit: open_task(unit, self._world.vault, account, detail, institution, region)
        )

    async def _talk(self, unit: Unit) -> None:
        world = self._world
        await open_task(unit, world.vault, world.account, Handover(since=0), OLD, "420102")
        said = {"text": "原单位一直不给我开离职证明，怎么办？"}
        append(unit, world.vault, world.account, "web", Direction.PERSON, said)

    async def _colleague(self, number: int, name: str, lang: str) -> tuple[int, int]:
        """A copy of Zhang under another name, with an account: physician and account number."""
        row = await Physician.get(id=ZHANG)
        values = {field: getattr(row, field) for field in row._meta.db_fields}
        await Physician.create(**values | {"id": number, "name": name})
        account = await Account.create(
            channel="web",
            external_id=str(number),
            lang=lang,
            physician_id=number,
            bound_at=datetime.now(UTC),
        )
        await self._world.vault.new_key(subject(account.id)).save()
        return number, account.id

    async def _file(self, content: str | bytes, content_type: str = "image/jpeg") -> str:
        """A kept file: a drawing on a ground of that colour, or the bytes themselves."""
        data = content if isinstance(content, bytes) else drawing(content)
        owner = subject(self._world.account)
        return (await self._program.blobs.keep(owner, data, "photo", content_type)).id


def drawing(ground: str) -> bytes:
    """Somebody who does not exist, as a JPEG."""
    picture = Image.new("RGB", (480, 600), ground)
    pencil = ImageDraw.Draw(picture)
    pencil.ellipse((150, 120, 330, 370), fill="burlywood")
    pencil.rounded_rectangle((90, 420, 390, 640), 60, fill="steelblue")
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


async def serve(port: int, home: Path) -> None:
    """Fill a new database and serve it until killed."""
    database = Database(f"sqlite:///{home}/yizhu.db")
    await database.open()
    vault = Vault.open(home / "key")
    program = Program(database, vault, home / "blobs")
    await Filler(await make_world(database, vault, DIGEST), program).fill()
    pages = web.Application()
    pages.add_routes([assets.ROUTE])
    console.setup(pages, program)
    runner = web.AppRunner(pages)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
