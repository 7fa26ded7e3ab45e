"""The jobs that look at a person's photo: compare a selfie, or examine a photo for the register."""

from typing import TYPE_CHECKING, Any

import structlog

from bot.calls.desk import responsible
from bot.gateway import Before
from bot.turn import Turn
from storage import accounts, verifications
from storage.jobs import Claimed
from storage.tasks import FaceReview, open_task

if TYPE_CHECKING:
    from bot.app import App
    from identity.verdict import Verification

log = structlog.get_logger()


async def match(app: "App", job: Claimed) -> Before:
    """Compare the selfies with the register's photo; whatever goes wrong goes to a person."""
    from identity.pool import IdentityUnavailable
    from identity.verdict import Side

    blobs = [str(blob) for blob in job.payload["blobs"]]
    probes = [found[1] for blob in blobs if (found := await app.blobs.read(blob))]
    reference = await _reference(app, job.account_id)
    verification: Verification | None = None
    if probes and reference is not None:
        try:
            verification = await (await app.faces()).verify(probes, reference)
        except IdentityUnavailable as problem:
            log.warning("the face check is unavailable", problem=type(problem).__name__)
    retake = (
        verification is not None
        and verification.problem is not None
        and verification.side is not Side.REFERENCE
    )

    async def before(turn: Turn) -> dict[str, Any]:
        if retake and verification and verification.problem:
            turn.discarded.extend(blobs)
            return await _problem(turn, verification.problem.value)
        return await _verdict(turn, blobs, verification)

    return before


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

    async def before(turn: Turn) -> dict[str, Any]:
        return await _verdict(turn, blobs, None)

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


async def _verdict(
    turn: Turn, blobs: list[str], verification: "Verification | None"
) -> dict[str, Any]:
    outcome = verification.verdict.value if verification else "unavailable"
    matched = outcome == "match"
    assert turn.physician_id is not None
    receipt = await verifications.record(
        turn.unit,
        turn.account_id,
        turn.physician_id,
        verdict=outcome,
        engine=verification.engine if verification else "",
        photos_deleted=matched,
    )
    if matched:
        await accounts.mark_verified(turn.unit, turn.account_id)
        turn.known = turn.known.but(verified_at=turn.at)
        turn.discarded.extend(blobs)
    else:
        institution, region, _ = await responsible(turn)
        await open_task(
            turn.unit,
            turn.app.vault,
            turn.account_id,
            FaceReview(
                selfies=tuple(blobs),
                verdict=outcome,
                engine=verification.engine if verification else "",
            ),
            institution,
            region,
        )
        await verifications.keep_for_review(turn.unit, blobs, turn.app.settings.review_days)
    return {"outcome": outcome, "receipt": receipt | {"days": turn.app.settings.review_days}}
