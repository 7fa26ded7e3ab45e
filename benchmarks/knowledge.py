"""Speed and size of the knowledge base, beside rank_bm25 and SQLite FTS5 on the same corpus.

The corpus is STARD's 56,285 articles; the questions asked of the laws are the shared ones. Each
engine runs alone in a fresh process with one thread, so that its memory is its own.
"""

import gzip
import json
import os
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from benchmarks.figure import Figure

SHARED = Path(os.environ.get("YIZHU_SHARED", Path(__file__).parents[2] / "shared")) / "data"
QUERIES = 400
SLOW_QUERIES = 20
TODAY = date(2026, 11, 23)
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def run() -> Iterator[Figure]:
    """Yield the figures of issues 2 and 4; nothing where the shared data is absent."""
    if not (SHARED / "stard").is_dir():
        return
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        yield from _alone(build_index, home)
        yield from _alone(search_index, home)
        yield from _alone(ask_laws, home)
        yield from _alone(full_text_search, home)
        yield from _alone(rank_bm25, home)


def _alone(measure: Callable[[Path], list[Figure]], home: Path) -> list[Figure]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measure, home).result()


def build_index(home: Path) -> list[Figure]:
    """Time from parsed documents to an index on disk, with the size of both files."""
    from knowledge.base import KnowledgeBase
    from knowledge.snapshot import save, take
    from knowledge.store import Store

    file = home / "corpus.jsonl"
    file.write_bytes(gzip.decompress((SHARED / "stard" / "corpus.jsonl.gz").read_bytes()))
    KnowledgeBase(home / "stard").add([file])
    start = time.perf_counter()
    save(take(*Store(home / "stard").everything()), home / "stard" / "index.bin")
    seconds = time.perf_counter() - start
    index, store = (home / "stard" / name for name in ("index.bin", "base.sqlite3"))
    return [
        Figure("index_build_s", round(seconds, 2), "s"),
        Figure("index_disk_mb", _megabytes(index), "MB"),
        Figure("store_disk_mb", _megabytes(store), "MB"),
    ]


def search_index(home: Path) -> list[Figure]:
    """Time of a search in a loaded index, and the memory of the process that holds it."""
    from knowledge.base import KnowledgeBase

    base = KnowledgeBase(home / "stard")
    base.search("预热")
    figures = _latencies("search", lambda question: base.search(question), _questions(QUERIES))
    return [*figures, Figure("search_resident_mb", _resident(), "MB")]


def ask_laws(home: Path) -> list[Figure]:
    """Time of a whole answer over the laws, refusals included; the first one apart."""
    from knowledge.base import KnowledgeBase

    KnowledgeBase(home / "laws").add([SHARED / "laws"])
    lines = (SHARED / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["q"] for line in lines]
    base = KnowledgeBase(home / "laws")
    start = time.perf_counter()
    base.ask(questions[0], today=TODAY)
    first = time.perf_counter() - start
    figures = _latencies("ask", lambda question: base.ask(question, today=TODAY), questions * 4)
    return [*figures, Figure("ask_loaded_first_ms", round(first * 1e3, 1), "ms")]


def full_text_search(home: Path) -> list[Figure]:
    """SQLite's FTS5 with its trigram tokenizer over the same articles."""
    start = time.perf_counter()
    database = sqlite3.connect(home / "fts.sqlite3")
    database.execute("CREATE VIRTUAL TABLE article USING fts5(text, tokenize='trigram')")
    database.executemany("INSERT INTO article VALUES (?)", ((text,) for text in _texts()))
    database.commit()
    seconds = time.perf_counter() - start

    def search(question: str) -> object:
        plain = re.sub(r"\W", "", question)
        terms = " OR ".join(f'"{plain[at : at + 3]}"' for at in range(len(plain) - 2))
        statement = "SELECT rowid FROM article WHERE article MATCH ? ORDER BY rank LIMIT 10"
        return database.execute(statement, (terms or '"' + plain + '"',)).fetchall()

    return [
        Figure("fts5_trigram_build_s", round(seconds, 2), "s"),
        Figure("fts5_trigram_disk_mb", _megabytes(home / "fts.sqlite3"), "MB"),
        *_latencies("fts5_trigram", search, _questions(QUERIES)),
        Figure("fts5_trigram_resident_mb", _resident(), "MB"),
    ]


def rank_bm25(home: Path) -> list[Figure]:
    """The rank_bm25 package over pairs of characters of the same articles."""
    from rank_bm25 import BM25Okapi

    start = time.perf_counter()
    engine = BM25Okapi([_pairs(text) for text in _texts()])
    seconds = time.perf_counter() - start
    figures = _latencies(
        "rank_bm25",
        lambda q: engine.get_scores(_pairs(q)).argsort()[-10:],
        _questions(SLOW_QUERIES),
    )
    return [
        Figure("rank_bm25_build_s", round(seconds, 2), "s"),
        *figures,
        Figure("rank_bm25_resident_mb", _resident(), "MB"),
    ]


def _latencies(
    name: str, search: Callable[[str], object], questions: Sequence[str]
) -> list[Figure]:
    times = []
    for question in questions:
        start = time.perf_counter()
        search(question)
        times.append((time.perf_counter() - start) * 1e3)
    times.sort()
    return [
        Figure(f"{name}_p50_ms", round(times[len(times) // 2], 2), "ms"),
        Figure(f"{name}_p99_ms", round(times[int(len(times) * 0.99)], 2), "ms"),
    ]


def _questions(count: int) -> list[str]:
    lines = (SHARED / "stard" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["query"] for line in lines[:: max(1, len(lines) // count)]][:count]


def _texts() -> Iterator[str]:
    with gzip.open(SHARED / "stard" / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield " ".join((row["title"], *row["path"], row["text"]))


def _pairs(text: str) -> list[str]:
    plain = re.sub(r"\W", "", text)
    return [plain[at : at + 2] for at in range(len(plain) - 1)]


def _megabytes(file: Path) -> float:
    return round(file.stat().st_size / 2**20, 1)


def _resident() -> float:
    """Return the memory that this process holds now."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return round(int(found[1]) / 1024, 1) if found else 0.0
