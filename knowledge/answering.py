"""From a question to a reply: scope, references, ranking, bands, lines."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np

from knowledge import privacy, quote, scope
from knowledge.document import Document, Heading, Provision
from knowledge.formats.marked import short_title
from knowledge.question import own_case
from knowledge.reply import (
    Answer,
    Article,
    Candidate,
    Candidates,
    Citation,
    Neighbour,
    Refusal,
    RefusalKind,
    Reply,
    Topic,
)
from knowledge.search import Found, Mask, Ranking, Search
from knowledge.signposts import Signposts
from knowledge.snapshot import Snapshot
from knowledge.store import Store
from knowledge.support import Support, judge
from knowledge.versions import Window, currency, windows
from knowledge.vocabulary import signposts

_LISTED = 10
_QUOTED = 3
_NEAR = 0.8


@lru_cache(maxsize=1)
def _bridge() -> Signposts:
    return Signposts(signposts())


class Answering:
    """Answers from one snapshot of the base."""

    def __init__(self, store: Store, snapshot: Snapshot) -> None:
        self.stamp = snapshot.stamp
        self._store = store
        self._snapshot = snapshot
        self._search = Search(snapshot, _bridge())
        self._windows = windows(snapshot.headings, _keys(snapshot))
        self._document = lru_cache(maxsize=64)(self._read)

    def search(self, question: str, limit: int, as_of: date | None) -> list[Candidate]:
        """Return the nearest articles, in force on a day where one is given."""
        allowed = self._allowed(as_of) if as_of else None
        return self._candidates(self._search.rank(question, allowed, limit).found)

    def ask(self, question: str, *, today: date, as_of: date | None, topic: Topic | None) -> Reply:
        """Answer a question, or refuse and say why."""
        day = as_of or today
        details = privacy.patient_details(question)
        ranking = self._search.rank(question, self._allowed(day), _LISTED)
        listed = tuple(self._candidates(ranking.found))
        signs = scope.signs(ranking.asked.text)
        support = judge(ranking, signs)
        kind = self._refusal(ranking, question, signs, support)
        if kind is not None:
            return Refusal(kind=kind, candidates=listed, as_of=day, patient_details=details)
        first = ranking.found[0]
        near = [f for f in ranking.found[:_QUOTED] if f.score >= _NEAR * first.score]
        reply = Answer if support.chance >= support.answer_from else Candidates
        return reply(
            citations=tuple(self._citation(f, ranking, day) for f in near),
            candidates=listed,
            as_of=day,
            topic=Topic(question=question, document=listed[0].document, article=listed[0].article),
            patient_details=details,
        )

    def article(self, document: str, article: str, as_of: date) -> Article | None:
        """Return a whole article with its neighbours, or None."""
        held = self._document(document)
        number = next(
            (n for n, h in enumerate(self._snapshot.headings) if h.document == document), None
        )
        if held is None or number is None:
            return None
        at = next((n for n, p in enumerate(held.provisions) if p.key == article), None)
        return None if at is None else self._article(held, at, self._windows[number], as_of)

    def _article(self, held: Document, at: int, window: Window, as_of: date) -> Article:
        provision, heading = held.provisions[at], held.heading
        state, since = currency(window, as_of, None)
        return Article(
            document=heading.document,
            law=short_title(heading.title),
            article=provision.key,
            label=provision.label,
            path=provision.path,
            lines=provision.lines,
            issuer=heading.issuer,
            in_force_from=window.text_from,
            in_force_to=window.ends,
            currency=state,
            since=since,
            before=_neighbour(held.provisions, at - 1),
            after=_neighbour(held.provisions, at + 1),
            newest=window.newer,
        )

    def _refusal(
        self, ranking: Ranking, question: str, signs: scope.Signs, support: Support
    ) -> RefusalKind | None:
        if not self._snapshot.headings:
            return RefusalKind.EMPTY_BASE
        if own_case(question):
            return RefusalKind.OWN_CASE
        if ranking.found and support.chance >= support.refuse_below:
            return None
        return signs.kind or RefusalKind.NOT_IN_BASE

    def _allowed(self, day: date) -> Mask:
        return np.array([window.covers(day) for window in self._windows], bool)

    def _candidates(self, found: Sequence[Found]) -> list[Candidate]:
        return [self._candidate(each) for each in found]

    def _candidate(self, found: Found) -> Candidate:
        snapshot = self._snapshot
        heading = self._heading(found)
        return Candidate(
            document=heading.document,
            law=short_title(heading.title),
            article=snapshot.keys[found.provision],
            label=snapshot.labels[found.provision],
            score=found.score,
            source_id=snapshot.source_ids[found.provision] or None,
        )

    def _citation(self, found: Found, ranking: Ranking, day: date) -> Citation:
        provision = self._provision(found)
        window = self._windows[int(self._snapshot.owner[found.provision])]
        heading = self._heading(found)
        chosen = quote.choose(provision.lines, ranking.asked.weights, ranking.asked.text)
        state, since = currency(window, day, None)
        return Citation(
            document=heading.document,
            law=short_title(heading.title),
            article=provision.key,
            label=provision.label,
            lines=tuple(provision.lines[at] for at in chosen),
            line_numbers=chosen,
            in_force_from=window.text_from,
            in_force_to=window.ends,
            currency=state,
            since=since,
            guide=self._guide(found, ranking),
            source_id=provision.source_id,
        )

    def _guide(self, found: Found, ranking: Ranking) -> str | None:
        for hit in ranking.hits:
            for source in hit.post.sources if hit.post.guide else ():
                if found.provision in self._search.provisions(source.law, source.article):
                    return hit.post.guide
        return None

    def _heading(self, found: Found) -> Heading:
        return self._snapshot.headings[int(self._snapshot.owner[found.provision])]

    def _provision(self, found: Found) -> Provision:
        document = self._document(self._heading(found).document)
        key = self._snapshot.keys[found.provision]
        assert document is not None
        return next(p for p in document.provisions if p.key == key)

    def _read(self, name: str) -> Document | None:
        return self._store.document(name)


def _keys(snapshot: Snapshot) -> list[frozenset[str]]:
    keys: list[set[str]] = [set() for _ in snapshot.headings]
    for document, key in zip(snapshot.owner.tolist(), snapshot.keys, strict=True):
        keys[document].add(key)
    return [frozenset(found) for found in keys]


def _neighbour(provisions: Sequence[Provision], at: int) -> Neighbour | None:
    if not 0 <= at < len(provisions):
        return None
    provision = provisions[at]
    return Neighbour(article=provision.key, label=provision.label, opening=provision.lines[0][:40])
