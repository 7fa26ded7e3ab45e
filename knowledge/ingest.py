"""Paths to documents in the store: folders walked, repeats and unusable files named."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.document import Added, Document, Reason, Rejected
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


def add(store: Store, paths: Sequence[Path]) -> list[Added | Rejected]:
    """Save the documents of files as one change, and tell of each what became of it."""
    intake = _Intake(store)
    outcomes: list[Added | Rejected] = []
    for file in files(paths):
        try:
            outcomes.extend([intake.take(document, file) for document in reading.read(file)])
        except Unusable as error:
            outcomes.append(Rejected(path=str(file), reason=error.reason))
    if intake.taken:
        store.put_all(list(intake.taken.values()))
    return outcomes


class _Intake:
    """Documents accepted so far, checked against each other and against the store."""

    def __init__(self, store: Store) -> None:
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
        document = self._named(document)
        heading = document.heading
        replaced = heading.document in self._headings
        self._digests[fingerprint] = heading.document
        self._headings[heading.document] = heading
        self.taken[heading.document] = document
        return Added(
            document=heading.document,
            title=heading.title,
            provisions=len(document.provisions),
            dates_known=heading.in_force_from is not None,
            replaced=replaced,
        )

    def _named(self, document: Document) -> Document:
        """Return the document; one of a name in use but another date becomes a version."""
        heading = document.heading
        held = self._headings.get(heading.document)
        if held is None or heading.in_force_from in (None, held.in_force_from):
            return document
        name = Path(heading.document)
        version = f"{name.stem}@{heading.in_force_from}{name.suffix}"
        return document.model_copy(
            update={"heading": heading.model_copy(update={"document": version})}
        )


def _same_source(like: str, name: str, taken: dict[str, Document]) -> bool:
    """Tell whether a repeat stands beside its like in one file of rows, which gives both an id."""
    source, separator, _ = name.partition("#")
    return bool(separator) and like in taken and like.startswith(f"{source}#")
