"""What one row of the index holds: an article with its headings, long ones in parts."""

from collections.abc import Iterator

from knowledge.document import Document, Provision
from knowledge.formats.marked import short_title
from knowledge.normal import normalise

LONGEST = 800


def passages(document: Document) -> Iterator[tuple[int, str]]:
    """Yield the position of each provision with the normalised text of each of its passages."""
    title = short_title(document.heading.title)
    for at, provision in enumerate(document.provisions):
        head = " ".join((title, *provision.path, *_own_heading(provision)))
        for part in parts(provision):
            yield at, normalise(f"{head}\n{part}")


def _own_heading(provision: Provision) -> tuple[str, ...]:
    return (provision.label,) if provision.key.startswith("s") else ()


def parts(provision: Provision) -> Iterator[str]:
    """Yield the text of a provision, split between lines above LONGEST with its first line kept."""
    if len(provision.text) <= LONGEST:
        yield provision.text
        return
    lead, taken = provision.lines[0], [provision.lines[0]]
    for line in provision.lines[1:]:
        if sum(map(len, taken)) + len(line) > LONGEST and len(taken) > 1:
            yield "\n".join(taken)
            taken = [lead]
        taken.append(line)
    yield "\n".join(taken)
