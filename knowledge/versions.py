"""When each document is in force, from its own dates and from the other documents of the base."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from knowledge.document import Heading
from knowledge.formats.marked import short_title
from knowledge.reply import Currency


class Window(BaseModel):
    """The days on which a text is the one to quote: `begins` inclusive, `ends` exclusive.

    `text_from` is the day of this wording; before it, down to `begins`, the law was in force in
    an older wording that the base lacks. `newer` names the document that took its place.
    """

    model_config = ConfigDict(frozen=True)

    begins: date | None
    text_from: date | None
    ends: date | None
    newer: str | None = None
    repealed: bool = False

    def covers(self, day: date) -> bool:
        return (self.begins is None or self.begins <= day) and (
            self.ends is None or day < self.ends
        )


def windows(headings: Sequence[Heading], keys: Sequence[frozenset[str]]) -> list[Window]:
    """Return the window of each document; `keys` are the article keys of each."""
    return [_window(at, headings, keys) for at in range(len(headings))]


def _window(at: int, headings: Sequence[Heading], keys: Sequence[frozenset[str]]) -> Window:
    own = headings[at]
    family = [
        other
        for other, shared in zip(headings, keys, strict=True)
        if other.title == own.title
        and (other is own or (_differ(other, own) and shared & keys[at]))
    ]
    earlier = [other for other in family if _day(other) < _day(own)]
    later = sorted((other for other in family if _day(other) > _day(own)), key=_day)
    repealer = _repealer(own, headings)
    newer = later[0].document if later else None
    ends = [day for day in (own.in_force_to, *map(_day, later[:1])) if day]
    end = min(ends, default=None)
    if repealer and (end is None or _day(repealer) < end):
        end, newer = _day(repealer), repealer.document
    begins = own.in_force_from if earlier else own.first_in_force
    repealed = repealer is not None and newer == repealer.document
    return Window(
        begins=begins, text_from=own.in_force_from, ends=end, newer=newer, repealed=repealed
    )


def _repealer(own: Heading, headings: Sequence[Heading]) -> Heading | None:
    title = short_title(own.title)
    found = (h for h in headings if title in h.supersedes and h.in_force_from)
    return min(found, key=_day, default=None)


def _differ(one: Heading, other: Heading) -> bool:
    """Tell whether two texts of a title are versions; without its date none can be placed."""
    dated = one.in_force_from is not None and other.in_force_from is not None
    return dated and one.in_force_from != other.in_force_from


def _day(heading: Heading) -> date:
    return heading.in_force_from or date.min


def currency(
    window: Window, as_of: date, newest_known: date | None
) -> tuple[Currency, date | None]:
    """Return how a text stands on a day, with the day of the newer text where there is one."""
    if window.begins is None:
        return Currency.UNKNOWN, None
    if as_of < window.begins:
        return Currency.NOT_YET, window.begins
    if window.ends and as_of >= window.ends:
        return _ended(window), window.ends
    if window.text_from and as_of < window.text_from:
        return Currency.LATER_TEXT, window.text_from
    if newest_known and window.text_from and window.text_from < newest_known <= as_of:
        return Currency.NEWER_KNOWN, newest_known
    return Currency.IN_FORCE, None


def _ended(window: Window) -> Currency:
    if window.repealed:
        return Currency.REPEALED
    return Currency.SUPERSEDED if window.newer else Currency.EXPIRED
