"""What one worker can do: an engine, a cohort, and pictures in and verdicts out. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from identity import copies, replay
from identity.cohort import Cohort, same_photo
from identity.decode import Picture, decode
from identity.engines.engine import Engine, Vector
from identity.examination import Examination
from identity.face import Face, pose
from identity.fingerprint import fingerprint
from identity.glimpse import Glimpse
from identity.hints import hints
from identity.motion import move
from identity.order import is_straight
from identity.problem import Problem
from identity.purpose import Purpose
from identity.quality import LIMITS, examine
from identity.request import NOTHING, Kept
from identity.score import Probe, score
from identity.template import Template
from identity.thresholds import Thresholds, thresholds_for
from identity.verdict import Scoring, Side, Verdict, Verification


@dataclass(frozen=True)
class Seen:
    """A picture in which one usable face was found."""

    picture: Picture
    face: Face


class Desk:
    """An engine with the operator's thresholds and the cohort of other people."""

    def __init__(self, engine: Engine, thresholds: tuple[Thresholds, ...] = ()) -> None:
        self.engine = engine
        self._thresholds = thresholds
        self.load_cohort(b"")

    def load_cohort(self, packed: bytes) -> None:
        """Replace the cohort: people x dimension little-endian float32."""
        flat = np.frombuffer(packed, dtype="<f4")
        self._cohort = Cohort(flat.reshape(-1, self.engine.dimension), self.engine.metric)

    def look(self, data: bytes, purpose: Purpose) -> Seen | Problem:
        """Decode a picture and find its face, or tell the first problem."""
        picture = decode(data)
        return picture if isinstance(picture, Problem) else self.find(picture, purpose)

    def find(self, picture: Picture, purpose: Purpose) -> Seen | Problem:
        """Find the face of a decoded picture, or tell the first problem."""
        faces = self.engine.faces(picture)
        return examine(picture, faces, LIMITS[purpose]) or Seen(picture, faces[0])

    def examine(self, data: bytes, purpose: Purpose) -> Examination:
        """Look at one picture: its problem, or hints, hashes and vector."""
        seen = self.look(data, purpose)
        if isinstance(seen, Problem):
            return Examination(problem=seen, engine=self.engine.version)
        own, mirror = fingerprint(seen.picture)
        return Examination(
            problem=None,
            engine=self.engine.version,
            hints=hints(seen.picture, seen.face),
            fingerprint=own,
            mirror=mirror,
            embedding=self.embed(seen).astype("<f4").tobytes(),
            confidence=seen.face.confidence,
        )

    def follow(self, frame: bytes, neutral: Face | None) -> Glimpse:
        """Look at one frame of a capture under way.

        Without a `neutral` one before it, it should be the look straight ahead; that frame is the
        one that is compared, so it is held to what a selfie must be.
        """
        seen = self.look(frame, Purpose.MOVING if neutral else Purpose.SELFIE)
        if isinstance(seen, Problem):
            return Glimpse(problem=seen)
        if neutral is not None:
            return Glimpse(face=seen.face, move=move(neutral, seen.face))
        return Glimpse(problem=None if is_straight(seen.face) else Problem.TURNED, face=seen.face)

    def verify(
        self, probes: Sequence[bytes], reference: bytes, purpose: Purpose, kept: Kept = NOTHING
    ) -> Verification:
        """Compare the usable probes with the reference."""
        whole = Purpose.MEASURING if purpose is Purpose.MEASURING else Purpose.REFERENCE
        known = self.look(reference, whole)
        if isinstance(known, Problem):
            return self.unusable(known, Side.REFERENCE)
        looks = [self.look(probe, purpose) for probe in probes]
        seen = [look for look in looks if isinstance(look, Seen)]
        if not seen:
            return self.unusable(_first_problem(looks), Side.PROBE)
        frames, reference_vector = [self.probe(one) for one in seen], self.embed(known)
        template = self.template(seen, frames)
        if purpose is not Purpose.MEASURING and self.copied(seen, frames, known, reference_vector):
            return self.unusable(Problem.COPY_OF_REFERENCE, Side.PROBE)
        if self.replayed(template, kept):
            return self.unusable(Problem.REPLAY, Side.PROBE)
        prints = tuple(fingerprint(one.picture) for one in seen)
        found = self.compare(frames, reference_vector).model_copy(update={"fingerprints": prints})
        return with_template(hinted(found, seen), template, kept)

    def copied(
        self, seen: Sequence[Seen], frames: Sequence[Probe], known: Seen, reference: Vector
    ) -> bool:
        """Whether any frame is the reference photo itself, also cropped, turned or mirrored."""
        vectors = np.stack([frame.vector for frame in frames])
        if same_photo(vectors, reference[None, :], self.engine.metric).any():
            return True
        earlier = fingerprint(known.picture)
        found = (replay.seen(fingerprint(one.picture)[0], earlier) for one in seen)
        return replay.Seen.REPLAY in found

    def template(self, seen: Sequence[Seen], frames: Sequence[Probe]) -> Template:
        """What could be kept of these frames."""
        vectors = np.stack([frame.vector for frame in frames])
        poses = [pose(one.face) for one in seen]
        return Template(
            engine=self.engine.version,
            vectors=vectors.astype("<f4").tobytes(),
            poses=tuple((one.yaw, one.pitch) for one in poses),
        )

    def replayed(self, template: Template, kept: Kept) -> bool:
        """Whether every frame is one of those that were verified before."""
        return copies.copied(template, kept.earlier, self.engine.metric)

    def embed(self, seen: Seen) -> Vector:
        """The vector of a face that was found."""
        return self.engine.embed(seen.picture, seen.face)

    def probe(self, seen: Seen) -> Probe:
        """The vector of a frame, trusted as far as the detector trusts the face."""
        return Probe(self.embed(seen), seen.face.confidence)

    def compare(self, probes: Sequence[Probe], reference: Vector) -> Verification:
        """The verdict for one or more frames of a person and the reference's."""
        scored = score(probes, reference, self._cohort, self.engine.metric)
        known = self.thresholds(scored.scored_by)
        return Verification(
            verdict=known.verdict(scored.score, scored.likeness) if known else Verdict.UNSURE,
            engine=self.engine.version,
            frames_used=len(probes),
            scored_by=scored.scored_by,
            score=scored.score,
        )

    def thresholds(self, scored_by: Scoring) -> Thresholds | None:
        """The thresholds in force; without any, nothing is accepted."""
        return thresholds_for(self.engine.version, scored_by, self._thresholds)

    def unusable(self, problem: Problem, side: Side) -> Verification:
        """Nothing was compared: which side has which problem."""
        engine = self.engine.version
        return Verification(verdict=Verdict.UNSURE, engine=engine, problem=problem, side=side)


def with_template(found: Verification, template: Template, kept: Kept) -> Verification:
    """The template goes along with a match alone, and only where one is wanted."""
    if not kept.wanted or found.verdict is not Verdict.MATCH:
        return found
    return found.model_copy(update={"template": template})


def hinted(verification: Verification, seen: Sequence[Seen]) -> Verification:
    """The verification with what a person should look at, where one must compare."""
    if verification.verdict is Verdict.MATCH:
        return verification
    found = {hint for one in seen for hint in hints(one.picture, one.face)}
    return verification.model_copy(update={"hints": tuple(sorted(found))})


def _first_problem(looks: Sequence[Seen | Problem]) -> Problem:
    return next((look for look in looks if isinstance(look, Problem)), Problem.NO_FACE)
