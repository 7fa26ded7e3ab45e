"""The lexicon is well formed, and every term that names an article stands in that article."""

import re
from collections import Counter
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from tests.knowledge_content.law_texts import read_laws, squeezed

LEXICON = Path(__file__).resolve().parents[2] / "knowledge" / "lexicon"
FILES = sorted(LEXICON.glob("*.tsv"))
HEADER = "term\tlay\ten\tsource"
HAN = re.compile(r"[㐀-鿿]")
ACRONYM = re.compile(r"[A-Z0-9][A-Za-z0-9+-]*")
ENGLISH = re.compile(r"[A-Za-z0-9\"][A-Za-z0-9 ,.'%&/\"-]*")


class Entry(BaseModel):
    """One line of the lexicon and where it stands."""

    model_config = ConfigDict(frozen=True)

    place: str
    term: str
    lay: tuple[str, ...]
    english: tuple[str, ...]
    sources: tuple[str, ...]


def read(file: Path) -> list[Entry]:
    """Return the entries of one file; raises ValueError on a line without four columns."""
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEADER, file.name
    return [_entry(f"{file.name}:{number}", line) for number, line in enumerate(lines[1:], 2)]


def _entry(place: str, line: str) -> Entry:
    term, lay, english, source = line.split("\t")
    return Entry(
        place=place,
        term=term,
        lay=_parts(lay, "|"),
        english=_parts(english, "|"),
        sources=_parts(source, ","),
    )


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(text.split(separator)) if text else ()


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return [entry for file in FILES for entry in read(file)]


def test_the_bridge_holds_at_least_eight_hundred_entries(entries: list[Entry]) -> None:
    assert len(entries) >= 800


def test_no_term_has_two_entries(entries: list[Entry]) -> None:
    twice = [term for term, count in Counter(entry.term for entry in entries).items() if count > 1]
    assert twice == []


def test_every_entry_bridges_from_english(entries: list[Entry]) -> None:
    assert [entry.place for entry in entries if not entry.english] == []


def test_nearly_every_entry_bridges_from_lay_chinese(entries: list[Entry]) -> None:
    without = [entry for entry in entries if not entry.lay]
    assert len(without) <= len(entries) // 50


def test_words_are_trimmed_and_not_repeated(entries: list[Entry]) -> None:
    wrong = [
        entry.place
        for entry in entries
        for words in ((entry.term,), entry.lay, entry.english, entry.sources)
        if len(set(words)) < len(words) or any(not w or w != w.strip() for w in words)
    ]
    assert wrong == []


def test_a_term_is_not_its_own_lay_word(entries: list[Entry]) -> None:
    assert [entry.place for entry in entries if entry.term in entry.lay] == []


def test_lay_words_are_chinese_or_acronyms_of_two_characters_and_more(
    entries: list[Entry],
) -> None:
    wrong = [
        f"{entry.place} {word}"
        for entry in entries
        for word in entry.lay
        if len(word) < 2 or not (HAN.search(word) or ACRONYM.fullmatch(word))
    ]
    assert wrong == []


def test_english_words_are_english(entries: list[Entry]) -> None:
    wrong = [
        f"{entry.place} {word}"
        for entry in entries
        for word in entry.english
        if not ENGLISH.fullmatch(word)
    ]
    assert wrong == []


def test_every_sourced_term_stands_in_its_article(entries: list[Entry], shared: Path) -> None:
    laws = read_laws(shared / "data" / "laws")
    wrong = [
        f"{entry.place} {entry.term} {source}"
        for entry in entries
        for source in entry.sources
        if not _stands(entry.term, laws.get(source.rpartition(":")[0], {}), source)
    ]
    assert wrong == []


def test_most_entries_name_an_article(entries: list[Entry]) -> None:
    assert sum(bool(entry.sources) for entry in entries) >= 800


def test_every_law_has_entries(entries: list[Entry], shared: Path) -> None:
    named = {source.rpartition(":")[0] for entry in entries for source in entry.sources}
    assert set(read_laws(shared / "data" / "laws")) - named == set()


def _stands(term: str, articles: dict[str, str], source: str) -> bool:
    return squeezed(term) in squeezed(articles.get(source.rpartition(":")[2], ""))
