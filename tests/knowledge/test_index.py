"""The index ranks as BM25 by its textbook formula does, and survives what happens to its file."""

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import tokens
from knowledge.index import build
from knowledge.snapshot import Snapshot, load, save, take

TEXTS = st.lists(st.text(alphabet="医师注册变更地点ab c1", max_size=12), min_size=1, max_size=12)


def textbook(texts: list[str], query: str) -> list[float]:
    """BM25 with k1 1.2 and b 0.75, term by term."""
    bags = [Counter((tokens.keyed_codes([text], 0) >> tokens.ROW_BITS).tolist()) for text in texts]
    mean = max(sum(bag.total() for bag in bags) / len(bags), 1.0)
    scores = []
    for bag in bags:
        norm = 1.2 * (0.25 + 0.75 * bag.total() / mean)
        score = 0.0
        for code in tokens.query_codes(query).tolist():
            holding = sum(code in other for other in bags)
            idf = math.log1p((len(bags) - holding + 0.5) / (holding + 0.5))
            score += idf * bag[code] * 2.2 / (bag[code] + norm) if bag[code] else 0.0
        scores.append(score)
    return scores


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.text(alphabet="医师注册变更地点ab c1", max_size=8))
def test_scores_are_those_of_bm25(texts: list[str], query: str) -> None:
    index = build(iter(texts))
    terms, idf, _ = index.weigh(tokens.query_codes(query))

    assert index.score(terms, idf).tolist() == pytest.approx(textbook(texts, query), abs=0.15)


def test_terms_of_many_rows_score_as_those_of_few() -> None:
    texts = ["医师注册变更", "医师地点", "注册 c1", "地点变更c1"] * 700
    index = build(iter(texts))
    terms, idf, _ = index.weigh(tokens.query_codes("医师注册c1"))
    scores = index.score(terms, idf)
    by_term = index.impacts_of(terms, np.arange(4))

    assert scores.tolist() == pytest.approx(textbook(texts[:4], "医师注册c1") * 700, abs=0.15)
    assert (idf @ by_term).tolist() == pytest.approx(scores[:4].tolist(), abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_impacts_of_some_rows_agree_with_scores_of_all(texts: list[str]) -> None:
    index = build(iter(texts))
    rows = np.arange(index.size)[::-1]
    terms = np.arange(len(index.vocabulary))
    by_term = index.impacts_of(terms, rows)
    scores = index.score(terms, np.ones(len(terms), np.float32))

    assert by_term.sum(0).tolist() == pytest.approx(scores[rows].tolist(), abs=1e-3)


def test_words_are_stemmed_and_stop_words_left_out() -> None:
    assert tokens.words("the registration has changed") == ["registr", "chang"]


def test_no_word_can_be_taken_for_a_pair_of_characters() -> None:
    pairs = set(tokens.query_codes("医师注册").tolist())

    assert not pairs & {tokens.word_code(word) for word in ("a", "dose", "2026")}


@pytest.fixture
def snapshot() -> Snapshot:
    from knowledge.formats.marked import from_text, to_document

    text = "# 甲法\n## 第一章 总则\n第一条 医师注册。\n第二条 变更《乙法》地点。"
    other = "# 乙法\n第一条 许可。"
    return take(3, [to_document(n, from_text(t)) for n, t in (("a.md", text), ("b.md", other))])


def test_a_saved_snapshot_is_the_same_when_loaded(snapshot: Snapshot, tmp_path: Path) -> None:
    save(snapshot, tmp_path / "index.bin")
    loaded = load(tmp_path / "index.bin")

    assert loaded is not None
    assert (3, snapshot.headings, snapshot.keys) == (loaded.stamp, loaded.headings, loaded.keys)
    assert snapshot.index.rows.tolist() == loaded.index.rows.tolist()
    assert snapshot.index.vocabulary.tolist() == loaded.index.vocabulary.tolist()
    assert snapshot.cited.tolist() == loaded.cited.tolist() == [0, 1]


@pytest.mark.parametrize("keep", [0, 5, 16, 100, 400])
def test_a_damaged_file_is_no_snapshot(snapshot: Snapshot, tmp_path: Path, keep: int) -> None:
    file = tmp_path / "index.bin"
    save(snapshot, file)
    file.write_bytes(file.read_bytes()[:keep])

    assert load(file) is None


def test_an_empty_base_has_an_index_too(tmp_path: Path) -> None:
    save(take(0, []), tmp_path / "index.bin")
    loaded = load(tmp_path / "index.bin")

    assert loaded is not None and loaded.index.size == 0
