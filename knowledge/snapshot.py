"""The index with the names of its rows, as one file that is replaced whole or not at all."""

import json
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge import cues
from knowledge.document import Document, Heading, Provision
from knowledge.formats.marked import short_title
from knowledge.index import Index, build
from knowledge.passages import passages

_MAGIC = b"YZKB0002"
_LEVEL = 1
_TITLE = re.compile(r"《([^》]{2,40})》")
_COLUMNS = ("provision", "owner", "path", "lengths", "signs", "cited")
_NAMES = ("paths", "keys", "labels", "source_ids")


@dataclass(frozen=True)
class Snapshot:
    """Everything a search needs, as of one stamp of the store.

    Provisions are numbered through all documents: `owner[p]` is the document of provision p,
    `path[p]` its chapter, `lengths[p]` its characters, `signs[p]` its cues as bits;
    `provision[r]` is the provision of index row r, `cited[d]` how often others name document d.
    """

    stamp: int
    headings: tuple[Heading, ...]
    index: Index
    provision: npt.NDArray[np.int32]
    owner: npt.NDArray[np.int32]
    path: npt.NDArray[np.int32]
    lengths: npt.NDArray[np.int32]
    signs: npt.NDArray[np.uint8]
    cited: npt.NDArray[np.int32]
    paths: tuple[str, ...]
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    source_ids: tuple[str, ...]


