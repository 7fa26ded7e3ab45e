"""Officers' answers that were published: documents of the knowledge base that are not law."""

import re
from datetime import date

PREFIX = "reply-"


def is_reply(document: str) -> bool:
    """Whether a document is an officer's published answer."""
    return document.startswith(PREFIX)


def name(task: int) -> str:
    """The document's name; one for each task, so that publishing again replaces it."""
    return f"{PREFIX}{task}.md"


def markdown(question: str, text: str, office: str, day: date) -> str:
    """An answer as a document: title, office and day, and the answer as its one section.

    Marks that would make headings or front matter of what somebody typed are taken away.
    """
    title = _one_line(question)
    lines = [_plain(line) for line in text.splitlines() if line.strip()]
    facts = f"issuer: {_one_line(office)}\nversion_date: {day}\nin_force: {day}"
    return f"---\n{facts}\n---\n# {title}\n\n## {title}\n\n" + "\n\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    """Text that is neither a heading, a comment nor an article of its own."""
    plain = re.sub(r"<!--|-->|^[#\-\s]+", "", text).strip()
    return re.sub(r"^(?=第\S{1,8}条)", "按", plain)
