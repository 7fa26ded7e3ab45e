"""The knowledge base: documents in, quoted answers out, one folder on disk.

Importing this module is cheap: numpy, the tokens and the lexicon are loaded by the first question.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge import ingest
from knowledge.document import Added, Dates, Heading, Language, Rejected
from knowledge.reply import Article, Candidate, Reply, Standing, Topic
from knowledge.store import Confirmed, Listed, Store

if TYPE_CHECKING:
    from knowledge.answering import Answering
    from knowledge.changes import ArticleChange
    from knowledge.endpoints import Models
    from knowledge.snapshot import Snapshot
    from knowledge.sync import Source, Synced
    from knowledge.vectors import Vectors
    from knowledge.vocabulary import Guide


class KnowledgeBase:
    """One base in one folder; synchronous, may be called from any thread.

    Other processes may use the same folder: each question checks the store's stamp, and a
    change made elsewhere is picked up. While a new index is built, questions go to the old one.
    """

    def __init__(self, home: Path, models: Models | None = None) -> None:
        self._home = home
        self._models = models
        self._store = Store(home)
        self._answering: Answering | None = None
        self._seen: object = None
        self._loading = threading.Lock()

    def add(self, paths: Sequence[Path], dates: Dates | None = None) -> list[Added | Rejected]:
        """Take files and folders into the base; each outcome names its document or its reason.

        `dates` are the days of force that a person gives; they come before what the files say.
        """
        outcomes = ingest.add(self._store, paths, dates)
        self._refresh()
        return outcomes

    def set_dates(self, days: Mapping[str, Dates]) -> list[Heading]:
        """Give documents their days of force, as one change; return the headings that changed."""
        changed = []
        for name, given in days.items():
            held = self._store.document(name)
            if held and given != held.heading.days:
                changed.append(held.model_copy(update={"heading": held.heading.dated(given)}))
        if changed:
            self._store.put_all(changed)
            self._refresh()
        return [document.heading for document in changed]

    def sync(self, sources: Sequence[Source]) -> Iterator[Synced]:
        """Fetch sources and take in what changed; the index follows when all are done."""
        from knowledge.sync import sync

        yield from sync(self._store, self._home, sources)
        self._refresh()

    def pair(self, translation: str, original: str) -> bool:
        """Keep what a person said: which text an English one translates; empty for none.

        Return False where the base lacks one of them, or they are not English and Chinese.
        """
        own, other = self._store.document(translation), self._store.document(original)
        if own is None or own.heading.language is not Language.EN:
            return False
        if original and (other is None or other.heading.language is Language.EN):
            return False
        heading = own.heading.model_copy(update={"translates": original})
        self._store.put_all([own.model_copy(update={"heading": heading})])
        self._refresh()
        return True

    def pairs(self) -> dict[str, tuple[str, ...]]:
        """Return for each English text the Chinese ones that it translates."""
        from knowledge.pairs import originals

        names = [listed.heading for listed in self._store.listed()]
        return {
            names[at].document: tuple(names[place].document for place in places)
            for at, places in originals(names).items()
        }

    def remove(self, document: str) -> bool:
        """Take a document out of the base; return False when there is none of that name."""
        gone = self._store.remove(document)
        self._refresh()
        return gone

    def documents(self) -> list[Listed]:
        """Return what the base holds, in the order of adding."""
        return self._store.listed()

    def search(self, q: str, limit: int = 10, *, as_of: date | None = None) -> list[Candidate]:
        """Return the articles nearest to a question, best first, without judging them."""
        return self._current().search(q, limit, as_of)

    def ask(
        self,
        question: str,
        *,
        today: date,
        as_of: date | None = None,
        topic: Topic | None = None,
    ) -> Reply:
        """Answer a question from the texts in force on a day, or refuse and say why."""
        return self._current().ask(question, today=today, as_of=as_of, topic=topic)

    def article(self, document: str, article: str, as_of: date) -> Article | None:
        """Return a whole article with its neighbours, or None when the base lacks it."""
        return self._current().article(document, article, as_of)

    def standing(self, document: str, article: str, lines: Sequence[str], day: date) -> Standing:
        """Tell whether lines quoted earlier still stand on a day, in their text or a newer one."""
        return self._current().standing(document, article, lines, day)

    def compare(self, old: str, new: str) -> list[ArticleChange] | None:
        """Return what differs between two documents, or None when the base lacks one of them."""
        from knowledge.changes import compare

        before, after = self._store.document(old), self._store.document(new)
        return compare(before, after) if before and after else None

    def confirm(self, question: str, articles: Sequence[tuple[str, str]], day: date) -> None:
        """Keep an officer's confirmed answer: (document, article key) pairs for a question."""
        self.confirm_all(
            [Confirmed(question=question, document=d, article=a, day=day) for d, a in articles]
        )

    def confirm_all(self, answers: list[Confirmed]) -> None:
        """Keep many confirmed answers as one change."""
        self._store.confirm(answers)

    def withdraw(self, question: str) -> None:
        """Forget the answers that were confirmed for a question."""
        self._store.withdraw(question)

    def guides(self, language: str) -> list[Guide]:
        """Return the project's own guides in a language ("zh" or "en")."""
        from knowledge.vocabulary import read_guides

        return [guide for guide in read_guides() if guide.language == language]

    def guide(self, id_: str, language: str) -> Guide | None:
        """Return one of the project's own guides, or None when there is none of that id."""
        return next((guide for guide in self.guides(language) if guide.id == id_), None)

    def warm(self) -> None:
        """Load or build the index now, so that the first question need not wait for it."""
        self._current()

    def _current(self) -> Answering:
        answering, seen = self._answering, self._store.traces()
        if answering is not None and (seen == self._seen or self._loading.locked()):
            return answering
        answering = self._refresh()
        self._seen = seen
        return answering

    def _refresh(self) -> Answering:
        from knowledge.answering import Answering
        from knowledge.endpoints import Models

        with self._loading:
            held = self._answering
            stamp = self._store.stamp()
            current = held is not None and held.stamp == stamp
            snapshot = held.snapshot if held is not None and current else self._snapshot(stamp)
            models = self._models or Models()
            vectors = self._vectors(snapshot) if models.embed else None
            self._answering = Answering(self._store, snapshot, models, vectors)
            return self._answering

    def _snapshot(self, stamp: int) -> Snapshot:
        """Return the index of the documents as they are now, building it where it is behind."""
        from knowledge.snapshot import load, save, take

        with self._only_builder():
            snapshot = load(self._index)
            if snapshot is None or snapshot.stamp != stamp:
                snapshot = take(*self._store.everything())
                save(snapshot, self._index)
            return snapshot

    def _vectors(self, snapshot: Snapshot) -> Vectors | None:
        """Return the vectors of the index as it is, making them where they are behind."""
        from knowledge import vectors

        embed = self._models.embed if self._models else None
        if embed is None:
            return None
        file = self._home / "vectors.npz"
        held = vectors.load(embed, snapshot.stamp, file)
        if held is not None:
            return held
        texts = [p.text for d in self._store.everything()[1] for p in d.provisions]
        if not vectors.build(embed, texts, snapshot.stamp, file):
            return None
        return vectors.load(embed, snapshot.stamp, file)

    @property
    def _index(self) -> Path:
        return self._home / "index.bin"

    @contextmanager
    def _only_builder(self) -> Iterator[None]:
        """Hold the lock under which the index file is made; freed by the system on a crash."""
        self._home.mkdir(parents=True, exist_ok=True)
        with (self._home / "index.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
