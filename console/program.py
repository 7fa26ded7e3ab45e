"""What the console needs of the running program."""

from typing import Any, Protocol

from aiohttp import web

from knowledge.base import KnowledgeBase
from storage.blobs import Kept
from storage.database import Database, Unit
from storage.notice import Notice
from storage.officers import Officers
from storage.vault import Vault


class Blobs(Protocol):
    """Files that people sent."""

    async def read(self, name: str) -> tuple[Kept, bytes] | None: ...

    async def delete(self, name: str) -> None: ...


class Conversation(Protocol):
    """Wakes a physician's open page."""

    def woke(self, account_id: int) -> None: ...


class Notices(Protocol):
    """Puts a message into a physician's chat within the unit of work that caused it."""

    async def pass_on(self, unit: Unit, notice: Notice) -> int | None: ...


class Program(Protocol):
    """The parts of the running program that the console uses."""

    @property
    def database(self) -> Database: ...

    @property
    def vault(self) -> Vault: ...

    @property
    def blobs(self) -> Blobs: ...

    @property
    def conversation(self) -> Conversation: ...

    @property
    def notices(self) -> Notices: ...

    @property
    def knowledge(self) -> KnowledgeBase: ...


PROGRAM = web.AppKey("program", Program)
OFFICERS = web.AppKey("officers", Officers)

Values = dict[str, Any]
