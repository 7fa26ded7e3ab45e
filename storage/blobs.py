"""Files that people send: sealed on disk, with a row that says when they must be gone."""

import asyncio
import errno
import hashlib
import os
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from registry.frozen import Frozen
from storage.database import Database, Unit
from storage.models import Blob
from storage.vault import Unreadable, Vault

SETTLED_S = 3600.0


class OutOfSpace(Exception):
    """The disk is full: the file was not kept."""


class Kept(Frozen):
    """A file that was kept."""

    id: str
    media: str
    content_type: str
    size: int


class Blobs:
    """A folder of sealed files; nothing of a file is ever on disk in the clear."""

    def __init__(self, folder: Path, vault: Vault, database: Database) -> None:
        self._folder = folder
        self._vault = vault
        self._database = database

    async def keep(
        self,
        subject: str,
        data: bytes,
        media: str,
        content_type: str,
        lifetime: timedelta | None = None,
    ) -> Kept:
        """Seal and store a file under its person's key.

        OutOfSpace if the disk is full; DatabaseBusy or DiskFull if its row could not be written.
        """
        await self._vault.load(subject)
        name = secrets.token_hex(16)
        sealed = self._vault.seal(subject, f"blob:{name}", data)
        try:
            await asyncio.to_thread(self._write, name, sealed)
        except OSError as problem:
            await asyncio.to_thread(self._path(name).unlink, True)
            if problem.errno in (errno.ENOSPC, errno.EDQUOT):
                raise OutOfSpace from problem
            raise
        kept = Kept(id=name, media=media, content_type=content_type, size=len(data))
        digest = hashlib.sha256(data).hexdigest()
        await self._database.run(lambda unit: _add(unit, kept, subject, digest, lifetime))
        return kept

    async def read(self, name: str) -> tuple[Kept, bytes] | None:
        """A file and its description; None if it is gone."""
        row = await Blob.get_or_none(id=name)
        if row is None:
            return None
        await self._vault.load(row.subject)
        try:
            sealed = await asyncio.to_thread(self._path(name).read_bytes)
        except FileNotFoundError:
            return None
        data = self._vault.unseal(row.subject, f"blob:{name}", sealed)
        kept = Kept(id=row.id, media=row.media, content_type=row.content_type, size=row.size)
        return kept, data

    async def pass_to(self, name: str, owner: str) -> None:
        """Seal a file under another person's key, so that it outlives its sender's."""
        row = await Blob.get(id=name)
        await self._vault.load(row.subject, owner)
        field, sealed = f"blob:{name}", await asyncio.to_thread(self._path(name).read_bytes)
        try:
            data = self._vault.unseal(row.subject, field, sealed)
        except Unreadable:  # a crash came between the file and its row
            data = self._vault.unseal(owner, field, sealed)
        await asyncio.to_thread(self._replace, name, self._vault.seal(owner, field, data))
        row.subject = owner

        async def work(unit: Unit) -> None:
            await row.save(update_fields=["subject"])

        await self._database.run(work)

    async def delete(self, name: str) -> None:
        """Remove a file and its row; doing it twice is harmless."""
        await asyncio.to_thread(self._path(name).unlink, True)
        await Blob.filter(id=name).delete()

    async def sweep(self) -> int:
        """Delete what has expired, and old files without a row (a crash between the two writes)."""
        now = datetime.now(UTC)
        expired = await Blob.filter(expires_at__lt=now).values_list("id", flat=True)
        for name in expired:
            await self.delete(str(name))
        known = {str(name) for name in await Blob.all().values_list("id", flat=True)}
        orphans = [path for path in self._files() if path.name not in known]
        for path in orphans:
            await asyncio.to_thread(path.unlink, True)
        return len(expired) + len(orphans)

    def _files(self) -> list[Path]:
        """Files old enough that their row would be there by now."""
        if not self._folder.is_dir():
            return []
        settled = time.time() - SETTLED_S
        return [path for path in self._folder.glob("*") if path.stat().st_mtime < settled]

    def _path(self, name: str) -> Path:
        if not name.isalnum():
            raise ValueError("a blob's name is letters and digits only")
        return self._folder / name

    def _replace(self, name: str, sealed: bytes) -> None:
        self._write(f"{name}new", sealed)
        self._path(f"{name}new").replace(self._path(name))

    def _write(self, name: str, sealed: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())


async def _add(
    unit: Unit, kept: Kept, subject: str, digest: str, lifetime: timedelta | None
) -> None:
    await Blob.create(
        id=kept.id,
        subject=subject,
        media=kept.media,
        content_type=kept.content_type,
        size=kept.size,
        sha256=digest,
        created_at=unit.now,
        expires_at=unit.now + lifetime if lifetime else None,
    )


async def expire(unit: Unit, names: Sequence[str]) -> None:
    """From now on nobody needs these files."""
    if names:
        await Blob.filter(id__in=list(names)).update(expires_at=unit.now)
