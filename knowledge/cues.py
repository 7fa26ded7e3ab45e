"""What a question asks for, and the signs of such an answer in a statute."""

from enum import StrEnum

from knowledge.patterns import load


class Cue(StrEnum):
    """The type of a question by the shape of its answer."""

    HOW_LONG = "how_long"
    HOW_MUCH = "how_much"
    HOW_OLD = "how_old"
    WHO = "who"
    MAY_I = "may_i"
    PENALTY = "penalty"
    WHICH = "which"
    MEANING = "meaning"


def asked(question: str) -> frozenset[Cue]:
    """Return the cues in a normalised question."""
    return _found("cues_asked", question)


def signs(text: str) -> frozenset[Cue]:
    """Return the cues whose signs a statute text carries."""
    return _found("cues_signs", text)


def bits(found: frozenset[Cue]) -> int:
    """Return cues as the bits of one byte."""
    return sum(1 << at for at, cue in enumerate(Cue) if cue in found)


def _found(name: str, text: str) -> frozenset[Cue]:
    return frozenset(Cue(kind) for kind, pattern in load(name).items() if pattern.search(text))
