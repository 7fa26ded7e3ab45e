"""PDF files with a text layer to lines; a scan without one is told apart from an empty file."""

import re
from pathlib import Path

from pypdf import PdfReader

from knowledge.formats.marked import Marked

_PAGE_NUMBER = re.compile(r"^[\s—\-–·]*(?:第\s*)?\d{1,4}(?:\s*页|\s*/\s*\d+)?[\s—\-–·]*$")
_NUMERAL = "[零〇一二三四五六七八九十百千]"
_STARTS = re.compile(rf"^(?:第{_NUMERAL}+[编章节条]|[（(]{_NUMERAL}+[)）]|{_NUMERAL}+、|#)")
_ENDS = re.compile(r"[。；：:;.!?！？]$")
_FEWEST = 20


class NoTextLayer(Exception):
    """The pages hold pictures, not text."""


def read(file: Path) -> Marked:
    """Return the lines of a PDF, broken lines joined; raises NoTextLayer for a scan."""
    pages = PdfReader(file).pages
    lines = [line for page in pages for line in _page(page.extract_text() or "")]
    if sum(map(len, lines)) < _FEWEST:
        raise NoTextLayer
    return Marked(lines=tuple(_joined(lines)))


def _page(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not _PAGE_NUMBER.match(line)]


def _joined(lines: list[str]) -> list[str]:
    """Return paragraphs: a line goes on until it ends a sentence or the next one starts anew."""
    width = max(map(len, lines))
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not _STARTS.match(line):
            joined[-1] += _gap(joined[-1], line) + line
        else:
            joined.append(line)
        goes_on = not _ENDS.search(line) and len(line) > 0.6 * width
    return joined


def _gap(before: str, after: str) -> str:
    return " " if before[-1].isascii() and after[0].isascii() else ""
