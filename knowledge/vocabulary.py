"""The vocabulary bridge as data: lexicon, headnotes and guides, read from the project's own files.

A lexicon line ties lay, colloquial and English words to a statute term and the articles where it
stands; a headnote says in plain Chinese and English what one article is about, and how people ask
for it; a guide ties the questions it answers to the articles it cites; `asked.tsv` holds questions
that were asked, with the articles that answer them.
"""

import csv
import re
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

HERE = Path(__file__).parent
_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n(.*)\Z", re.DOTALL)


class Source(BaseModel):
    """An article by the short title of its law: 医师法:14."""

    model_config = ConfigDict(frozen=True)

    law: str
    article: str


class Signpost(BaseModel):
    """Phrases that lead to a statute term and to articles; `guide` where a guide says so."""

    model_config = ConfigDict(frozen=True)

    term: str
    phrases: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    guide: str | None = None


class Guide(BaseModel):
    """One of the project's own guides in one language."""

    model_config = ConfigDict(frozen=True)

    id: str
    language: str
    title: str
    questions: tuple[str, ...]
    cites: tuple[Source, ...]
    updated: date | None
    body: str


def source(text: str) -> Source | None:
    """Return the article that `医师法:14` names, or None for other text."""
    law, _, article = text.strip().rpartition(":")
    return Source(law=law, article=article) if law and article else None


def sources(texts: list[str]) -> tuple[Source, ...]:
    """Return the articles named by texts, those that name none left out."""
    return tuple(found for text in texts if (found := source(text)))


def signposts(home: Path = HERE, *, asked: bool = True) -> list[Signpost]:
    """Return every signpost of the lexicon, the headnotes and the guides in a folder.

    With them come questions whose articles are known, unless models are to learn from those.
    """
    found = [post for file in _tables(home / "lexicon") for post in read_lexicon(file)]
    found += [post for file in _tables(home / "headnotes") for post in read_headnotes(file)]
    for guide in read_guides(home / "guides"):
        phrases = (guide.title, *guide.questions)
        found.append(Signpost(term="", phrases=phrases, sources=guide.cites, guide=guide.id))
    return found + (read_asked(home / "asked.tsv") if asked else [])


def read_asked(file: Path) -> list[Signpost]:
    """Return questions as people put them, with the articles that answer; none without a file."""
    rows = _rows(file) if file.exists() else []
    return [
        Signpost(
            term="", phrases=(row["question"],), sources=sources((row["source"] or "").split(","))
        )
        for row in rows
    ]


def read_lexicon(file: Path) -> list[Signpost]:
    """Return the entries of one lexicon file."""
    return [_entry(row) for row in _rows(file) if row["term"]]


def read_headnotes(file: Path) -> list[Signpost]:
    """Return the headnotes of one law; the file bears the law's short title."""
    return [
        Signpost(
            term="",
            phrases=_phrases(row["zh"], row["en"]),
            sources=(Source(law=file.stem, article=row["article"]),),
        )
        for row in _rows(file)
    ]


def _tables(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.tsv"))


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def _entry(row: dict[str, str]) -> Signpost:
    return Signpost(
        term=row["term"],
        phrases=_phrases(row["term"], row["lay"], row["en"]),
        sources=sources((row["source"] or "").split(",")),
    )


def _phrases(*cells: str | None) -> tuple[str, ...]:
    """Return the phrases of some cells, which `|` parts within one."""
    parts = (part.strip() for cell in cells for part in (cell or "").split("|"))
    return tuple(part for part in parts if part)


def read_guides(folder: Path = HERE / "guides") -> list[Guide]:
    """Return every guide in every language, in the order of their files."""
    return [read_guide(file) for file in sorted(folder.glob("*.md"))]


def read_guide(file: Path) -> Guide:
    """Return one guide; raises ValueError when its front matter cannot be read."""
    match = _FRONT.match(file.read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"no front matter in {file.name}")
    facts = _front_matter(match[1])
    updated = "".join(facts.get("updated", []))
    name, language = file.name.removesuffix(".md").rsplit(".", 1)
    return Guide(
        id=name,
        language=language,
        title=" ".join(facts.get("title", [name])),
        questions=tuple(facts.get("questions", [])),
        cites=sources(facts.get("cites", [])),
        updated=date.fromisoformat(updated) if updated else None,
        body=match[2].strip(),
    )


def _front_matter(text: str) -> dict[str, list[str]]:
    facts: dict[str, list[str]] = {}
    key = ""
    for line in text.splitlines():
        if line.lstrip().startswith("- "):
            facts[key].append(_bare(line.lstrip()[2:]))
        elif ":" in line:
            key, _, rest = line.partition(":")
            key = key.strip()
            facts[key] = _inline(rest.strip())
    return facts


def _inline(value: str) -> list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [_bare(part) for part in value[1:-1].split(",") if part.strip()]
    return [_bare(value)] if value else []


def _bare(value: str) -> str:
    return value.strip().strip("\"'")
