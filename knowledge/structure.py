"""From marked lines to provisions: 编, 章, 节, 条, 款, 项; numbered sections; plain headings.

English texts have parts, chapters, sections and articles ("Article 14 …"). Every format is first
turned into lines in which a heading starts with "#" marks; a legal heading (第二章 …, Chapter II)
is recognised with or without them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from knowledge.document import Provision
from knowledge.numerals import NUMERAL, article_key

_LEVELS = {"编": 1, "分编": 2, "章": 3, "节": 4}
_LEVELS |= {"part": 1, "subpart": 2, "chapter": 3, "section": 4}
_DIVISION = re.compile(rf"^第{NUMERAL}(分编|编|章|节)(?:[\s　]|$)")
_ARTICLE = re.compile(
    rf"^(第{NUMERAL}条(?:之{NUMERAL})?)(?:[\s　]+|(?=[^\s　的第规、，至和]))(.*)$"
)
_ENGLISH_DIVISION = re.compile(
    r"^((?i:part|subpart|chapter|section))\s+(?:[IVXLC]+|\d+|One|Two|Three|Four|Five|Six)\b"
    r"(?!.*[.;:]$)"
)
_ENGLISH_ARTICLE = re.compile(
    r"^((?:Article|ARTICLE)\s+\d+(?:[-–]\d+)?)(?:[.:]?\s+(?=[A-Z\"“])|[.:]?$)(.*)$"
)
_ITEM = re.compile(r"^([一二三四五六七八九十百]{1,5})、\s*(.*)$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_SPACES = re.compile(r"[\s　]+")


@dataclass
class Parsed:
    """Lines taken apart: the title, what precedes the first article, and the provisions."""

    title: str
    preamble: list[str]
    provisions: list[Provision]
    articles: bool


@dataclass
class _Open:
    key: str
    label: str
    path: tuple[str, ...]
    lines: list[str] = field(default_factory=list)

    def close(self) -> Provision:
        lines = tuple(line for line in self.lines if line)
        return Provision(key=self.key, label=self.label, path=self.path, lines=lines)


def parse(lines: Iterable[str]) -> Parsed:
    """Return the structure of a text given as marked lines."""
    body = [line.strip(" \t　\r\n\ufeff") for line in lines]
    body = [line for line in body if line]
    title, body = _title(body)
    if any(_article(line) for line in body):
        return _by_article(title, body)
    if sum(bool(_ITEM.match(_plain(line))) for line in body) >= 2 and not _has_headings(body):
        return _by_item(title, body)
    return _by_heading(title, body)


def _plain(line: str) -> str:
    heading = _HEADING.match(line)
    return (heading[2] if heading else line).replace("**", "").strip("*")


def _article(line: str) -> re.Match[str] | None:
    """Return the label of an article that a line opens, and what stands after it."""
    plain = _plain(line)
    return _ARTICLE.match(plain) or _ENGLISH_ARTICLE.match(plain)


def _has_headings(body: list[str]) -> bool:
    return any(_HEADING.match(line) for line in body)


def _title(body: list[str]) -> tuple[str, list[str]]:
    for at, line in enumerate(body):
        heading = _HEADING.match(line)
        if heading and len(heading[1]) == 1:
            return heading[2].strip(), body[:at] + body[at + 1 :]
    if body and _may_be_title(body[0]):
        return _plain(body[0]), body[1:]
    return "", body


def _may_be_title(line: str) -> bool:
    plain, longest = _plain(line), 180 if line.isascii() and not line.endswith(".") else 60
    divides = _DIVISION.match(plain) or _ENGLISH_DIVISION.match(plain)
    return len(line) <= longest and not _article(line) and not divides


def _division(line: str) -> tuple[int, str] | None:
    plain = _plain(line)
    match = _DIVISION.match(plain) or _ENGLISH_DIVISION.match(plain)
    if match and len(plain) <= (120 if plain.isascii() else 40):
        return _LEVELS[match[1].lower()], _SPACES.sub(" ", plain)
    heading = _HEADING.match(line)
    return (4 + len(heading[1]), heading[2]) if heading else None


def _deeper(path: list[tuple[int, str]], level: int, name: str) -> list[tuple[int, str]]:
    return [*(part for part in path if part[0] < level), (level, name)]


def _names(path: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(name for _, name in path)


def _by_article(title: str, body: list[str]) -> Parsed:
    preamble: list[str] = []
    found: list[_Open] = []
    path: list[tuple[int, str]] = []
    for line in body:
        article = _article(line)
        division = None if article else _division(line)
        if article:
            key = article_key(article[1]) or article[1]
            found.append(_Open(key, article[1], _names(path), [article[2].strip()]))
        elif division:
            path = _deeper(path, *division)
        elif found:
            found[-1].lines.append(line)
        else:
            preamble.append(line)
    return Parsed(title, preamble, list(_unique(found)), articles=True)


def _by_item(title: str, body: list[str]) -> Parsed:
    preamble: list[str] = []
    found: list[_Open] = []
    for line in body:
        item = _ITEM.match(_plain(line))
        if item:
            key = article_key(f"第{item[1]}条") or item[1]
            found.append(_Open(key, f"{item[1]}、", (), [item[2].strip()]))
        elif found:
            found[-1].lines.append(line)
        else:
            preamble.append(line)
    return Parsed(title, preamble, list(_unique(found)), articles=True)


def _by_heading(title: str, body: list[str]) -> Parsed:
    found: list[_Open] = []
    path: list[tuple[int, str]] = []
    for line in body:
        division = _division(line)
        if division:
            path = _deeper(path, *division)
            found.append(_Open(f"s{len(found) + 1}", division[1], _names(path)[:-1]))
        else:
            if not found:
                found.append(_Open("s1", title, ()))
            found[-1].lines.append(line)
    return Parsed(title, [], list(_unique(found)), articles=False)


def _unique(found: list[_Open]) -> Iterator[Provision]:
    """Close provisions; an article number met twice keeps both, the second as "14.2"."""
    seen: dict[str, int] = {}
    for draft in found:
        seen[draft.key] = seen.get(draft.key, 0) + 1
        if seen[draft.key] > 1:
            draft.key = f"{draft.key}.{seen[draft.key]}"
        provision = draft.close()
        if provision.lines:
            yield provision
