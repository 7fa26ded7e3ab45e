"""The jobs that look at a person's photo: compare a selfie, or examine a photo for the register."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog

from bot import templates
from bot.calls.desk import responsible
from bot.gateway import Before
from bot.turn import Turn
from bot.uploads import FILMS, LIFETIME
from handlers.event import Media
from storage import accounts, fingerprints, verifications
from storage.conversations import subject
from storage.jobs import Claimed
from storage.tasks import FaceReview, open_task

if TYPE_CHECKING:
    from bot.app import App
    from identity.capture import Capture
    from identity.request import Kept
    from identity.verdict import Verification

log = structlog.get_logger()


class Method(StrEnum):
    """How the picture that was compared came about."""

    FACE = "face"
    CAPTURE = "capture"


class Judged(NamedTuple):
    """What the workers say: a problem that another picture can mend, or a verification or none."""

    problem: str | None = None
    verification: "Verification | None" = None
    fingerprints: Sequence[tuple[str, str]] = ()
    method: Method = Method.FACE
    nonce: str = ""
    """Of the challenge at the capture page, where the person waits for word."""
    still: bytes | None = None
    """A picture out of a film, for the person who must compare."""


async def match(app: "App", job: Claimed) -> Before:
    """Compare the pictures with the register's photo; whatever goes wrong goes to a person."""
    from identity.pool import IdentityUnavailable

    blobs = [str(blob) for blob in job.payload["blobs"]]
    found = [one for blob in blobs if (one := await app.blobs.read(blob))]
    probes = [data for _, data in found]
    reference = await _reference(app, job.account_id)
    judged = Judged(nonce=job.payload.get("challenge", {}).get("nonce", ""))
    if probes and reference is not None:
        try:
            kept = await templates.kept(app, job.account_id)
            judged = await _judged(app, job, probes, reference, kept)
        except IdentityUnavailable as problem:
            log.warning("the face check is unavailable", problem=type(problem).__name__)

    filmed = any(kept.content_type in FILMS for kept, _ in found)
    shown = await _still(app, job.account_id, judged) if filmed else blobs

    async def before(turn: Turn) -> dict[str, Any]:
        return await _settled(turn, blobs, shown, judged)

    return before


async def _still(app: "App", account_id: int, judged: Judged) -> list[str]:
    """What of a film is kept for the person who must compare: one picture, if anything is."""
    found = judged.verification
    if judged.problem or judged.still is None or found is None or found.verdict == "match":
        return []
    kept = await app.blobs.keep(
        subject(account_id), judged.still, Media.PHOTO.value, "image/jpeg", LIFETIME
    )
    return [kept.id]


async def _judged(
    app: "App", job: Claimed, probes: list[bytes], reference: bytes, kept: "Kept"
) -> Judged:
    """Ask the workers: a fresh capture against its challenge, or a selfie as it is."""
    from identity.challenge import Challenge
    from identity.verdict import Side

    pool = await app.faces()
    asked = dict(job.payload.get("challenge", {}))
    if asked:
        at = datetime.fromisoformat(asked.pop("arrived_at"))
        challenge = Challenge.model_validate(asked)
        return _of_capture(
            await pool.capture(
                challenge,
                probes,
                reference,
                arrived_at=at,
                mirror=bool(job.payload["mirror"]),
                kept=kept,
            ),
            challenge.nonce,
        )
    found = await pool.verify(probes, reference, kept=kept)
    mendable = found.problem is not None and found.side is not Side.REFERENCE
    return Judged(
        problem=found.problem.value if mendable and found.problem else None,
        verification=found,
        fingerprints=found.fingerprints,
    )


def _of_capture(capture: "Capture", nonce: str) -> Judged:
    wrong = capture.failure or capture.problem
    return Judged(
        problem=wrong.value if wrong else None,
        verification=capture.verification,
        fingerprints=capture.fingerprints,
        method=Method.CAPTURE if capture.fresh else Method.FACE,
        nonce=nonce,
        still=capture.still,
    )


async def _settled(
    turn: Turn, blobs: Sequence[str], shown: Sequence[str], judged: Judged
) -> dict[str, Any]:
    """Keep the verdict, or ask for another picture; the capture page hears of it too.

    `shown` is what a person will compare if the machine cannot tell; all else goes.
    """
    problem = judged.problem or await _replayed(turn, judged.fingerprints)
    result = await (_problem(turn, problem) if problem else _verdict(turn, shown, judged))
    reviewed = not problem and result["outcome"] != "match"
    turn.discarded.extend({*blobs, *shown} - set(shown if reviewed else ()))
    again = result.get("tries_left", 0) > 0
    turn.app.captures.settle(judged.nonce, problem or result["outcome"], again=again)
    return result


