"""The project's own guides among the documents of the knowledge base: one file a language."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "knowledge" / "guides"


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
