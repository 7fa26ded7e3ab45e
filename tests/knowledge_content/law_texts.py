"""The official texts of ../shared: every article of every law, by file name and number."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from knowledge.numerals import article_key

_ARTICLE = re.compile(r"^第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十])?[ 　]")
_SPACE = re.compile(r"\s+")

Laws = dict[str, dict[str, str]]


@cache
def read_laws(folder: Path) -> Laws:
    """Return the articles of every law in a folder, keyed by file stem and article key."""
    return {file.stem: _articles(file) for file in folder.glob("*.md") if file.stem != "INDEX"}


def squeezed(text: str) -> str:
    """Return text without white space and in its compatibility form, for comparison."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _articles(file: Path) -> dict[str, str]:
    articles: dict[str, str] = {}
    key: str | None = None
    for line in file.read_text(encoding="utf-8").splitlines():
        if _ARTICLE.match(line):
            key = article_key(line)
            articles[key or ""] = line
        elif line.startswith("#"):
            key = None
        elif key is not None:
            articles[key] += "\n" + line
    return articles
