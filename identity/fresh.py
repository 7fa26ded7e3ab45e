"""Judge the pictures or the video of a fresh capture against its challenge and the reference."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from identity.capture import Capture
from identity.challenge import TURNS, Challenge
from identity.decode import Picture, decode, is_video
from identity.desk import Desk, Seen, hinted, with_template
from identity.engines.engine import Vector
from identity.fingerprint import fingerprint
from identity.order import Failure, Ordered, in_order
from identity.problem import Problem
from identity.purpose import Purpose
from identity.quality import LIMITS, examine
from identity.request import NOTHING, Kept
from identity.score import likeness
from identity.verdict import Scoring, Side, Verdict, Verification

STEADY_IN_VIDEO = 2  # of about five frames a second: one frame may be a landmark that slipped
SPARE_FRAMES = 3  # beside those of the steps; more add time, hardly accuracy


@dataclass(frozen=True)
class Media:
    """What arrived: pictures or their problems in the order of time, and whether it was a video."""

    pictures: tuple[Picture | Problem, ...]
    is_video: bool


def judge(
    desk: Desk,
    challenge: Challenge,
    media: Sequence[bytes],
    reference: bytes,
    mirror: bool,
    kept: Kept = NOTHING,
) -> Capture:
    """Judge a capture; the first thing that is wrong is the answer."""
    known = desk.look(reference, Purpose.REFERENCE)
    if isinstance(known, Problem):
        return Capture(verification=desk.unusable(known, Side.REFERENCE))
    opened = open_media(media)
    if not opened.pictures:
        return Capture(failure=Failure.UNREADABLE)
    looks = [p if isinstance(p, Problem) else desk.find(p, Purpose.MOVING) for p in opened.pictures]
    unusable = _first_problem(looks, opened.is_video)
    if unusable is not None:
        return unusable
    seen = [look for look in looks if isinstance(look, Seen)]
    steady = STEADY_IN_VIDEO if opened.is_video else 1
    ordered = in_order(challenge.moves, [s.face for s in seen], steady=steady, mirror=mirror)
    if ordered.failure is not None:
        return Capture(failure=ordered.failure, missing=ordered.missing)
    if _flat(challenge, seen, ordered):
        return Capture(failure=Failure.FLAT)
    judged = _compared(desk, seen, ordered, known, kept, fresh=bool(challenge.moves))
    straight = seen[ordered.steps[0]].picture
    return judged.model_copy(update={"still": _jpeg(straight)}) if opened.is_video else judged


def open_media(media: Sequence[bytes]) -> Media:
    """Decode one video, or pictures."""
    if len(media) == 1 and is_video(media[0]):
        from identity.video import frames  # OpenCV takes 40 MB that photos do not need

        return Media(tuple(frames(media[0])), True)
    return Media(tuple(decode(one) for one in media), False)


def _first_problem(looks: Sequence[Seen | Problem], is_video: bool) -> Capture | None:
    """Photos must all be usable; a video may blur, but nobody else may appear in it."""
    fatal = {Problem.SEVERAL_FACES} if is_video else set(Problem)
    for place, look in enumerate(looks):
        if isinstance(look, Problem) and look in fatal:
            return Capture(problem=look, frame=place)
    return None


def _flat(challenge: Challenge, seen: Sequence[Seen], ordered: Ordered) -> bool:
    """Whether any turn could be that of a sheet of paper or a screen."""
    if not challenge.moves:
        return False
    from identity.flat import FLAT, plane_fit

    straight, *moved = ((seen[place].picture, seen[place].face) for place in ordered.steps)
    turned = (view for move, view in zip(challenge.moves, moved, strict=True) if move in TURNS)
    return any(plane_fit(straight, view) >= FLAT for view in turned)


def _compared(
    desk: Desk, seen: Sequence[Seen], ordered: Ordered, known: Seen, kept: Kept, *, fresh: bool
) -> Capture:
    spare = [place for place in range(len(seen)) if place not in ordered.steps]
    chosen = [*ordered.steps, *spare[:: max(1, len(spare) // SPARE_FRAMES)][:SPARE_FRAMES]]
    probes = {place: desk.probe(seen[place]) for place in chosen}
    if not _one_person(desk, [probe.vector for probe in probes.values()]):
        return Capture(failure=Failure.ANOTHER_PERSON)
    reference = desk.embed(known)
    frames = [seen[place] for place in chosen]
    if desk.copied(frames, list(probes.values()), known, reference):
        return Capture(problem=Problem.COPY_OF_REFERENCE)
    template = desk.template(frames, list(probes.values()))
    if desk.replayed(template, kept):
        return Capture(problem=Problem.REPLAY)
    fit = [probes[place] for place in chosen if _fit(seen[place])]
    start = probes[ordered.steps[0]]
    verification = desk.compare(fit or [start], reference)
    if not fresh:
        verification = _at_most_unsure(verification)
    return Capture(
        fresh=fresh,
        fingerprints=tuple(fingerprint(seen[place].picture) for place in ordered.steps),
        verification=with_template(hinted(verification, frames), template, kept),
    )


def _one_person(desk: Desk, vectors: Sequence[Vector]) -> bool:
    """Whether all are as alike to the first as one person is to himself, within one engine."""
    known = desk.thresholds(Scoring.DISTANCE)
    if known is None:
        return True  # then nothing is accepted anyway
    return all(
        float(likeness(vectors[0], vector[None, :], desk.engine.metric)[0]) >= known.review
        for vector in vectors[1:]
    )


def _jpeg(picture: Picture) -> bytes:
    made = io.BytesIO()
    Image.fromarray(picture.pixels).save(made, "JPEG", quality=90)
    return made.getvalue()


def _fit(seen: Seen) -> bool:
    """Whether a frame of a moving face is also good enough to be compared."""
    return examine(seen.picture, [seen.face], LIMITS[Purpose.SELFIE]) is None


def _at_most_unsure(verification: Verification) -> Verification:
    if verification.verdict is not Verdict.MATCH:
        return verification
    return verification.model_copy(update={"verdict": Verdict.UNSURE})
