"""A source turned into marked lines with its stated facts, and from those into a document."""

import re
from datetime import date

from pydantic import BaseModel, ConfigDict

from knowledge import dates
from knowledge.document import Document, Heading, Kind
from knowledge.structure import Parsed, parse

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
_FACT = re.compile(r"^[ \t]*([A-Za-z_]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_AMENDED = re.compile(r"amend|revis|修|改")
_STATE = re.compile(r"^中华人民共和国(?=.*(?:法|法典|条例|办法|细则|规定)$)")
_CLOSING = 3
_REPEALS = re.compile(r"《([^》]{2,60})》[^。；《》]{0,40}同时废止")


class Marked(BaseModel):
    """Lines in which headings carry "#" marks, and the facts that the source states."""

    model_config = ConfigDict(frozen=True)

    lines: tuple[str, ...]
    facts: dict[str, str] = {}


def from_text(text: str) -> Marked:
    """Return marked lines and facts of Markdown or plain text (front matter or a comment)."""
    facts: dict[str, str] = {}
    for pattern in (_FRONT, _COMMENT):
        for block in pattern.findall(text):
            facts |= {key.lower(): value for key, value in _FACT.findall(block) if value}
    body = _COMMENT.sub("", _FRONT.sub("", text))
    return Marked(lines=tuple(body.splitlines()), facts=facts)


def short_title(title: str) -> str:
    """Return a law's title without the name of the state: 医师法."""
    return _STATE.sub("", title)


def to_document(name: str, marked: Marked) -> Document:
    """Return the document of marked lines; facts of the source come before those of the text."""
    parsed = parse(marked.lines)
    return Document(heading=_heading(name, marked, parsed), provisions=tuple(parsed.provisions))


def _heading(name: str, marked: Marked, parsed: Parsed) -> Heading:
    facts = marked.facts
    preamble = "\n".join(parsed.preamble)
    closing = "\n".join(provision.text for provision in parsed.provisions[-_CLOSING:])
    promulgated = dates.parse_day(facts.get("version_date", "")) or dates.issued(preamble)
    first, current = _in_force(facts.get("in_force", ""), preamble, closing, promulgated)
    return Heading(
        document=name,
        title=facts.get("title") or parsed.title or name,
        kind=Kind.LAW if parsed.articles else Kind.GUIDELINE,
        issuer=facts.get("issuer"),
        number=facts.get("number"),
        promulgated=promulgated,
        first_in_force=first,
        in_force_from=current,
        supersedes=tuple(short_title(title) for title in _REPEALS.findall(closing)),
    )


def _in_force(
    stated: str, preamble: str, closing: str, promulgated: date | None
) -> tuple[date | None, date | None]:
    """Return when the law first took effect and when this version did."""
    days = dates.all_days(stated)
    if len(days) > 1 and _AMENDED.search(stated):
        return days[0], days[-1]
    own = days[0] if days else dates.in_force(preamble, closing, promulgated)
    if own and promulgated and promulgated > own:
        return own, promulgated
    return own, own
