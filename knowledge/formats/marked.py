"""A source turned into marked lines with its stated facts, and from those into a document."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from knowledge import dates
from knowledge.dates import Stated
from knowledge.document import Document, Heading, Kind, Language, Origin, Provision
from knowledge.normal import is_english
from knowledge.structure import Parsed, parse

_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
_FACT = re.compile(r"^[ \t]*([A-Za-z_]+)[ \t]*:(.*)$", re.MULTILINE)
_AMENDED = re.compile(r"amend|revis|修|改")
_STATE = re.compile(r"^中华人民共和国(?=.*(?:法|法典|条例|办法|细则|规定)$)")
_CLOSING = 3
_OPENING = 5
_REPEALS = re.compile(r"《([^》]{2,60})》[^。；《》]{0,40}同时废止")


class Marked(BaseModel):
    """Lines in which headings carry "#" marks, and the facts that the source states."""

    model_config = ConfigDict(frozen=True)

    lines: tuple[str, ...]
    facts: dict[str, str] = {}

    def stating(self, facts: Mapping[str, str] | None) -> "Marked":
        """Return them with facts that come before their own."""
        return self.model_copy(update={"facts": self.facts | dict(facts or {})})


def from_text(text: str) -> Marked:
    """Return marked lines and facts of Markdown or plain text (front matter or a comment)."""
    facts: dict[str, str] = {}
    comments, body = _comments(_FRONT.sub("", text))
    for block in (*_FRONT.findall(text), *comments):
        found = ((key.lower(), value.strip()) for key, value in _FACT.findall(block))
        facts |= {key: value for key, value in found if value}
    return Marked(lines=tuple(body.splitlines()), facts=facts)


def _comments(text: str) -> tuple[list[str], str]:
    """Return the comments of a text, and the text without them; in one pass, however many."""
    comments: list[str] = []
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        comments.append(text[start + 4 : end])
        at = end + 3
    return comments, "".join((*kept, text[at:]))


def short_title(title: str) -> str:
    """Return a law's title without the name of the state: 医师法."""
    return _STATE.sub("", title)


def language(provisions: Sequence[Provision]) -> Language:
    """Return the language that a text begins in."""
    opening = "".join(provision.text for provision in provisions[:_OPENING])
    return Language.EN if is_english(opening) else Language.ZH


def to_document(name: str, marked: Marked) -> Document:
    """Return the document of marked lines; facts of the source come before those of the text."""
    parsed = parse(marked.lines)
    return Document(heading=_heading(name, marked, parsed), provisions=tuple(parsed.provisions))


def _heading(name: str, marked: Marked, parsed: Parsed) -> Heading:
    facts = marked.facts
    preamble = "\n".join(parsed.preamble)
    closing = parsed.provisions[-_CLOSING:]
    issued = _by_version(facts.get("version_date", "")) or dates.issued(preamble)
    promulgated = issued.day if issued else None
    heading = Heading(
        document=name,
        title=facts.get("title") or parsed.title or name,
        kind=Kind.LAW if parsed.articles else Kind.GUIDELINE,
        issuer=facts.get("issuer"),
        number=facts.get("number"),
        promulgated=promulgated,
        supersedes=tuple(
            short_title(title)
            for provision in closing
            for title in _REPEALS.findall(provision.text)
        ),
        language=language(parsed.provisions),
    )
    found = _by_header(facts.get("in_force", "")) or _by_text(preamble, closing, promulgated)
    return heading.model_copy(update=found and _revised(found, issued))


Found = dict[str, Any]


def _by_header(stated: str) -> Found | None:
    """Return the days that the source states beside its text: the first, and an amendment's."""
    days = dates.all_days(stated)
    if not days:
        return None
    amended = len(days) > 1 and _AMENDED.search(stated)
    return {
        "first_in_force": days[0],
        "in_force_from": days[-1] if amended else days[0],
        "origin": Origin.HEADER,
        "words": stated,
    }


def _by_text(preamble: str, closing: Sequence[Provision], promulgated: date | None) -> Found | None:
    """Return the days that the last articles or the lines above the first one give."""
    places = [(provision.label, provision.text) for provision in reversed(closing)]
    for label, text in (*places, ("", preamble)):
        if stated := dates.in_force(text, promulgated):
            return {
                "first_in_force": stated.day,
                "in_force_from": stated.day,
                "in_force_to": dates.expiry(text, stated.day),
                "origin": Origin.TEXT,
                "words": f"{label} {stated.words}".strip(),
            }
    return None


def _by_version(stated: str) -> Stated | None:
    day = dates.parse_day(stated)
    return Stated(day, stated) if day else None


def _revised(found: Found, issued: Stated | None) -> Found:
    """Return the days found; a text issued later than the law's one day took effect when issued."""
    first, since = found["first_in_force"], found["in_force_from"]
    if issued is None or first != since or issued.day <= since:
        return found
    return found | {"in_force_from": issued.day, "words": issued.words}
