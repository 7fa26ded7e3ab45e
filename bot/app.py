"""The composition root: every part of the running program, opened and closed in order."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import structlog

from bot import answering, articles, erasing, matching
from bot.calls import FUNCTIONS
from bot.captures import Captures
from bot.cohort import Cohort
from bot.conversation import Conversation
from bot.delivery import Channel
from bot.filing import warn_of_faces
from bot.gateway import Gateway
from bot.jobs import Jobs, Kind
from bot.library import Library
from bot.notices import Notices
from bot.outbox import Outbox
from bot.overdue import let_time_act
from bot.reminders import Reminders
from bot.settings import Settings
from bot.templates import CONSENT_VERSION
from bot.uploads import Uploads
from handlers.catalogue import Catalogue
from handlers.event import JobKind
from handlers.session import Lang
from knowledge.privacy import without_details
from knowledge.question import looks_like_question
from registry.institutions import Directory
from storage import accounts, register, templates
from storage.blobs import Blobs
from storage.database import Database, DatabaseBusy
from storage.vault import Vault

if TYPE_CHECKING:
    from identity.pool import Pool
    from knowledge.base import KnowledgeBase

log = structlog.get_logger()

HOUSEKEEPING_S = 600.0
JOBS = {
    JobKind.ANSWER: Kind(answering.answer, answering.give_up),
    JobKind.ARTICLE: Kind(articles.show, articles.give_up),
    JobKind.MATCH: Kind(matching.match, matching.ask_clerk),
    JobKind.EXAMINE: Kind(matching.examine, matching.let_clerk_look),
    JobKind.ERASE: Kind(erasing.erase, erasing.erase),
}


class App:
    """Holds the parts; what is costly to load is loaded when it is first needed."""

    functions = FUNCTIONS

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        settings.home.mkdir(parents=True, exist_ok=True)
        self.vault = Vault.open(settings.key)
        self.database = Database(settings.database)
        self.blobs = Blobs(settings.home / "blobs", self.vault, self.database)
        self.gateway = Gateway(self)
        self.conversation = Conversation(self.vault, self.gateway.account)
        self.notices = Notices(self.vault)
        self.outbox = Outbox(self)
        self.jobs = Jobs(self, JOBS)
        self.reminders = Reminders(self)
        self.library = Library(self)
        self.uploads = Uploads(self.gateway, self.blobs)
        self.catalogue = Catalogue(
            is_question=looks_like_question,
            without_details=without_details,
            step_up=timedelta(minutes=settings.step_up_minutes),
        )
        self.institutions = Directory(())
        self.cohort = Cohort(self)
        self.captures = Captures(self)
        self._faces: Pool | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    async def open(self) -> None:
        """Open the database and begin to take deliveries, run jobs and send."""
        await self.database.open()
        await self.reload_institutions()
        self.gateway.start()
        self.jobs.start()
        self.outbox.start()
        self.spawn(self._keep_house())

    async def close(self) -> None:
        """Finish what is under way and close everything."""
        await self.gateway.stop()
        await self.jobs.stop()
        await self.outbox.stop()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._faces is not None:
            await self._faces.close()
        await self.database.close()

    async def reload_institutions(self) -> None:
        """Read the institutions into the search that is kept in memory."""
        self.institutions = Directory(await register.institutions())

    @cached_property
    def knowledge(self) -> "KnowledgeBase":
        """The knowledge base of this installation."""
        from knowledge.base import KnowledgeBase

        return KnowledgeBase(self.settings.home / "knowledge", self.settings.models)

    async def faces(self) -> "Pool":
        """The workers that look at faces; they start with the first picture."""
        if self._faces is None:
            self._faces = _pool(self.settings)
            await self._faces.start()
        self.cohort.follow(self._faces)
        return self._faces

    def pages_from(self, channel: str) -> str | None:
        """What comes before the path of one of our pages; None where none can be opened.

        A page in the browser knows where it is, and a terminal is on this machine.
        """
        if channel == Channel.WEB:
            return ""
        if channel == Channel.TERMINAL and not self.settings.public_url:
            return f"http://{self.settings.host}:{self.settings.port}"
        return self.settings.public_url.rstrip("/") or None

    async def set_language(self, channel: Channel, external_id: str, lang: Lang) -> None:
        """Speak this language to the person from now on."""
        account = await self.gateway.account(channel.value, external_id)
        await accounts.set_language(account, lang.value)
        self.conversation.woke(account)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something beside the turns; it ends with the program."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep_house(self) -> None:
        """Every ten minutes: files that nobody needs go, and time acts on applications."""
        while True:
            try:
                await self.blobs.sweep()
                await self.database.run(lambda unit: templates.sweep(unit, CONSENT_VERSION))
                await warn_of_faces()
                await let_time_act(self)
            except (OSError, DatabaseBusy) as problem:
                log.warning("house-keeping waits", problem=type(problem).__name__)
            await asyncio.sleep(HOUSEKEEPING_S)


def _pool(settings: Settings) -> "Pool":
    from identity.calibrated import thresholds_of
    from identity.engines.choice import EngineChoice
    from identity.pool import Pool, PoolSettings

    chosen = PoolSettings(engine=settings.face_engine or EngineChoice())
    if settings.face_thresholds:
        calibrated = thresholds_of(settings.face_thresholds.read_text("utf-8"))
        chosen = chosen.model_copy(update={"thresholds": calibrated})
    if settings.workers:
        chosen = chosen.model_copy(update={"workers": settings.workers})
    return Pool(chosen)
