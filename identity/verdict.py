"""The answer of a comparison: three verdicts, never a rejection by a machine."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from identity.problem import Hint, Problem
from identity.template import Template


class Verdict(StrEnum):
    """What a comparison may say; unsure and no match go to a person."""

    MATCH = "match"
    UNSURE = "unsure"
    NO_MATCH = "no_match"


class Side(StrEnum):
    """Which of the two pictures a problem is about: only the probe can be taken again."""

    PROBE = "probe"
    REFERENCE = "reference"


class Scoring(StrEnum):
    """How a score was made: against a cohort, or as a bare distance with strict thresholds."""

    COHORT = "cohort"
    DISTANCE = "distance"


class Verification(BaseModel):
    """The outcome of comparing one or more probes with a reference.

    `score` is for officers and the command line, never for the person; larger is more alike, its
    scale depends on `scored_by`. With a `problem` nothing was compared and the verdict is unsure.
    `fingerprints` are the hashes of the usable probes and of their mirror images. `template` comes
    with a match alone, and only where one is wanted. `hints` are for the person who must compare
    where there is no match.
    """

    model_config = ConfigDict(frozen=True)

    verdict: Verdict
    engine: str
    problem: Problem | None = None
    side: Side | None = None
    frames_used: int = 0
    scored_by: Scoring | None = None
    score: float | None = None
    fingerprints: tuple[tuple[str, str], ...] = ()
    template: Template | None = None
    hints: tuple[Hint, ...] = ()
