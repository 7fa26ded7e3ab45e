"""The project's own guides: one file a language, found by the questions that they list."""

import math
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knowledge.normal import is_chinese, normalise
from knowledge.vocabulary import read_guides

FOLDER = Path(__file__).parent.parent / "knowledge" / "guides"
# Nineteen of twenty questions of a guide are less like every question of any other guide.
CLEAR = 0.6
# The key of a guide's first section.
OPENING = "s1"
# What people put around a question in a chat; it says nothing about the subject.
_AROUND = re.compile(
    r"请问一下|请问|您好|你好|麻烦问下|麻烦问一下|我想问一下|我想问|我想知道|想问下|谢谢|"
    r"\b(?:hi|hello|please|thanks|thank you|could you tell me|can you tell me|tell me|"
    r"i want to know|i would like to know)\b"
)
_WORDS = re.compile(r"[^\W_]+")
_PIECE = {"zh": 2, "en": 4}

Pieces = frozenset[str]


class _Listed(NamedTuple):
    guide: str
    pieces: Pieces
    length: float


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in FOLDER.glob("*.md"))


def is_guide(document: str) -> bool:
    """Whether a document is one of our guides, and not a law."""
    return document in _names()


def in_language(document: str, lang: str) -> str:
    """The guide's file in another language, the same one if there is none."""
    other = f"{document.split('.')[0]}.{lang}.md"
    return other if is_guide(other) else document


def same(document: str, guide: str) -> bool:
    """Whether a document is a guide of this id, in whatever language."""
    return is_guide(document) and document.split(".")[0] == guide


def likeness(question: str) -> dict[str, float]:
    """How like the nearest listed question or title of each guide a question is, 0 to 1."""
    lang = "zh" if any(is_chinese(char) for char in question) else "en"
    listed, weights, unknown = _listed(lang)
    pieces = _pieces(question, lang)
    length = _length(pieces, weights, unknown)
    found: dict[str, float] = {}
    for one in listed:
        shared = sum(weights[piece] ** 2 for piece in pieces & one.pieces)
        found[one.guide] = max(found.get(one.guide, 0.0), shared / (length * one.length))
    return found


def answering(question: str) -> str | None:
    """The id of the guide that plainly answers a question, None if none does."""
    found = likeness(question)
    best = max(found, key=found.__getitem__)
    return best if found[best] >= CLEAR else None


def _pieces(text: str, lang: str) -> Pieces:
    """Pairs of characters for Chinese; fours over the words and their gaps for English."""
    words = _WORDS.findall(_AROUND.sub(" ", normalise(text)))
    joined = "".join(words) if lang == "zh" else f" {' '.join(words)} "
    size = _PIECE[lang]
    return frozenset(joined[at : at + size] for at in range(len(joined) - size + 1))


@cache
def _listed(lang: str) -> tuple[tuple[_Listed, ...], dict[str, float], float]:
    """Every listed question, the weight of each piece by its rarity, that of an unknown one."""
    asked = [
        (guide.id, _pieces(text, lang))
        for guide in read_guides(FOLDER)
        if guide.language == lang
        for text in (guide.title, *guide.questions)
    ]
    counts = Counter(piece for _, pieces in asked for piece in pieces)
    weights = {piece: math.log1p(len(asked) / count) for piece, count in counts.items()}
    unknown = math.log1p(len(asked))
    rows = tuple(_Listed(id_, pieces, _length(pieces, weights, unknown)) for id_, pieces in asked)
    return rows, weights, unknown


def _length(pieces: Pieces, weights: dict[str, float], unknown: float) -> float:
    return math.sqrt(sum(weights.get(piece, unknown) ** 2 for piece in pieces)) or 1.0
