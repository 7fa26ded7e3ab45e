"""Documents on disk: one SQLite file in the base's home, each document one compressed row.

The `stamp` row counts changes. The index carries the stamp it was built from, so a reader knows
whether the two agree; whatever crashes, the documents are the truth and the index is rebuilt.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.document import Document, Heading

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
  position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
  heading TEXT NOT NULL, provisions INTEGER NOT NULL, digest TEXT NOT NULL,
  body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS stamp (one INTEGER PRIMARY KEY CHECK (one = 1), value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS confirmed (
  question TEXT NOT NULL, document TEXT NOT NULL, article TEXT NOT NULL, day TEXT NOT NULL,
  PRIMARY KEY (question, document, article));
CREATE TABLE IF NOT EXISTS source (
  address TEXT PRIMARY KEY, etag TEXT, modified TEXT);
INSERT OR IGNORE INTO stamp VALUES (1, 0);
"""


class Listed(BaseModel):
    """A document of the base as a list shows it."""

    model_config = ConfigDict(frozen=True)

    heading: Heading
    provisions: int


class Confirmed(BaseModel):
    """A question with an article that an officer confirmed as its answer."""

    model_config = ConfigDict(frozen=True)

    question: str
    document: str
    article: str
    day: date


class Fetched(BaseModel):
    """What a server said of a text when it was last fetched."""

    model_config = ConfigDict(frozen=True)

    address: str
    etag: str | None
    modified: str | None


class Store:
    """The documents of one base; every call opens and closes its own connection."""

    def __init__(self, home: Path) -> None:
        self._file = home / "base.sqlite3"

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        fresh = not self._file.exists()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._file, timeout=30)
        try:
            if fresh:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.executescript(_SCHEMA)
            with connection:
                yield connection
        finally:
            connection.close()

    def traces(self) -> tuple[tuple[int, int], ...]:
        """Return times and sizes of the files: the same as long as nothing was written."""
        wal = self._file.with_name(f"{self._file.name}-wal")
        return tuple(trace for path in (self._file, wal) if (trace := _trace(path)))

    def stamp(self) -> int:
        """Return the count of changes to the documents so far."""
        if not self._file.exists():
            return 0
        with self._open() as connection:
            return int(connection.execute("SELECT value FROM stamp").fetchone()[0])

    def put_all(self, documents: list[Document]) -> None:
        """Save many documents as one change."""
        with self._open() as connection:
            connection.executemany(
                "INSERT INTO document (name, title, heading, provisions, digest, body)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                " title = excluded.title, heading = excluded.heading,"
                " provisions = excluded.provisions, digest = excluded.digest,"
                " body = excluded.body",
                (_row(document) for document in documents),
            )
            _count(connection)

    def remove(self, name: str) -> bool:
        """Delete a document; return False when there is none of that name."""
        with self._open() as connection:
            gone = connection.execute("DELETE FROM document WHERE name = ?", (name,)).rowcount
            if gone:
                _count(connection)
        return bool(gone)

    def digests(self) -> dict[str, str]:
        """Return the name of the document behind each fingerprint."""
        if not self._file.exists():
            return {}
        with self._open() as connection:
            return dict(connection.execute("SELECT digest, name FROM document").fetchall())

    def listed(self) -> list[Listed]:
        """Return every document's heading, in the order of adding."""
        if not self._file.exists():
            return []
        with self._open() as connection:
            rows = connection.execute(
                "SELECT heading, provisions FROM document ORDER BY position"
            ).fetchall()
        return [Listed(heading=Heading.model_validate_json(h), provisions=n) for h, n in rows]

    def document(self, name: str) -> Document | None:
        """Return a document by name, or None."""
        if not self._file.exists():
            return None
        with self._open() as connection:
            row = connection.execute("SELECT body FROM document WHERE name = ?", (name,)).fetchone()
        return _unpack(row[0]) if row else None

    def everything(self) -> tuple[int, Iterator[Document]]:
        """Return the stamp and all documents as they were at that stamp."""
        with self._open() as connection:
            connection.execute("BEGIN")
            stamp = int(connection.execute("SELECT value FROM stamp").fetchone()[0])
            bodies = connection.execute("SELECT body FROM document ORDER BY position").fetchall()
        return stamp, (_unpack(body) for (body,) in bodies)

    def confirm(self, answers: list[Confirmed]) -> None:
        """Save confirmed answers as one change."""
        with self._open() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO confirmed VALUES (?, ?, ?, ?)",
                [(a.question, a.document, a.article, a.day.isoformat()) for a in answers],
            )

    def withdraw(self, question: str) -> None:
        """Forget what was confirmed for a question."""
        with self._open() as connection:
            connection.execute("DELETE FROM confirmed WHERE question = ?", (question,))

    def confirmed(self) -> list[Confirmed]:
        """Return every confirmed answer, oldest first."""
        if not self._file.exists():
            return []
        with self._open() as connection:
            rows = connection.execute(
                "SELECT question, document, article, day FROM confirmed ORDER BY day, question"
            ).fetchall()
        return [
            Confirmed(question=q, document=d, article=a, day=date.fromisoformat(day))
            for q, d, a, day in rows
        ]

    def fetched(self, address: str) -> Fetched | None:
        """Return what is known of an address that was fetched before."""
        if not self._file.exists():
            return None
        with self._open() as connection:
            row = connection.execute(
                "SELECT etag, modified FROM source WHERE address = ?", (address,)
            ).fetchone()
        return Fetched(address=address, etag=row[0], modified=row[1]) if row else None

    def note_fetched(self, fetched: Fetched) -> None:
        """Remember what a server said of a text."""
        with self._open() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO source VALUES (?, ?, ?)",
                (fetched.address, fetched.etag, fetched.modified),
            )


def _trace(file: Path) -> tuple[int, int] | None:
    """Return time and size of a file; a log may vanish at any moment when it is folded in."""
    try:
        seen = file.stat()
    except FileNotFoundError:
        return None
    return seen.st_mtime_ns, seen.st_size


def digest(document: Document) -> str:
    """Return the fingerprint of a document's words, whatever its file is called."""
    words = hashlib.sha256(document.heading.title.encode())
    for provision in document.provisions:
        words.update(f"\0{provision.key}\0{provision.text}".encode())
    return words.hexdigest()


def _row(document: Document) -> tuple[str, str, str, int, str, bytes]:
    heading = document.heading
    body = zlib.compress(document.model_dump_json(exclude_defaults=True).encode(), 6)
    return (
        heading.document,
        heading.title,
        heading.model_dump_json(),
        len(document.provisions),
        digest(document),
        body,
    )


def _unpack(body: bytes) -> Document:
    return Document.model_validate_json(zlib.decompress(body))


def _count(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE stamp SET value = value + 1")
