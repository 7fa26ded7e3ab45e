"""Fetching the texts of a source list where a network exists: conditional, polite, resumable.

A list is tab-separated with a header: title and address, and where they are known the official
title and the number (laws.tsv is one; an operator may keep another). What a server calls unchanged
is not fetched again; what failed is tried at the next run.
"""

import csv
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from knowledge.document import Added, Rejected
from knowledge.ingest import add
from knowledge.store import Fetched, Store

AGENT = "yizhu-knowledge-sync"
LARGEST = 64 * 2**20
TIMEOUT = 30
PAUSE = 1.0
_SUFFIXES = {
    "text/html": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/jsonl": ".jsonl",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


class Source(BaseModel):
    """A text by its short and official title and its number, and where it is published."""

    model_config = ConfigDict(frozen=True)

    title: str
    address: str
    official: str = ""
    number: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """What the list states of the text; it comes before what a page calls itself."""
        stated = {"title": self.official, "number": self.number}
        return {name: value for name, value in stated.items() if value}


class State(StrEnum):
    """What became of a source."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    NO_ADDRESS = "no_address"


class Synced(BaseModel):
    """One source after a run, with what became of the document where it was fetched."""

    model_config = ConfigDict(frozen=True)

    source: Source
    state: State
    detail: str = ""
    outcome: Added | Rejected | None = None


def read(file: Path) -> list[Source]:
    """Return the sources of a list."""
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    names = Source.model_fields
    return [Source(**{name: row.get(name) or "" for name in names}) for row in rows]


def sync(
    store: Store, home: Path, sources: Sequence[Source], wait: Callable[[float], None] = time.sleep
) -> Iterator[Synced]:
    """Fetch sources one after the other and take what changed into the store.

    A source without an address is named, so that an operator can give one.
    """
    folder = home / "downloads"
    folder.mkdir(parents=True, exist_ok=True)
    hosts: set[str] = set()
    for source in sources:
        if not source.address:
            yield Synced(source=source, state=State.NO_ADDRESS)
            continue
        host = urlsplit(source.address).netloc
        if host in hosts:
            wait(PAUSE)
        hosts.add(host)
        yield _one(store, folder, source)


def _one(store: Store, folder: Path, source: Source) -> Synced:
    held = store.fetched(source.address)
    try:
        with _open(source.address, held) as answer:
            data = answer.read(LARGEST + 1)
            headers = answer.headers
    except urllib.error.HTTPError as error:
        if error.code == 304:
            return Synced(source=source, state=State.UNCHANGED)
        return Synced(source=source, state=State.FAILED, detail=f"HTTP {error.code}")
    except (OSError, HTTPException, ValueError) as error:
        return Synced(source=source, state=State.FAILED, detail=type(error).__name__)
    if len(data) > LARGEST:
        return Synced(source=source, state=State.FAILED, detail="too large")
    file = folder / f"{source.title.replace('/', '_')}{_suffix(source, headers.get_content_type())}"
    file.write_bytes(data)
    outcome = next(iter(add(store, [file], facts=source.facts)), None)
    store.note_fetched(
        Fetched(
            address=source.address,
            etag=headers.get("ETag"),
            modified=headers.get("Last-Modified"),
        )
    )
    return Synced(source=source, state=State.FETCHED, outcome=outcome)


def _open(address: str, held: Fetched | None) -> "urllib.request._UrlopenRet":
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError(address)
    request = urllib.request.Request(address, headers={"User-Agent": AGENT})
    if held and held.etag:
        request.add_header("If-None-Match", held.etag)
    if held and held.modified:
        request.add_header("If-Modified-Since", held.modified)
    return urllib.request.urlopen(request, timeout=TIMEOUT)


def _suffix(source: Source, kind: str) -> str:
    suffix = Path(urlsplit(source.address).path).suffix.lower()
    return suffix if suffix in _SUFFIXES.values() else _SUFFIXES.get(kind, ".html")
