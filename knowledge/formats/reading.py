"""A file's documents: the format by its name, then the reader for it."""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from knowledge.document import Document, Reason
from knowledge.formats import child, jsonl
from knowledge.formats.marked import Marked, from_text, to_document

TEXT = frozenset({".md", ".markdown", ".txt"})
ROWS = frozenset({".jsonl"})
PACKED_ROWS = ".jsonl.gz"
PARSED = frozenset({".html", ".htm", ".docx", ".pdf"})
LARGEST = 64 * 2**20
_LARGEST_UNPACKED = 512 * 2**20


class Unusable(Exception):
    """A file that cannot be taken, with the reason to show."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def read(file: Path, facts: Mapping[str, str] | None = None) -> Iterator[Document]:
    """Yield the documents of a file; raises Unusable with the reason.

    `facts` are stated of the one text in the file; they come before its own.
    """
    suffix = file.suffix.lower()
    if not file.is_file():
        raise Unusable(Reason.NOT_FOUND)
    if file.stat().st_size > LARGEST:
        raise Unusable(Reason.TOO_LARGE)
    if suffix in TEXT:
        yield to_document(file.name, from_text(_text(file)).stating(facts))
    elif suffix in ROWS or file.name.endswith(PACKED_ROWS):
        yield from _rows(file)
    elif suffix in PARSED:
        yield to_document(file.name, _parsed(file).stating(facts))
    else:
        raise Unusable(Reason.UNSUPPORTED)


def _rows(file: Path) -> Iterator[Document]:
    try:
        yield from jsonl.read(file.name, _text(file))
    except ValueError as error:
        raise Unusable(Reason.UNREADABLE) from error


def _parsed(file: Path) -> Marked:
    outcome = child.parse(file)
    if isinstance(outcome, Reason):
        raise Unusable(outcome)
    return outcome


def _text(file: Path) -> str:
    if not file.name.endswith(PACKED_ROWS):
        return decoded(file.read_bytes())
    try:
        with gzip.open(file) as packed:
            data = packed.read(_LARGEST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unusable(Reason.UNREADABLE) from error
    if len(data) > _LARGEST_UNPACKED:
        raise Unusable(Reason.TOO_LARGE)
    return decoded(data)


def decoded(data: bytes) -> str:
    """Return text in UTF-8 or GB 18030; raises Unusable for anything else."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unusable(Reason.UNREADABLE)
