"""Paths to documents in the store: folders walked, repeats and unusable files named."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from knowledge.document import Added, Dates, Document, Heading, Reason, Rejected
from knowledge.formats import reading
from knowledge.formats.reading import Unusable
from knowledge.store import Store, digest

_ABOUT_A_FOLDER = frozenset({"index.md", "readme.md"})


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield files as given, and those inside folders but for INDEX.md and README.md."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            if file.is_file() and _wanted(file):
                yield file


def _wanted(file: Path) -> bool:
    return not file.name.startswith(".") and file.name.lower() not in _ABOUT_A_FOLDER


def add(
    store: Store,
    paths: Sequence[Path],
    dates: Dates | None = None,
    facts: Mapping[str, str] | None = None,
) -> list[Added | Rejected]:
    """Save the documents of files as one change, and tell of each what became of it.

    `dates` are those that a person gave, `facts` what a source list states ("title", "number");
    both come before what the files say.
    """
    intake = _Intake(store, dates or Dates())
    outcomes: list[Added | Rejected] = []
    for file in files(paths):
        try:
            outcomes.extend([intake.take(document, file) for document in reading.read(file, facts)])
        except Unusable as error:
            outcomes.append(Rejected(path=str(file), reason=error.reason))
    if intake.taken:
        store.put_all(list(intake.taken.values()))
    return outcomes


class _Intake:
    """Documents accepted so far, checked against each other and against the store."""

    def __init__(self, store: Store, dates: Dates) -> None:
        self._dates = dates
        self.taken: dict[str, Document] = {}
        self._digests = store.digests()
        self._headings = {listed.heading.document: listed.heading for listed in store.listed()}

    def take(self, document: Document, file: Path) -> Added | Rejected:
        if not document.provisions:
            return Rejected(path=str(file), reason=Reason.NO_TEXT)
        fingerprint = digest(document)
        like = self._digests.get(fingerprint)
        if like is not None and not _same_source(like, document.heading.document, self.taken):
            return Rejected(path=str(file), reason=Reason.DUPLICATE, like=like)
        document = self._named(self._dated(document))
        heading = document.heading
        replaced = heading.document in self._headings
        self._digests[fingerprint] = heading.document
        self._headings[heading.document] = heading
        self.taken[heading.document] = document
        return Added(heading=heading, provisions=len(document.provisions), replaced=replaced)

    def _dated(self, document: Document) -> Document:
        given, found = self._dates, document.heading.days
        if given == Dates():
            return document
        days = Dates(since=given.since or found.since, until=given.until or found.until)
        return document.model_copy(update={"heading": document.heading.dated(days)})

    def _named(self, document: Document) -> Document:
        """Return the document; one of a name in use but another date becomes a version.

        A text without a date may be a version of a dated one: it replaces only an undated text.
        """
        heading = document.heading
        held = self._headings.get(heading.document)
        if held is None or heading.in_force_from == held.in_force_from:
            return document
        renamed = heading.model_copy(update={"document": self._version(heading)})
        return document.model_copy(update={"heading": renamed})

    def _version(self, heading: Heading) -> str:
        """Return a version's name: by its date, or the next number that no dated text has."""
        name, day = Path(heading.document), heading.in_force_from
        names = (f"{name.stem}@{day or number}{name.suffix}" for number in count(2))
        undated = (n for n in names if day or not self._is_dated(n))
        return next(undated)

    def _is_dated(self, name: str) -> bool:
        held = self._headings.get(name)
        return held is not None and held.in_force_from is not None


def _same_source(like: str, name: str, taken: dict[str, Document]) -> bool:
    """Tell whether a repeat stands beside its like in one file of rows, which gives both an id."""
    source, separator, _ = name.partition("#")
    return bool(separator) and like in taken and like.startswith(f"{source}#")
