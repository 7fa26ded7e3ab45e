"""Word documents to marked lines: paragraphs and tables in order, headings by their style."""

import re
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document as Word
from docx.table import Table
from docx.text.paragraph import Paragraph

from knowledge.formats.marked import Marked

_HEADING = re.compile(r"(?:Heading|标题)\s*(\d)", re.IGNORECASE)


def read(file: Path) -> Marked:
    """Return the lines of a Word document."""
    word = docx.Document(str(file))
    lines = tuple(line for line in _lines(word) if line.strip())
    title = word.core_properties.title
    stated = title and not any(line.startswith("# ") for line in lines)
    return Marked(lines=lines, facts={"title": title} if stated else {})


def _lines(word: Word) -> Iterator[str]:
    for block in word.iter_inner_content():
        if isinstance(block, Paragraph):
            yield _marked(block)
        elif isinstance(block, Table):
            yield from (" | ".join(cell.text.strip() for cell in row.cells) for row in block.rows)


def _marked(paragraph: Paragraph) -> str:
    style = paragraph.style.name if paragraph.style and paragraph.style.name else ""
    text = paragraph.text.replace("\n", " ").strip()
    if style == "Title":
        return f"# {text}"
    heading = _HEADING.match(style)
    return f"{'#' * int(heading[1])} {text}" if heading and text else text
