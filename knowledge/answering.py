"""From a question to a reply: scope, references, ranking, bands, lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from knowledge import privacy, quote, scope
from knowledge.assistance import Assistance
from knowledge.catalogue import Named, newest
from knowledge.document import Document, Heading, Provision
from knowledge.endpoints import Models
from knowledge.formats.marked import short_title
from knowledge.normal import is_english, normalise
from knowledge.pairs import Pairs, english_law
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
    Standing,
    Topic,
    Translation,
)
from knowledge.request import Request, read, with_topic
from knowledge.search import Found, Mask, Ranking, Search
from knowledge.signals import Asked
from knowledge.signposts import Signposts
from knowledge.snapshot import Snapshot
from knowledge.store import Confirmed, Store
from knowledge.support import judge
from knowledge.vectors import Vectors
from knowledge.versions import Window, currency, windows
from knowledge.vocabulary import Signpost, Source, signposts

_LISTED = 10
_QUOTED = 3
_NEAR = 1.5
_MANY = 200
_ELSEWHERE = frozenset((RefusalKind.OTHER_COUNTRY, RefusalKind.SMALL_TALK, RefusalKind.OFF_TOPIC))


@lru_cache(maxsize=1)
def _bridge() -> Signposts:
    return Signposts(signposts())


def _search(snapshot: Snapshot, confirmed: Sequence[Confirmed]) -> Search:
    """Return the search; a few confirmed answers serve as signposts, many as training data."""
    if not confirmed:
        return Search(snapshot, _bridge())
    if len({answer.question for answer in confirmed}) >= _MANY:
        return Search(snapshot, _bridge(), confirmed)
    own = [
        Signpost(
            term="",
            phrases=(answer.question,),
            sources=(Source(law=answer.document, article=answer.article),),
        )
        for answer in confirmed
    ]
    return Search(snapshot, Signposts([*_bridge().posts, *own]))


@dataclass(frozen=True)
class _Finding:
    """What was found, and why it may not be quoted; `whole` when an article was named."""

    ranking: Ranking
    refusal: RefusalKind | None
    sure: bool
    whole: bool = False


def _judged(ranking: Ranking) -> _Finding:
    """Return whether a ranking may be quoted, by its support and by what the question is about."""
    signs = scope.signs(ranking.asked.text)
    support = judge(ranking, signs)
    elsewhere = not ranking.noted and signs.turn and signs.kind in _ELSEWHERE
    if not ranking.found or elsewhere or support.chance < support.refuse_below:
        return _Finding(ranking, signs.kind or RefusalKind.NOT_IN_BASE, sure=False)
    return _Finding(ranking, None, sure=support.chance >= support.answer_from)


class Answering:
    """Answers from one snapshot of the base."""

    def __init__(
        self, store: Store, snapshot: Snapshot, models: Models, vectors: Vectors | None
    ) -> None:
        self.stamp = snapshot.stamp
        self._store = store
        self.snapshot = snapshot
        self._search = _search(snapshot, store.confirmed())
        self._pairs = Pairs(snapshot)
        self._windows = self._placed(windows(snapshot.headings, _keys(snapshot)))
        self._document = lru_cache(maxsize=64)(self._read)
        self._assistance = Assistance(models, vectors, self._text)

    def search(self, question: str, limit: int, as_of: date | None) -> list[Candidate]:
        """Return the nearest articles, in force on a day where one is given."""
        allowed = self._allowed(as_of) if as_of else None
        return self._candidates(self._rank(question, allowed, limit).found)

    def ask(self, question: str, *, today: date, as_of: date | None, topic: Topic | None) -> Reply:
        """Answer a question, or refuse and say why."""
        details = privacy.patient_details(question)
        question = privacy.without_details(question, " ")
        whole = with_topic(question, topic)
        request = read(normalise(question), today)
        day = as_of or request.as_of or today
        found = self._find(whole, request, day)
        if found.refusal is not None:
            return Refusal(
                kind=found.refusal,
                law=request.law.title if request.law else None,
                candidates=tuple(self._candidates(found.ranking.found)),
                as_of=day,
                patient_details=details,
            )
        return self._reply(whole, found, day, details)

    def _find(self, question: str, request: Request, day: date) -> _Finding:
        """Rank what may be quoted on a day; say why nothing may, where that is so."""
        allowed = self._allowed(day)
        if request.law is not None:
            law = self._documents(request.law)
            allowed = allowed & law if (allowed & law).any() else allowed
        ranking = self._rank(question, allowed, _LISTED)
        if not self.snapshot.headings:
            return _Finding(ranking, RefusalKind.EMPTY_BASE, sure=False)
        if own_case(question):
            return _Finding(ranking, RefusalKind.OWN_CASE, sure=False)
        if request.law is not None:
            return self._find_named(ranking, request, day, question, allowed)
        return self._weigh(ranking, question, allowed)

    def _rank(self, question: str, allowed: Mask | None, limit: int) -> Ranking:
        """Rank articles, those that are there in two languages once."""
        if not self._pairs.originals:
            return self._search.rank(question, allowed, limit)
        ranking = self._search.rank(question, allowed, 2 * limit)
        merged = dict(list(self._pairs.merged(ranking.found).items())[:limit])
        columns = ranking.columns[list(merged)]
        return replace(ranking, found=tuple(merged.values()), columns=columns)

    def _documents(self, law: Named) -> Mask:
        """Return which documents go by a law's names, its English texts with them."""
        held = self._search.documents(law.title) | self._search.documents(law.word)
        for at, heading in enumerate(self.snapshot.headings):
            places = self._pairs.originals.get(at, ())
            held[at] |= held[list(places)].any() or english_law(heading) == law.title
        return held

    def _placed(self, found: Sequence[Window]) -> list[Window]:
        """Return the windows; a translation stands and falls with what it translates."""
        placed = list(found)
        for translation, places in self._pairs.originals.items():
            placed[translation] = found[places[0]]
        return placed

    def _find_named(
        self, ranking: Ranking, request: Request, day: date, question: str, allowed: Mask
    ) -> _Finding:
        """Judge a question that names a law: is it here, was it in force, has it that article?"""
        assert request.law is not None
        law = self._documents(request.law)
        if not law.any():
            return _Finding(ranking, RefusalKind.LAW_NOT_IN_BASE, sure=False)
        if not (law & self._allowed(day)).any():
            return _Finding(ranking, RefusalKind.NOT_IN_FORCE_THEN, sure=False)
        if request.article is None:
            return self._weigh(ranking, question, allowed)
        of_law = np.flatnonzero((law & self._allowed(day))[self.snapshot.owner])
        named = [at for at in of_law.tolist() if self.snapshot.keys[at] == request.article]
        held = tuple(self._pairs.merged([Found(at, 1.0) for at in named]).values())
        if not held:
            return _Finding(ranking, RefusalKind.NO_SUCH_ARTICLE, sure=False)
        return _Finding(replace(ranking, found=held), None, sure=True, whole=True)

    def _weigh(self, ranking: Ranking, question: str, allowed: Mask) -> _Finding:
        """Judge by the support of the base; a doubtful question may be put in other words."""
        finding = _judged(ranking)
        if not finding.sure and (query := self._assistance.rewrite(question)):
            other = _judged(self._rank(query, allowed, _LISTED))
            finding = finding if other.refusal else other
        if finding.refusal:
            return finding
        found = finding.ranking.found
        ordered = self._assistance.reorder(question, found, allowed[self.snapshot.owner])
        ordered = tuple(self._pairs.merged(ordered).values())
        return replace(finding, ranking=replace(finding.ranking, found=ordered))

    def _reply(self, question: str, found: _Finding, day: date, details: bool) -> Reply:
        """Quote the best articles; near ones of the same text only once."""
        listed = tuple(self._candidates(found.ranking.found))
        reply = Answer if found.sure else Candidates
        return reply(
            citations=tuple(self._citations(found, day)),
            candidates=listed,
            as_of=day,
            topic=Topic(question=question, document=listed[0].document, article=listed[0].article),
            patient_details=details,
        )

    def _citations(self, found: _Finding, day: date) -> Iterator[Citation]:
        first = found.ranking.found[0].score
        quoted: set[str] = set()
        for each in found.ranking.found[:_QUOTED]:
            text = self._provision(each).text
            if first - each.score <= _NEAR and text not in quoted:
                quoted.add(text)
                yield self._citation(each, found, day)

    def article(self, document: str, article: str, as_of: date) -> Article | None:
        """Return a whole article with its neighbours, or None."""
        held = self._document(document)
        number = next(
            (n for n, h in enumerate(self.snapshot.headings) if h.document == document), None
        )
        if held is None or number is None:
            return None
        at = next((n for n, p in enumerate(held.provisions) if p.key == article), None)
        if at is None:
            return None
        whole = self._article(held, at, self._windows[number], as_of)
        first = int(np.searchsorted(self.snapshot.owner, number))
        if english := self._english(first + at):
            provision = held.provisions[at]
            translated = self._translated(english, provision, range(len(provision.lines)))
            return whole.model_copy(update={"translation": translated})
        return whole

    def standing(self, document: str, article: str, lines: Sequence[str], day: date) -> Standing:
        """Tell whether quoted lines still stand in the text that is in force on a day."""
        names = [heading.document for heading in self.snapshot.headings]
        seen: set[str] = set()
        while document in names and document not in seen:
            seen.add(document)
            window = self._windows[names.index(document)]
            if window.covers(day) or window.newer is None or window.repealed:
                break
            document = window.newer
        if document not in names or not self._windows[names.index(document)].covers(day):
            return Standing.GONE
        held = self._document(document)
        text = next((p.lines for p in held.provisions if p.key == article), ()) if held else ()
        if not text:
            return Standing.GONE
        return Standing.HOLDS if set(lines) <= set(text) else Standing.CHANGED

    def _article(self, held: Document, at: int, window: Window, as_of: date) -> Article:
        provision, heading = held.provisions[at], held.heading
        state, since = currency(window, as_of, newest(short_title(heading.title)))
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

    def _allowed(self, day: date) -> Mask:
        return np.array([window.covers(day) for window in self._windows], bool)

    def _candidates(self, found: Sequence[Found]) -> list[Candidate]:
        return [self._candidate(each) for each in found]

    def _candidate(self, found: Found) -> Candidate:
        snapshot = self.snapshot
        heading = self._heading(found)
        return Candidate(
            document=heading.document,
            law=short_title(heading.title),
            article=snapshot.keys[found.provision],
            label=snapshot.labels[found.provision],
            score=found.score,
            source_id=snapshot.source_ids[found.provision] or None,
        )

    def _citation(self, found: Found, finding: _Finding, day: date) -> Citation:
        provision, heading = self._provision(found), self._heading(found)
        english = self._english(found.provision)
        window = self._windows[int(self.snapshot.owner[found.provision])]
        asked = finding.ranking.asked
        chosen, gloss = tuple(range(len(provision.lines))), None
        if not finding.whole:
            picked = self._assistance.select(asked.text, provision.lines)
            gloss = picked.gloss if picked else None
            lines = self._readable(provision, english, asked)
            own = quote.choose(lines, asked.by_code(), asked.text)
            chosen = picked.lines if picked else own
        state, since = currency(window, day, newest(short_title(heading.title)))
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
            guide=self._guide(found, finding.ranking),
            source_id=provision.source_id,
            gloss=gloss,
            translation=english and self._translated(english, provision, chosen),
            translated_only=english_law(heading) is not None,
        )

    def _english(self, provision: int) -> Found | None:
        at = self._pairs.translation(provision)
        return None if at is None else Found(at, 0.0)

    def _readable(
        self, provision: Provision, english: Found | None, asked: Asked
    ) -> tuple[str, ...]:
        """Return the lines to choose by: those of the question's language, where they match."""
        if english is None or not is_english(asked.text):
            return provision.lines
        lines = self._provision(english).lines
        return lines if len(lines) == len(provision.lines) else provision.lines

    def _translated(
        self, english: Found, original: Provision, chosen: Sequence[int]
    ) -> Translation:
        """Return the English of quoted lines; of all lines where the two texts differ in them."""
        provision, heading = self._provision(english), self._heading(english)
        lines = provision.lines
        if len(lines) == len(original.lines):
            lines = tuple(lines[at] for at in chosen)
        return Translation(
            document=heading.document, title=heading.title, label=provision.label, lines=lines
        )

    def _text(self, provision: int) -> str:
        return self._provision(Found(provision, 0.0)).text

    def _guide(self, found: Found, ranking: Ranking) -> str | None:
        for hit in ranking.hits:
            for source in hit.post.sources if hit.post.guide else ():
                if found.provision in self._search.provisions(source.law, source.article):
                    return hit.post.guide
        return None

    def _heading(self, found: Found) -> Heading:
        return self.snapshot.headings[int(self.snapshot.owner[found.provision])]

    def _provision(self, found: Found) -> Provision:
        document = self._document(self._heading(found).document)
        key = self.snapshot.keys[found.provision]
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
