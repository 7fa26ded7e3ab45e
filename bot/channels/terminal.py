"""The terminal: lines from standard input, replies on standard output; the same core and database.

`/photo PATH` uploads, `/press N` presses the Nth button shown, `/open` comes back to the chat,
`/save PATH` writes the copy of the data that a link was given for: no server need be running here.
"""

import asyncio
import os
import sys
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot import data_copy
from bot.app import App
from bot.delivery import Channel, Delivery, Rendered, Sender, ShownCitation
from bot.gateway import Busy
from bot.texts import texts
from bot.uploads import NotKept
from handlers.event import Media, UploadProblem
from handlers.session import Lang
from storage import links
from storage.links import LinkKind

MEGABYTE = 1024 * 1024
COPY = "/copy/"
QUIET_S = 0.2
LONGEST_WAIT_S = 60.0


class Terminal:
    """One person at one terminal."""

    def __init__(self, app: App, external_id: str, lang: Lang) -> None:
        self._app = app
        self._external_id = external_id
        self._lang = lang
        self._last = 0
        self._buttons: list[tuple[str, str, int]] = []
        self._copy = ""

    async def talk(self) -> None:
        """Greet, then answer line by line until the input ends."""
        await self._app.set_language(Channel.TERMINAL, self._external_id, self._lang)
        earlier = await self._app.conversation.lines(Channel.TERMINAL, self._external_id)
        self._last = earlier[-1].id if earlier else 0
        self._remember(earlier)
        await self._hand_in(kind="opened")
        while line := await asyncio.to_thread(sys.stdin.readline):
            await self._line(line.strip())

    async def _line(self, line: str) -> None:
        command, _, rest = line.partition(" ")
        if command == "/photo":
            await self._upload(Path(rest.strip()))
        elif command == "/press" and rest.strip().isdigit():
            await self._press(int(rest))
        elif command == "/save" and rest.strip():
            await self._save(Path(rest.strip()))
        elif command == "/open":
            await self._hand_in(kind="opened", text="start")
        elif line:
            await self._hand_in(kind="said", text=line)

    async def _press(self, number: int) -> None:
        if not 0 < number <= len(self._buttons):
            print(texts(self._lang).text("terminal.no_button", count=len(self._buttons)))
            return
        key, label, turn = self._buttons[number - 1]
        await self._hand_in(kind="pressed", key=key, turn=turn, text=label)

    async def _upload(self, path: Path) -> None:
        try:
            data = await asyncio.to_thread(path.read_bytes)
        except OSError:
            print(texts(self._lang).text("terminal.no_file", path=str(path)))
            return
        blob, problem = await self._keep(data)
        await self._hand_in(
            kind="uploaded",
            media=Media.PHOTO,
            blob=blob,
            problem=problem,
            name=path.name,
            size=len(data),
        )

    async def _save(self, path: Path) -> None:
        words, secret = texts(self._lang), self._copy
        owner = await self._app.database.run(lambda unit: links.redeem(unit, LinkKind.COPY, secret))
        if owner is None:
            print(words.text("terminal.no_copy"))
            return
        try:
            _write(path, await data_copy.zipped(self._app, owner))
        except OSError:
            print(words.text("terminal.not_saved", path=str(path)))
            return
        print(words.text("terminal.saved", path=str(path)))

    async def _keep(self, data: bytes) -> tuple[str | None, UploadProblem | None]:
        if len(data) > self._app.settings.upload_max_mb * MEGABYTE:
            return None, UploadProblem.TOO_LARGE
        try:
            blob = await self._app.uploads.keep(
                Channel.TERMINAL, self._external_id, data, Media.PHOTO
            )
        except NotKept as problem:
            return None, problem.problem
        return blob, None

    async def _hand_in(self, **fields: Any) -> None:
        delivery = Delivery(
            channel=Channel.TERMINAL,
            external_id=self._external_id,
            delivery_id=uuid.uuid4().hex,
            lang=self._lang.value,
            **fields,
        )
        try:
            await self._app.gateway.receive(delivery)
        except Busy:
            print(texts(self._lang).text("terminal.busy"))
            return
        await self._print_replies()

    async def _print_replies(self) -> None:
        """Print what is new, waiting for jobs that this turn started."""
        waited = 0.0
        while True:
            lines = await self._app.conversation.lines(
                Channel.TERMINAL, self._external_id, after=self._last
            )
            for line in lines:
                self._last = line.id
                if line.sender is not Sender.PERSON:
                    self._print(line)
            self._remember(lines)
            if not await self._app.jobs.pending(Channel.TERMINAL, self._external_id):
                return
            if waited > LONGEST_WAIT_S:
                return
            await asyncio.sleep(QUIET_S)
            waited += QUIET_S

    def _remember(self, lines: list[Rendered]) -> None:
        for line in lines:
            if line.buttons:
                self._buttons = [(b.key, b.label, line.turn) for b in line.buttons]

    def _page(self, citation: ShownCitation) -> str:
        """The address of the whole article."""
        parts = (quote(part, safe="") for part in (citation.document, citation.article))
        return f"{self._app.pages_from(Channel.TERMINAL)}/articles/{'/'.join(parts)}"

    def _print(self, line: Rendered) -> None:
        if line.progress and line.progress.at < line.progress.of:
            print(f"({line.progress.at + 1}/{line.progress.of}) {line.progress.title}")
        print(line.text)
        for citation in line.citations:
            print(f"  | {citation.law}{citation.label} · {citation.in_force or citation.note}")
            print(f"  | {self._page(citation)}")
            for quoted in citation.lines:
                print(f"  | {quoted}")
            if citation.note and citation.in_force:
                print(f"  | {citation.note}")
            after = (citation.gloss, citation.translation_note, *citation.translation)
            for told in filter(None, after):
                print(f"  | {told}")
        for number, button in enumerate(line.buttons, 1):
            print(f"  [{number}] {button.label} {button.url}".rstrip())
            if COPY in button.url:
                self._copy = button.url.rpartition("/")[2]
                print(f"      {texts(self._lang).text('terminal.save')}")
        print(flush=True)


def _write(path: Path, data: bytes) -> None:
    """A new file that only its owner can read; never over one that is there."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
