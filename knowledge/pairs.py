"""Chinese and English texts of one law, paired by article number, never by likeness.

Which texts belong together is told by their titles (laws.tsv) where both are of the same version,
or by a person. The Chinese text is the authentic one: a match in either is one match, and it is
the Chinese article's.
"""

from collections.abc import Iterator, Mapping, Sequence

from knowledge.catalogue import titled
from knowledge.document import Heading, Kind, Language
from knowledge.formats.marked import short_title
from knowledge.search import Found
from knowledge.snapshot import Snapshot


def originals(headings: Sequence[Heading]) -> dict[int, tuple[int, ...]]:
    """Return for each translation, by its place, the texts that it translates.

    A code whose parts are documents of their own has several.
    """
    found = {at: tuple(_originals(heading, headings)) for at, heading in enumerate(headings)}
    return {at: places for at, places in found.items() if places}


def english_law(heading: Heading) -> str | None:
    """Return the Chinese short title of the law whose English text this is, or None."""
    english = heading.language is Language.EN and heading.kind is Kind.LAW
    return titled(heading.title) if english else None


def _originals(own: Heading, headings: Sequence[Heading]) -> Iterator[int]:
    if own.language is not Language.EN:
        return
    law = english_law(own)
    for at, other in enumerate(headings):
        if other.language is Language.EN:
            continue
        said = own.translates == other.document
        by_title = law == short_title(other.title) and _same_version(own, other)
        if said or (own.translates is None and law is not None and by_title):
            yield at


def _same_version(one: Heading, other: Heading) -> bool:
    """Tell whether two texts took effect, or else were issued, on one day that both state."""
    if one.in_force_from and other.in_force_from:
        return one.in_force_from == other.in_force_from
    return one.promulgated is not None and one.promulgated == other.promulgated


class Pairs:
    """The articles of one snapshot that are there in both languages."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.originals = originals(snapshot.headings)
        rows = _rows(snapshot, self.originals)
        self._authentic: dict[int, int] = {}
        self._translation: dict[int, int] = {}
        for translation, places in self.originals.items():
            for key, provision in rows[translation].items():
                meant = [rows[place][key] for place in places if key in rows[place]]
                if len(meant) == 1:
                    self._authentic[provision] = meant[0]
                    self._translation.setdefault(meant[0], provision)

    def authentic(self, provision: int) -> int:
        """Return the Chinese article of an English one, and any other as it is."""
        return self._authentic.get(provision, provision)

    def translation(self, provision: int) -> int | None:
        """Return the English article of a Chinese one, or None."""
        return self._translation.get(provision)

    def merged(self, found: Sequence[Found]) -> dict[int, Found]:
        """Return what was found by its place, each article once and as its Chinese text."""
        best: dict[int, int] = {}
        for at, each in enumerate(found):
            best.setdefault(self.authentic(each.provision), at)
        return {at: Found(provision, found[at].score) for provision, at in best.items()}


def _rows(snapshot: Snapshot, paired: Mapping[int, tuple[int, ...]]) -> dict[int, dict[str, int]]:
    """Return the provisions of the documents that have a counterpart, by article key."""
    wanted = {*paired, *(place for places in paired.values() for place in places)}
    rows: dict[int, dict[str, int]] = {document: {} for document in wanted}
    if wanted:
        for provision, document in enumerate(snapshot.owner.tolist()):
            if document in wanted:
                rows[document][snapshot.keys[provision]] = provision
    return rows
