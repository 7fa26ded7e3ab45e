"""Every delivery goes through here: taken once, answered, durable before it is acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog

from bot.delivery import Delivery, Receipt
from bot.turn import Turn
from handlers.effect import REMOVED, Button, Part, Show
from handlers.event import Captured, Event, Finished, JobKind, Opened, Pressed, Said, Uploaded
from handlers.form import is_private
from handlers.session import stored
from storage import accounts, blobs, erasure, turns
from storage.conversations import Direction
from storage.database import DatabaseBusy, DiskFull, Unit
from storage.turns import StoredSession

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger()

# Turns that wait at the same moment share one commit; more than this would make the last wait.
BATCH = 64
QUEUE = 2000
RETRY_AFTER_S = 2
LONGEST_TEXT = 4000
LONGEST_LABEL = 80
VISIBLE_END = 4

Before = Callable[[Turn], Awaitable[dict[str, Any]]]


class Busy(Exception):
    """Nothing was taken: hand it in again after so many seconds."""

    def __init__(self, retry_after_s: int = RETRY_AFTER_S) -> None:
        super().__init__(f"busy, try again in {retry_after_s} s")
        self.retry_after_s = retry_after_s


@dataclass
class Item:
    """One thing to be taken; `done` resolves after the commit."""

    key: str
    delivery: Delivery | None = None
    account_id: int | None = None
    job: JobKind | None = None
    job_id: int = 0
    before: Before | None = None
    """Runs inside the turn, before the core: what a job's result changes."""
    done: "asyncio.Future[Receipt]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Gateway:
    """Takes deliveries and job results in order, many people's turns to one commit."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._queue: asyncio.Queue[Item] = asyncio.Queue(QUEUE)
        self._accounts: dict[tuple[str, str], int] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to take deliveries."""
        self._task = asyncio.create_task(self._loop())

    async def stop(self) -> None:
        """Take what is waiting, then stop."""
        await self._queue.join()
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def receive(self, delivery: Delivery) -> Receipt:
        """Take one delivery; when this returns, it and its answer are durable.

        Raises Busy when the queue is full, the database is locked or the disk is full: nothing
        was taken, and handing in the same delivery again later is right.
        """
        key = f"{delivery.channel}:{delivery.external_id}:{delivery.delivery_id}"[:160]
        return await self._hand_in(Item(key=key, delivery=delivery))

    async def finish(self, account_id: int, job: JobKind, job_id: int, before: Before) -> Receipt:
        """Take a job's result; `before` makes its changes and returns what the core is told."""
        return await self._hand_in(
            Item(key=f"job:{job_id}", account_id=account_id, job=job, job_id=job_id, before=before)
        )

    async def account(self, channel: str, external_id: str, lang: str = "zh") -> int:
        """The account of a chat identity, made if there is none."""
        known = self._accounts.get((channel, external_id))
        known = known or await accounts.find_account(channel, external_id)
        if known is None:
            known = await self._app.database.run(
                lambda unit: accounts.find_or_create(
                    unit, self._app.vault, channel, external_id, lang
                )
            )
        self._accounts[(channel, external_id)] = known
        return known

    def forget(self, channel: str, external_id: str) -> None:
        """The account of this chat identity was erased; it would get a new one."""
        self._accounts.pop((channel, external_id), None)

    async def _hand_in(self, item: Item) -> Receipt:
        try:
            self._queue.put_nowait(item)
        except asyncio.QueueFull:
            raise Busy from None
        return await asyncio.shield(item.done)

    async def _loop(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            try:
                await self._take(batch)
            finally:
                for _ in batch:
                    self._queue.task_done()

    async def _take(self, batch: Sequence[Item]) -> None:
        try:
            await self._commit(batch)
        except (DatabaseBusy, DiskFull) as problem:
            log.warning("not taken", problem=type(problem).__name__, deliveries=len(batch))
            for item in batch:
                item.done.set_exception(Busy())
        except Exception:
            if len(batch) > 1:
                for item in batch:
                    await self._take([item])
            else:
                await self._excuse(batch[0])

    async def _excuse(self, item: Item) -> None:
        """Our own fault in one turn: keep what was said, say so, leave the session as it was."""
        log.exception("a turn failed", delivery=item.delivery.kind if item.delivery else item.job)
        try:
            await self._commit([item], excuse=True)
        except Exception:
            log.exception("a failed turn could not be excused")
            item.done.set_exception(Busy())

    async def _commit(self, batch: Sequence[Item], excuse: bool = False) -> None:
        receipts: list[Receipt] = []
        run: list[Turn] = []

        async def work(unit: Unit) -> None:
            receipts.clear()
            run.clear()
            await self._turns(unit, batch, receipts, run, excuse)

        await self._app.database.run(work)
        for item, receipt in zip(batch, receipts, strict=True):
            item.done.set_result(receipt)
        self._after(run)

    def _after(self, run: Sequence[Turn]) -> None:
        for turn in run:
            self._app.conversation.woke(turn.account_id)
            for blob in turn.discarded:
                self._app.spawn(self._app.blobs.delete(blob))
        if any(turn.erased for turn in run):
            self._app.spawn(erasure.leave_no_copy())
        if any(turn.jobs for turn in run):
            self._app.jobs.poke()
        self._app.outbox.poke()

    async def _turns(
        self,
        unit: Unit,
        batch: Sequence[Item],
        receipts: list[Receipt],
        run: list[Turn],
        excuse: bool,
    ) -> None:
        app = self._app
        taken = await turns.seen([item.key for item in batch])
        fresh = [item for item in batch if item.key not in taken]
        # Not kept on the item: a rolled-back unit of work takes a new account with it.
        owners = {item.key: await self._owner(unit, item) for item in fresh}
        states = await turns.load(app.vault, owners.values())
        people: dict[int, Turn] = {}
        deliveries: list[tuple[str, int]] = []
        for item in batch:
            if item.key in taken:
                receipts.append(Receipt(message=taken[item.key], duplicate=True))
                continue
            owner = owners[item.key]
            if owner not in states:  # erased meanwhile: nobody is left to tell
                receipts.append(Receipt(message=0, duplicate=True))
                continue
            turn = people.get(owner)
            if turn is None:
                turn = people[owner] = Turn(app, unit, states[owner])
                run.append(turn)
            line = await self._one(turn, item, excuse)
            taken[item.key] = line
            receipts.append(Receipt(message=line))
            deliveries.append((item.key, line))
        sessions = [
            StoredSession(turn.account_id, turn.session.turn, stored(turn.session)) for turn in run
        ]
        await turns.save(unit, app.vault, sessions, deliveries)
        # The files go after the commit; should we die in between, the sweep finds them expired.
        await blobs.expire(unit, [blob for turn in run for blob in turn.discarded])

    async def _one(self, turn: Turn, item: Item, excuse: bool) -> int:
        line = 0
        event: Event
        if item.delivery is not None:
            event = _event(turn, item.delivery)
            if item.delivery.kind not in ("opened", "captured"):
                line = turn.hear(_own_line(turn, item.delivery, excuse))
        else:
            assert item.before is not None and item.job is not None
            await turns.close_job(item.job_id)
            result = {} if excuse else await item.before(turn)
            event = Finished(at=turn.at, job=item.job, result=result)
        if excuse:
            turn.log(Direction.BOT, _EXCUSE.model_dump(mode="json"))
            running = tuple(frame for frame in turn.session.stack if frame.kind != "waiting")
            turn.session = turn.session.but(stack=running)
        else:
            await turn.run(event)
        turn.unit.audit(turn.subject, f"turn.{event.kind}", f"turn:{turn.session.turn}")
        return line

    async def _owner(self, unit: Unit, item: Item) -> int:
        """Whose turn it is; somebody new gets an account in this unit of work."""
        delivery = item.delivery
        if delivery is None:
            assert item.account_id is not None
            return item.account_id
        identity = (delivery.channel.value, delivery.external_id)
        known = self._accounts.get(identity) or await accounts.find_account(*identity)
        if known is None:
            return await accounts.find_or_create(
                unit, self._app.vault, *identity, delivery.lang or "zh"
            )
        self._accounts[identity] = known
        return known


_EXCUSE = Show(
    parts=(Part(message="fault"),),
    buttons=(Button(key="go:menu", label="button.go:menu", standing=True),),
)


def _event(turn: Turn, delivery: Delivery) -> Event:
    match delivery.kind:
        case "said":
            return Said(at=turn.at, text=delivery.text[:LONGEST_TEXT])
        case "pressed":
            return Pressed(at=turn.at, key=delivery.key, turn=delivery.turn)
        case "uploaded":
            return Uploaded(
                at=turn.at,
                media=delivery.media,
                blob=delivery.blob,
                name=delivery.name,
                size=delivery.size,
                problem=delivery.problem,
                forwarded=delivery.forwarded,
            )
        case "captured":
            return Captured(at=turn.at, blobs=delivery.blobs, challenge=delivery.challenge)
        case "opened":
            return Opened(at=turn.at, link=delivery.text)


def _own_line(turn: Turn, delivery: Delivery, excuse: bool) -> dict[str, Any]:
    """What the log keeps of a person's own line; a private answer only by its last characters.

    Where the turn failed, nobody knows whether it was a question: no patient's details are kept.
    """
    text = delivery.text[:LONGEST_TEXT]
    if excuse:
        text = turn.app.catalogue.without_details(text, REMOVED)
    if delivery.kind == "said" and is_private(turn.app.catalogue, turn.session):
        text = "•" * VISIBLE_END + text.strip()[-VISIBLE_END:] if len(text) > 8 else "•" * 4
    if delivery.kind == "pressed":
        text = delivery.text[:LONGEST_LABEL]
    return {
        "kind": delivery.kind,
        "text": text,
        "turn": delivery.turn,
        "media": delivery.media.value if delivery.kind == "uploaded" else None,
        "name": delivery.name[:LONGEST_LABEL],
        "client_id": delivery.delivery_id,
    }
