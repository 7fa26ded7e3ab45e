"""Citations in the prose of the guides: 《医师法》第十四条, Physicians Law art. 14."""

import csv
import re
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.numerals import NUMERAL, article_key
from tests.knowledge_content.law_texts import Laws

ROOT = Path(__file__).resolve().parents[2]
_NUMBER = r"\d+(?:-\d)?"
_LABEL = rf"第{NUMERAL}条(?:之{NUMERAL})?"


class LawName(BaseModel):
    """How a law is called: the name of its file, its Chinese title and its English name."""

    model_config = ConfigDict(frozen=True)

    law: str
    title: str
    en: str


@cache
def law_names() -> tuple[LawName, ...]:
    """Return the names in knowledge/guides/law-names.tsv."""
    with (ROOT / "knowledge/guides/law-names.tsv").open(encoding="utf-8", newline="") as handle:
        return tuple(LawName.model_validate(row) for row in csv.DictReader(handle, delimiter="\t"))


def citations(text: str, language: str, laws: Laws) -> list[str]:
    """Return the articles that a text cites as `law:article`, in order, those unknown included."""
    if language == "zh":
        titles = {f"《{name.title}》" for name in law_names()}
        pattern = rf"({_any(titles)})((?:{_LABEL}、?)+)"
        return [
            _cited(match[1].strip("《》"), article_key(label) or label, laws)
            for match in re.finditer(pattern, text)
            for label in re.findall(_LABEL, match[2])
        ]
    pattern = (
        rf"({_any({name.en for name in law_names()})}) arts?\. (\d+(?:-\d)?(?:, \d+(?:-\d)?)*)"
    )
    return [
        _cited(match[1], article, laws)
        for match in re.finditer(pattern, text)
        for article in match[2].split(", ")
    ]


def _any(names: set[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _cited(name: str, article: str, laws: Laws) -> str:
    files = [known.law for known in law_names() if name in (known.title, known.en)]
    files = files or [known.law for known in law_names() if known.title.strip("《》") == name]
    holding = [law for law in files if article in laws.get(law, {})]
    return f"{(holding or files)[0]}:{article}"
