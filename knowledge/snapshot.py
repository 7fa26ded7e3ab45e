"""The index with the names of its rows, as one file that is replaced whole or not at all."""

import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.document import Document, Heading
from knowledge.index import Index, build
from knowledge.passages import passages

_MAGIC = b"YZKB0001"
_LEVEL = 1


@dataclass(frozen=True)
class Snapshot:
    """Everything a search needs, as of one stamp of the store.

    Provisions are numbered through all documents: `owner[p]` is the document of provision p,
    `provision[r]` the provision of index row r.
    """

    stamp: int
    headings: tuple[Heading, ...]
    index: Index
    provision: npt.NDArray[np.int32]
    owner: npt.NDArray[np.int32]
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    source_ids: tuple[str, ...]


def take(stamp: int, documents: Iterable[Document]) -> Snapshot:
    """Return the snapshot of documents, reading each once."""
    headings: list[Heading] = []
    names: list[tuple[str, str, str]] = []
    owner: list[int] = []
    provision: list[int] = []

    def texts() -> Iterator[str]:
        for document in documents:
            first = len(names)
            for at, text in passages(document):
                provision.append(first + at)
                yield text
            names.extend((p.key, p.label, p.source_id or "") for p in document.provisions)
            owner.extend([len(headings)] * len(document.provisions))
            headings.append(document.heading)

    index = build(texts())
    keys, labels, source_ids = zip(*names, strict=True) if names else ((), (), ())
    return Snapshot(
        stamp=stamp,
        headings=tuple(headings),
        index=index,
        provision=np.array(provision, np.int32),
        owner=np.array(owner, np.int32),
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
        "provision": snapshot.provision,
        "owner": snapshot.owner,
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
        keys=tuple(names["keys"]),
        labels=tuple(names["labels"]),
        source_ids=tuple(names["source_ids"]),
    )


def _names(snapshot: Snapshot) -> bytes:
    return json.dumps(
        {
            "headings": [heading.model_dump(mode="json") for heading in snapshot.headings],
            "keys": snapshot.keys,
            "labels": snapshot.labels,
            "source_ids": snapshot.source_ids,
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
