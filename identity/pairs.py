"""Compare many pairs of examined photos; a probe may be several frames of one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from identity.cohort import Cohort, Surroundings
from identity.engines.choice import Metric
from identity.engines.engine import Vector
from identity.examination import Examination
from identity.problem import Problem
from identity.score import (
    SMALLEST_COHORT,
    Probe,
    Scored,
    allowance,
    compared,
    likeness,
    score,
    weighted_mean,
)
from identity.thresholds import Thresholds, thresholds_for
from identity.verdict import Scoring, Side, Verdict, Verification

Frames = tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    """The mean vector of some frames, and what the cohort says of it."""

    vector: Vector
    frames: tuple[Probe, ...]
    held: bool
    around: Surroundings | None


@dataclass
class Comparison:
    """Compares frames by name; what is known of a set of frames is worked out once."""

    photos: Mapping[str, Examination]
    cohort: Cohort
    metric: Metric
    engine: str
    thresholds: tuple[Thresholds, ...] = ()
    _known: dict[Frames, _Known | Problem] = field(default_factory=dict)

    def compare(self, probes: Frames, reference: Frames) -> Verification:
        """The verdict for a pair; a side without any usable frame has a problem."""
        a, b = self._look(probes), self._look(reference)
        if isinstance(a, Problem):
            return self._unusable(a, Side.PROBE)
        if isinstance(b, Problem):
            return self._unusable(b, Side.REFERENCE)
        if len(b.frames) > len(a.frames):  # the score is symmetric, the allowance counts frames
            a, b = b, a
        scored = self._score(a, b)
        known = thresholds_for(self.engine, scored.scored_by, self.thresholds)
        return Verification(
            verdict=known.verdict(scored.score, scored.likeness) if known else Verdict.UNSURE,
            engine=self.engine,
            frames_used=len(a.frames),
            scored_by=scored.scored_by,
            score=scored.score,
        )

    def _score(self, a: _Known, b: _Known) -> Scored:
        if a.held or b.held or a.around is None or b.around is None:
            return score(a.frames, b.vector, self.cohort, self.metric)
        bare = float(likeness(a.vector, b.vector[None, :], self.metric)[0])
        value = float(compared(a.around, b.around)[0, 0])
        return Scored(value - allowance(self.cohort.size, len(a.frames)), Scoring.COHORT, bare)

    def _look(self, frames: Frames) -> _Known | Problem:
        if frames not in self._known:
            self._known[frames] = self._find(frames)
        return self._known[frames]

    def _find(self, frames: Frames) -> _Known | Problem:
        photos = [self.photos[name] for name in frames]
        usable = tuple(probe for photo in photos if (probe := probe_of(photo)) is not None)
        if not usable:
            return next((p.problem for p in photos if p.problem), Problem.NO_FACE)
        vector = weighted_mean(usable, self.metric)
        if self.cohort.size < SMALLEST_COHORT:
            return _Known(vector, usable, False, None)
        held = bool(self.cohort.holds(np.stack([probe.vector for probe in usable])).any())
        return _Known(vector, usable, held, self.cohort.around(vector[None, :]))

    def _unusable(self, problem: Problem, side: Side) -> Verification:
        return Verification(verdict=Verdict.UNSURE, engine=self.engine, problem=problem, side=side)


def probe_of(photo: Examination) -> Probe | None:
    """The vector of an examined photo, if it has one."""
    if photo.embedding is None:
        return None
    return Probe(np.frombuffer(photo.embedding, dtype="<f4"), photo.confidence or 0.0)


def cohort_of(photos: Sequence[Examination], metric: Metric) -> Cohort:
    """A cohort of the photos that have a vector."""
    probes = [probe for photo in photos if (probe := probe_of(photo)) is not None]
    vectors = [probe.vector for probe in probes] or [np.empty((0, 1), dtype=np.float32)]
    return Cohort(np.vstack(vectors), metric)
