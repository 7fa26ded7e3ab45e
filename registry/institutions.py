"""Finding an institution by what people call it."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import islice

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from registry.bitmaps import Bitmaps, numbers
from registry.frozen import Frozen
from registry.institution import Grade, Institution
from registry.institution_keys import Way, initials, keys, normal, normal_query, place, sound
from registry.institution_score import NO_FIT, Score, score, similar
from registry.numbers.typed import compact

MOST_SCORED = 150
MOST_COMPARED = 1500
_CLEAR_LEAD = 0.12
_GOOD = 0.6
_CLOSED = -0.3
_NEAR = {6: 0.06, 4: 0.04, 2: 0.02}
_SOUND_WHOLE = 0.85
_SOUND_INSIDE = 0.6
_SOUND_SHARE = 0.2
_CERTAIN = 0.78
_LEAST_ALIKE = 50


class Clarity(StrEnum):
    """What to do with the answer: take it, ask which, or say that nothing was found."""

    CLEAR = "clear"
    SEVERAL = "several"
    NONE = "none"


class Found(Frozen):
    """One institution, by what it was found, and how well it fits (0 to about 1)."""

    institution: Institution
    way: Way
    score: float


class Findings(Frozen):
    """The best first."""

    clarity: Clarity
    found: tuple[Found, ...] = ()


class Directory:
    """The institutions, indexed once; `find` takes below five milliseconds on 20,000 of them."""

    def __init__(self, institutions: Iterable[Institution]) -> None:
        """Index all names; pinyin is indexed on the first search by sound."""
        grades = list(Grade)
        self._rows = sorted(institutions, key=lambda row: (grades.index(row.grade), row.code))
        self._keys = [keys(row) for row in self._rows]
        self._names = [normal(row.name) for row in self._rows]
        self._places = [place(row) for row in self._rows]
        self._codes = {code: row for row in self._rows for code in (row.code, row.credit_code)}
        self._areas = Bitmaps([{row.region[:n] for n in _NEAR} for row in self._rows])
        self._called: dict[str, list[int]] = {}
        for row, row_keys in enumerate(self._keys):
            for key in row_keys:
                self._called.setdefault(key.text, []).append(row)
        self._characters = Bitmaps(
            [
                set(where).union(*(key.text for key in row_keys))
                for row_keys, where in zip(self._keys, self._places, strict=True)
            ]
        )

    def by_code(self, code: str) -> Institution | None:
        """The institution with this institution code or unified credit code."""
        return self._codes.get(code)

    def find(self, query: str, near: str | None = None, limit: int = 5) -> Findings:
        """The institutions that `query` may mean; `near` (2, 4 or 6 digits) goes first in doubt."""
        exact = self._codes.get(compact(query))
        if exact:
            return Findings(
                clarity=Clarity.CLEAR, found=(Found(institution=exact, way=Way.CODE, score=1.0),)
            )
        text = normal_query(query)
        if not text:
            return Findings(clarity=Clarity.NONE)
        scored = self._by_writing(text, near)
        if max((fit for fit, _ in scored.values()), default=0.0) < _GOOD:
            scored = _better_of(scored, self._by_sound(text, near), self._with_errors(text, near))
        return _findings(self._ranked(scored, near), limit)

    def _by_writing(self, text: str, near: str | None) -> dict[int, Score]:
        alike = self._nearest_first(self._characters.having_all(text), near)
        return _fitting(
            (row, score(text, self._places[row], self._keys[row]))
            for row in (*self._called.get(text, ()), *alike)
        )

    def _with_errors(self, text: str, near: str | None) -> dict[int, Score]:
        """Rows that lack up to a third of the characters of a text long enough to tell."""
        if len(text) < 3 or text.isascii():
            return {}
        groups = self._characters.lacking(text, min(len(text) // 3, 3))
        rows = (row for group in groups for row in self._nearest_first(group, near, MOST_COMPARED))
        names = {row: self._names[row] for row in islice(rows, MOST_COMPARED)}
        alike = extract(text, names, scorer=ratio, score_cutoff=_LEAST_ALIKE, limit=MOST_SCORED)
        return _fitting((row, similar(text, self._keys[row])) for _, _, row in alike)

    def _by_sound(self, text: str, near: str | None) -> dict[int, Score]:
        word = sound(text)
        rows = self._letters.having_all(_pairs(word))
        return _fitting(
            (row, _sound_score(word, self._sounds[row])) for row in self._nearest_first(rows, near)
        )

    def _nearest_first(self, rows: int, near: str | None, most: int = MOST_SCORED) -> Iterator[int]:
        """Up to `most` rows of the area and as many of the rest, the highest grade first."""
        here = self._areas.having_all([near]) & rows if near else 0
        yield from islice(numbers(here), most)
        yield from islice(numbers(rows & ~here), most)

    def warm(self) -> None:
        """Index pinyin now (about 3 s for 20,000 rows), so that no search has to wait for it."""
        self._letters.having_all(())

    @cached_property
    def _sounds(self) -> list[tuple[str, ...]]:
        """Pinyin and initials of each name, and of each with its place before it."""
        return [
            tuple(
                dict.fromkeys(
                    spoken for key in row_keys for spoken in (sound(key.text), initials(key.text))
                )
            )
            for row_keys in self._keys
        ]

    @cached_property
    def _letters(self) -> Bitmaps:
        return Bitmaps([set().union(*map(_pairs, spoken)) for spoken in self._sounds])

    def _ranked(self, scored: dict[int, Score], near: str | None) -> list[Found]:
        found = [
            Found(
                institution=self._rows[row],
                way=way,
                score=round(fit + _adjustment(self._rows[row], near), 3),
            )
            for row, (fit, way) in scored.items()
        ]
        return sorted(found, key=lambda one: -one.score)


def _pairs(word: str) -> set[str]:
    return {word[n : n + 2] for n in range(len(word) - 1)}


def _sound_score(word: str, spoken: Sequence[str]) -> Score:
    best = max(
        (
            _SOUND_WHOLE if word == one else _SOUND_INSIDE + _SOUND_SHARE * len(word) / len(one)
            for one in spoken
            if word in one
        ),
        default=0.0,
    )
    return (best, Way.SOUND) if best else NO_FIT


def _fitting(scores: Iterator[tuple[int, Score]]) -> dict[int, Score]:
    return {row: fit for row, fit in scores if fit != NO_FIT}


def _better_of(*all_scores: dict[int, Score]) -> dict[int, Score]:
    best: dict[int, Score] = {}
    for scores in all_scores:
        for row, fit in scores.items():
            best[row] = max(fit, best.get(row, NO_FIT))
    return best


def _adjustment(institution: Institution, near: str | None) -> float:
    closed = _CLOSED if institution.closed_on else 0.0
    shared = (n for n in _NEAR if near and institution.region[:n] == near[:n] and len(near) >= n)
    return closed + _NEAR.get(next(shared, 0), 0.0)


def _findings(ranked: list[Found], limit: int) -> Findings:
    if not ranked:
        return Findings(clarity=Clarity.NONE)
    best = ranked[0].score
    alone = len(ranked) == 1 or best - ranked[1].score >= _CLEAR_LEAD
    clarity = Clarity.CLEAR if alone and best >= _CERTAIN else Clarity.SEVERAL
    return Findings(clarity=clarity, found=tuple(ranked[:limit]))