async def _replayed(turn: Turn, prints: Sequence[tuple[str, str]]) -> str | None:
    """Whether every picture was compared before, also mirrored: then nothing of it is of today.

    Not any: who sits at the same desk every day looks alike in one of the frames of a capture.
    """
    from identity.problem import Problem
    from identity.replay import Seen, seen

    assert turn.physician_id is not None
    earlier = await fingerprints.earlier(turn.app.vault, turn.physician_id) if prints else []
    found = {seen(own, earlier) for own, _ in prints}
    return Problem.REPLAY.value if found == {Seen.REPLAY} else None


async def examine(app: "App", job: Claimed) -> Before:
    """Look whether a photo can serve as the register's."""
    from identity.pool import IdentityUnavailable
    from identity.purpose import Purpose

    (blob, *_) = (str(blob) for blob in job.payload["blobs"])
    found = await app.blobs.read(blob)
    problem: str | None = "not_a_picture"
    if found is not None:
        try:
            examination = await (await app.faces()).examine(found[1], Purpose.REFERENCE)
            problem = examination.problem.value if examination.problem else None
        except IdentityUnavailable:
            problem = None  # the clerk looks at the photo anyway

    async def before(turn: Turn) -> dict[str, Any]:
        if problem is not None:
            turn.discarded.append(blob)
            return {"outcome": "problem", "problem": problem}
        return {"outcome": "ready", "blob": blob}

    return before


async def ask_clerk(app: "App", job: Claimed) -> Before:
    """The selfie could not be looked at: a clerk compares."""
    blobs = [str(blob) for blob in job.payload["blobs"]]
    found = [one for blob in blobs if (one := await app.blobs.read(blob))]
    shown = [kept.id for kept, _ in found if kept.content_type not in FILMS]

    async def before(turn: Turn) -> dict[str, Any]:
        return await _settled(turn, blobs, shown, Judged())

    return before


async def let_clerk_look(app: "App", job: Claimed) -> Before:
    """The photo could not be examined: the clerk who confirms it sees it anyway."""
    (blob, *_) = (str(blob) for blob in job.payload["blobs"])

    async def before(turn: Turn) -> dict[str, Any]:
        return {"outcome": "ready", "blob": blob}

    return before


async def _reference(app: "App", account_id: int) -> bytes | None:
    photo = await verifications.reference_photo(account_id)
    found = await app.blobs.read(photo) if photo else None
    return found[1] if found else None


async def _problem(turn: Turn, problem: str) -> dict[str, Any]:
    left = await verifications.count_bad_photo(
        turn.unit, turn.account_id, turn.app.settings.verify_tries
    )
    return {"outcome": "problem", "problem": problem, "tries_left": left}


async def _verdict(turn: Turn, shown: Sequence[str], judged: Judged) -> dict[str, Any]:
    verification = judged.verification
    outcome = verification.verdict.value if verification else "unavailable"
    matched = outcome == "match"
    assert turn.physician_id is not None
    receipt = await verifications.record(
        turn.unit,
        turn.account_id,
        turn.physician_id,
        method=judged.method.value,
        verdict=outcome,
        engine=verification.engine if verification else "",
        photos_deleted=matched,
    )
    await fingerprints.keep(
        turn.unit, turn.app.vault, turn.account_id, turn.physician_id, judged.fingerprints
    )
    if matched:
        await accounts.mark_verified(turn.unit, turn.account_id)
        turn.known = turn.known.but(verified_at=turn.at)
    else:
        await _ask_person(turn, shown, outcome, verification)
    receipt |= {"days": turn.app.settings.review_days, "template": ""}
    if verification:
        receipt["template"] = await templates.settle(turn, verification)
    return {"outcome": outcome, "receipt": receipt}


async def _ask_person(
    turn: Turn, shown: Sequence[str], outcome: str, verification: "Verification | None"
) -> None:
    """Have the institution compare; the pictures are kept as long as that may take."""
    institution, region, _ = await responsible(turn)
    review = FaceReview(
        selfies=tuple(shown),
        verdict=outcome,
        engine=verification.engine if verification else "",
        hints=verification.hints if verification else (),
    )
    await open_task(turn.unit, turn.app.vault, turn.account_id, review, institution, region)
    until = turn.unit.now + timedelta(days=turn.app.settings.review_days)
    await verifications.keep_until(turn.unit, shown, until)