class _Gathering:
    """Takes documents in one after the other, handing their passages to the index."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.names: list[tuple[str, str, str]] = []
        self.owner: list[int] = []
        self.path: list[int] = []
        self.lengths: list[int] = []
        self.signs: list[int] = []
        self.provision: list[int] = []
        self.paths: dict[tuple[int, str], int] = {}
        self.mentions: Counter[str] = Counter()

    def texts(self, documents: Iterable[Document]) -> Iterator[str]:
        for document in documents:
            first = len(self.names)
            for at, text in passages(document):
                self.provision.append(first + at)
                yield text
            for provision in document.provisions:
                self._note(provision)
            self.headings.append(document.heading)

    def _note(self, provision: Provision) -> None:
        document, text = len(self.headings), provision.text
        path = (document, " ".join(provision.path))
        self.names.append((provision.key, provision.label, provision.source_id or ""))
        self.owner.append(document)
        self.path.append(self.paths.setdefault(path, len(self.paths)))
        self.lengths.append(len(text))
        self.signs.append(cues.bits(cues.signs(text)))
        self.mentions.update(short_title(title) for title in _TITLE.findall(text))

    def cited(self) -> list[int]:
        return [self.mentions[short_title(heading.title)] for heading in self.headings]


def take(stamp: int, documents: Iterable[Document]) -> Snapshot:
    """Return the snapshot of documents, reading each once."""
    seen = _Gathering()
    index = build(seen.texts(documents))
    keys, labels, source_ids = zip(*seen.names, strict=True) if seen.names else ((), (), ())
    return Snapshot(
        stamp=stamp,
        headings=tuple(seen.headings),
        index=index,
        provision=np.array(seen.provision, np.int32),
        owner=np.array(seen.owner, np.int32),
        path=np.array(seen.path, np.int32),
        lengths=np.array(seen.lengths, np.int32),
        signs=np.array(seen.signs, np.uint8),
        cited=np.array(seen.cited(), np.int32),
        paths=tuple(path for _, path in seen.paths),
        keys=keys,
        labels=labels,
        source_ids=source_ids,
    )


def save(snapshot: Snapshot, file: Path) -> None:
    """Write a snapshot; a crash leaves the old file or the new one, never a part."""
    index = snapshot.index
    blocks: dict[str, npt.NDArray[Any]] = {
        "vocabulary": _deltas(index.vocabulary),
        "sizes": np.diff(index.starts).astype(np.int32),
        "rows": _row_deltas(index),
        "impacts": index.impacts,
        **{name: getattr(snapshot, name) for name in _COLUMNS},
    }
    packed = {name: zlib.compress(_planes(block), _LEVEL) for name, block in blocks.items()}
    packed["names"] = zlib.compress(_names(snapshot), _LEVEL)
    header = json.dumps(_header(snapshot, blocks, packed)).encode()
    partial = file.with_suffix(f".{os.getpid()}.part")
    with partial.open("wb") as out:
        out.write(_MAGIC + len(header).to_bytes(8, "little") + header)
        out.writelines(packed.values())
        out.flush()
        os.fsync(out.fileno())
    partial.replace(file)


def load(file: Path) -> Snapshot | None:
    """Read a snapshot, or return None when there is none or it is of another form or damaged."""
    try:
        data = file.read_bytes()
        if not data.startswith(_MAGIC):
            return None
        end = 16 + int.from_bytes(data[8:16], "little")
        return _restore(json.loads(data[16:end]), memoryview(data)[end:])
    except (OSError, ValueError, KeyError, zlib.error):
        return None


def _header(
    snapshot: Snapshot, blocks: dict[str, npt.NDArray[Any]], packed: dict[str, bytes]
) -> dict[str, Any]:
    return {
        "stamp": snapshot.stamp,
        "size": snapshot.index.size,
        "types": {name: block.dtype.str for name, block in blocks.items()},
        "lengths": {name: len(block) for name, block in packed.items()},
    }


def _restore(header: dict[str, Any], body: memoryview) -> Snapshot:
    blocks: dict[str, bytes] = {}
    at = 0
    for name, length in header["lengths"].items():
        blocks[name] = zlib.decompress(body[at : at + length])
        at += length
    names = json.loads(blocks.pop("names"))
    arrays = {n: _unplaned(b, np.dtype(header["types"][n])) for n, b in blocks.items()}
    sizes = arrays["sizes"]
    starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    index = Index(
        size=header["size"],
        vocabulary=np.cumsum(arrays["vocabulary"], dtype=np.uint64),
        starts=starts,
        rows=_undo_row_deltas(arrays["rows"], starts),
        impacts=arrays["impacts"],
    )
    return Snapshot(
        stamp=header["stamp"],
        headings=tuple(Heading.model_validate(heading) for heading in names["headings"]),
        index=index,
        provision=arrays["provision"],
        owner=arrays["owner"],
        path=arrays["path"],
        lengths=arrays["lengths"],
        signs=arrays["signs"],
        cited=arrays["cited"],
        paths=tuple(names["paths"]),
        keys=tuple(names["keys"]),
        labels=tuple(names["labels"]),
        source_ids=tuple(names["source_ids"]),
    )


def _names(snapshot: Snapshot) -> bytes:
    return json.dumps(
        {
            "headings": [heading.model_dump(mode="json") for heading in snapshot.headings],
            **{name: getattr(snapshot, name) for name in _NAMES},
        },
        ensure_ascii=False,
    ).encode()


def _deltas(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    return np.diff(values, prepend=np.uint64(0))


def _row_deltas(index: Index) -> npt.NDArray[np.int32]:
    """Return each row as its distance from the one before within the same term."""
    deltas: npt.NDArray[np.int32] = np.diff(index.rows, prepend=np.int32(0))
    firsts = index.starts[:-1]
    deltas[firsts] = index.rows[firsts]
    return deltas


def _undo_row_deltas(
    deltas: npt.NDArray[np.int32], starts: npt.NDArray[np.int64]
) -> npt.NDArray[np.int32]:
    running = np.cumsum(deltas, dtype=np.int64)
    firsts = starts[:-1]
    before = np.where(firsts > 0, running[firsts - 1], 0) if len(firsts) else firsts
    rows: npt.NDArray[np.int32] = (running - np.repeat(before, np.diff(starts))).astype(np.int32)
    return rows


def _planes(block: npt.NDArray[Any]) -> bytes:
    """Return the bytes of an array plane by plane, which packs far better than value by value."""
    width = block.dtype.itemsize
    return np.ascontiguousarray(block).view(np.uint8).reshape(-1, width).T.tobytes()


def _unplaned(data: bytes, kind: np.dtype[Any]) -> npt.NDArray[Any]:
    planes = np.frombuffer(data, np.uint8).reshape(kind.itemsize, -1)
    return np.ascontiguousarray(planes.T).view(kind).reshape(-1)
