"""Looks after the knowledge base: takes in files left in a folder, and asks again what changed."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from bot.answering import Found, look_up, text_version
from handlers.effect import Citation, Part, Show
from handlers.scene import standing
from knowledge.document import Added, Rejected
from storage import accounts, ledger
from storage.beijing import BEIJING
from storage.database import DatabaseBusy, Unit
from storage.ledger import Entry, Quoted

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger()

ROUND_S = 60.0
# A file that was written to so lately may still be on its way.
SETTLED_S = 5.0
# How long an answer is watched.
MEMORY = timedelta(days=365)
# Hours in China in which people are told; a change of the law can wait for the morning.
DECENT = range(9, 20)
MOST_TOLD = 200
LONGEST_QUOTED = 60


class Library:
    """Watches `knowledge/inbox` in the home folder, and the texts that answers were given from."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._inbox = app.settings.home / "knowledge" / "inbox"
        self._seen: object = None

    def start(self) -> None:
        """Look every minute."""
        self._inbox.mkdir(parents=True, exist_ok=True)
        self._app.spawn(self._loop())

    async def _loop(self) -> None:
        while True:
            try:
                await self.take_in()
                if datetime.now(BEIJING).hour in DECENT:
                    await self._recheck_if_changed()
            except DatabaseBusy:
                log.warning("the library waits for the database")
            except Exception:
                log.exception("the library could not be looked after")
            await asyncio.sleep(ROUND_S)

    async def take_in(self) -> int:
        """Take settled files of the inbox into the base and put them aside; returns how many."""
        files = await asyncio.to_thread(_settled, self._inbox)
        for file in files:
            await self._take(file)
        return len(files)

    async def _take(self, file: Path) -> None:
        outcomes = await asyncio.to_thread(self._app.knowledge.add, [file])
        added = [one.document for one in outcomes if isinstance(one, Added)]
        for one in outcomes:
            if isinstance(one, Added) and one.heading.in_force_from is None:
                log.warning("a text states no date of entry into force", document=one.document)
        rejected = [one.reason.value for one in outcomes if isinstance(one, Rejected)]

        async def work(unit: Unit) -> None:
            for document in added:
                unit.audit("inbox", "document_added", "knowledge", document=document)
            for reason in rejected:
                log.warning("a file of the inbox was not taken", file=file.name, why=reason)
                unit.audit("inbox", "document_rejected", "knowledge", file=file.name, why=reason)

        await self._app.database.run(work)
        await asyncio.to_thread(_put_aside, file, "added" if added else "rejected")

    async def _recheck_if_changed(self) -> None:
        """Ask again once after every change of the list of texts, and once a day."""
        now = (date.today(), await asyncio.to_thread(self._app.knowledge.documents))
        if now != self._seen and await self.recheck() < MOST_TOLD:
            self._seen = now

    async def recheck(self) -> int:
        """Ask again what was answered from a text that is no longer the one in force.

        Only those are told whose answer now quotes other words. Returns how many were asked again.
        """
        quoted = await ledger.quoted_since(datetime.now(UTC) - MEMORY)
        older = await asyncio.to_thread(self._older, list(quoted))
        replies: dict[int, set[Quoted]] = {}
        for one in older:
            for number in quoted[one]:
                replies.setdefault(number, set()).add(one)
        for number in sorted(replies)[:MOST_TOLD]:
            await self._ask_again(number, replies[number])
        return min(len(replies), MOST_TOLD)

    def _older(self, quoted: list[Quoted]) -> list[Quoted]:
        knowledge = self._app.knowledge
        return [
            one for one in quoted if text_version(knowledge, one.document, one.article) != one[2]
        ]

    async def _ask_again(self, number: int, older: set[Quoted]) -> None:
        entry = await ledger.entry(self._app.vault, number)
        if entry is None:
            return
        found = await self._now(entry)
        versions = {one.version for one in found.quoted} if found else set()

        async def work(unit: Unit) -> None:
            await ledger.requote(unit, number, found.quoted if found else ())
            if found and any(one.version not in versions for one in older):
                await self._app.notices.show(unit, entry.account_id, _told(entry, found.result))
                unit.audit("library", "answer_rechecked", f"answered:{number}")

        await self._app.database.run(work)
        self._app.conversation.woke(entry.account_id)
        self._app.outbox.poke()

    async def _now(self, entry: Entry) -> Found | None:
        """The reply of today; None where the question was not kept or its person is gone."""
        if entry.question is None:
            return None
        lang = await accounts.language_of(entry.account_id)
        return await asyncio.to_thread(look_up, self._app.knowledge, entry.question, lang)


def _told(entry: Entry, result: dict[str, Any]) -> Show:
    """What the asker reads: what was asked when, and what the law says now."""
    citations = tuple(Citation.model_validate(one) for one in result.get("citations", ()))
    on, question = entry.at.isoformat(), (entry.question or "")[:LONGEST_QUOTED]
    ask = standing(f"officer:{entry.id}", "button.officer")
    if not citations:
        return Show(parts=(say("law_changed.gone", on=on, question=question),), buttons=(ask,))
    parts = (
        say("law_changed", on=on, question=question),
        say(f"answer.{result['kind']}", **result["params"]),
    )
    return Show(parts=parts, citations=citations, buttons=(ask,))


def say(message: str, **params: Any) -> Part:
    """A paragraph of a message."""
    return Part(message=message, params=params)


def _settled(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    latest = datetime.now(UTC).timestamp() - SETTLED_S
    return sorted(
        file
        for file in folder.iterdir()
        if file.is_file() and not file.name.startswith(".") and file.stat().st_mtime <= latest
    )


def _put_aside(file: Path, where: str) -> None:
    """Move a file out of the inbox; a later one of the same name takes its place."""
    folder = file.parent / where
    folder.mkdir(exist_ok=True)
    file.replace(folder / file.name)
