"""A program for the console to run in: everything real but the waking of pages."""

from pathlib import Path

from argon2 import PasswordHasher

from bot.notices import Notices
from knowledge.base import KnowledgeBase
from storage.blobs import Blobs
from storage.database import Database
from storage.vault import Vault
from tests.world import PASSWORD

# Quick on purpose: these tests sign in hundreds of times.
DIGEST = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


class Woken:
    """Notes whose page was woken."""

    def __init__(self) -> None:
        self.accounts: list[int] = []

    def woke(self, account_id: int) -> None:
        self.accounts.append(account_id)


class Program:
    """The parts of the program that the console uses, all real but the waking."""

    def __init__(self, database: Database, vault: Vault, folder: Path) -> None:
        self.database = database
        self.vault = vault
        self.blobs = Blobs(folder, vault, database)
        self.conversation = Woken()
        self.notices = Notices(vault)
        self.knowledge = KnowledgeBase(folder.parent / "knowledge")
