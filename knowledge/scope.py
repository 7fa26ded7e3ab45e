"""Kinds of question that no policy text answers, recognised by what they say."""

from knowledge.patterns import load
from knowledge.reply import RefusalKind


def out_of_scope(text: str) -> RefusalKind | None:
    """Return the kind of an out-of-scope question, or None; `text` is normalised."""
    patterns = load("scope")
    if patterns["small_talk"].search(text):
        return RefusalKind.SMALL_TALK
    if patterns["other_country"].search(text) and not patterns["within_china"].search(text):
        return RefusalKind.OTHER_COUNTRY
    if patterns["dosage"].search(text):
        return RefusalKind.DOSAGE
    if patterns["clinical"].search(text):
        return RefusalKind.CLINICAL
    return None
