"""What differs between two versions of a text, article by article."""

from difflib import SequenceMatcher
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from knowledge.document import Document, Provision


class Change(StrEnum):
    """What became of an article."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENUMBERED = "renumbered"


class Span(BaseModel):
    """A run of text: kept, or only in the older (`removed`) or newer (`added`) version."""

    model_config = ConfigDict(frozen=True)

    text: str
    change: Change | None = None


class ArticleChange(BaseModel):
    """One article that differs; `old` and `new` are its labels in the two versions."""

    model_config = ConfigDict(frozen=True)

    change: Change
    old: str | None
    new: str | None
    key: str
    spans: tuple[Span, ...]


_ALIKE = 0.75


def compare(old: Document, new: Document) -> list[ArticleChange]:
    """Return the articles that differ, in the order of the newer text, removed ones last.

    An article that moved to another number with nearly the same words is renumbered, not removed
    and added.
    """
    before = {provision.key: provision for provision in old.provisions}
    after = {provision.key: provision for provision in new.provisions}
    lost = [p for p in old.provisions if _has_gone(p, after)]
    changes: list[ArticleChange] = []
    for provision in new.provisions:
        former = before.get(provision.key)
        if former is None or (former in lost and not _alike(former, provision)):
            former = next((p for p in lost if _alike(p, provision)), None)
        if former in lost:
            lost.remove(former)
        change = _change(former, provision)
        if change is not None:
            changes.append(change)
    return changes + [_whole(Change.REMOVED, gone) for gone in lost]


def _has_gone(provision: Provision, after: dict[str, Provision]) -> bool:
    same = after.get(provision.key)
    return same is None or not _alike(provision, same)


def _alike(one: Provision, other: Provision) -> bool:
    matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _change(old: Provision | None, new: Provision) -> ArticleChange | None:
    if old is None:
        return _whole(Change.ADDED, new)
    if old.key == new.key and old.text == new.text:
        return None
    moved = old.key != new.key
    return ArticleChange(
        change=Change.RENUMBERED if moved else Change.CHANGED,
        old=old.label,
        new=new.label,
        key=new.key,
        spans=_spans(old.text, new.text),
    )


def _whole(change: Change, provision: Provision) -> ArticleChange:
    added = change is Change.ADDED
    return ArticleChange(
        change=change,
        old=None if added else provision.label,
        new=provision.label if added else None,
        key=provision.key,
        spans=(Span(text=provision.text, change=change),),
    )


def _spans(old: str, new: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if tag == "equal":
            spans.append(Span(text=old[from_old:to_old]))
            continue
        if to_old > from_old:
            spans.append(Span(text=old[from_old:to_old], change=Change.REMOVED))
        if to_new > from_new:
            spans.append(Span(text=new[from_new:to_new], change=Change.ADDED))
    return tuple(spans)
