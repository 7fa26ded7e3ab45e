"""Sittings at the capture page: one browser, one link, challenges one after the other.

Frames stay in memory until a challenge is answered; only then are they sealed and handed to the
conversation, whose job gives the verdict. A restart ends every sitting: the person asks for a new
link. Behind a load balancer, a sitting must reach the process that began it.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.delivery import Channel, Delivery
from handlers.event import Media
from storage import links, verifications
from storage.links import LinkKind, Owner

if TYPE_CHECKING:
    from bot.app import App
    from identity.challenge import Challenge, Move
    from identity.face import Face

SITTING = timedelta(minutes=10)
MOST_WRONG = 2
# A nonce is used once: its digest fixes the order of the moves.
NONCE_BYTES = 16


class Stage(StrEnum):
    """Where a sitting stands."""

    READY = "ready"
    CAPTURING = "capturing"
    JUDGING = "judging"
    ENDED = "ended"


class Hint(StrEnum):
    """What to tell the person after a frame; every problem of a picture is one as well."""

    KEPT = "kept"
    GO_ON = "go_on"
    OTHER_MOVE = "other_move"
    EXPIRED = "expired"
    WRONG_ORDER = "wrong_order"
    DONE = "done"


class Sitting:
    """One person before the camera; `outcome` is a verdict or a problem once it is judged."""

    def __init__(self, owner: Owner, link: str) -> None:
        self.owner = owner
        self.link = link
        self.seat = secrets.token_urlsafe(32)
        self.ends_at = datetime.now(UTC) + SITTING
        self.stage = Stage.READY
        self.outcome = ""
        self.again = True
        self.looking = False
        self.challenge: Challenge | None = None
        self._clear()

    def begin(self, challenge: "Challenge") -> None:
        """Start a new challenge; what was kept for the one before is forgotten."""
        self.challenge, self.stage, self.outcome = challenge, Stage.CAPTURING, ""
        self._clear()

    def end(self, outcome: str, *, again: bool) -> None:
        """The challenge is over; `again` if another one may be tried."""
        self.stage, self.outcome, self.again = Stage.ENDED, outcome, again
        self._clear()

    def _clear(self) -> None:
        self.frames: list[bytes] = []
        self.neutral: Face | None = None
        self.wrong: list[Move] = []

    @property
    def wanted(self) -> "Move | None":
        """The move that is due; None while the person should look straight ahead."""
        assert self.challenge is not None
        return self.challenge.moves[len(self.frames) - 1] if self.frames else None

    @property
    def complete(self) -> bool:
        """Whether every step has its frame."""
        return self.challenge is not None and len(self.frames) == 1 + len(self.challenge.moves)


class Captures:
    """The sittings under way in this process, by their seat, a secret of one browser."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._sittings: dict[str, Sitting] = {}

    async def sit(self, secret: str) -> Sitting | None:
        """Use a link up; None if it cannot be used any more."""
        owner = await self._app.database.run(
            lambda unit: links.redeem(unit, LinkKind.CAPTURE, secret)
        )
        if owner is None:
            return None
        for earlier in [*self._sittings.values()]:
            if earlier.owner.account_id == owner.account_id:
                await self._left(earlier)
        sitting = Sitting(owner, links.digest(secret))
        self._sittings = {seat: one for seat, one in self._sittings.items() if _lasts(one)}
        self._sittings[sitting.seat] = sitting
        return sitting

    def at(self, seat: str, secret: str) -> Sitting | None:
        """The sitting that a browser began with this link, None once it is over."""
        sitting = self._sittings.get(seat)
        if sitting is None or not _lasts(sitting):
            return None
        return sitting if sitting.link == links.digest(secret) else None

    async def challenge(self, sitting: Sitting, *, motion: bool) -> "Challenge | None":
        """A new random challenge, without moves for those who cannot move; None after all tries."""
        await self._left(sitting)
        if not sitting.again:
            return None
        challenge = new_challenge(motion=motion)
        sitting.begin(challenge)
        return challenge

    async def look(self, sitting: Sitting, frame: bytes) -> str:
        """Look at a frame and keep it if it shows the step that is due; a `Hint` or a problem.

        Raises IdentityUnavailable when nobody can look now.
        """
        assert sitting.challenge is not None
        at = datetime.now(UTC)
        if at > sitting.challenge.expires_at:
            await self._failed(sitting, Hint.EXPIRED)
            return Hint.EXPIRED
        glimpse = await (await self._app.faces()).follow(frame, sitting.neutral)
        if sitting.stage is not Stage.CAPTURING:
            return Hint.GO_ON
        if glimpse.problem is not None:
            return glimpse.problem.value
        if sitting.neutral is None:
            sitting.neutral = glimpse.face
        elif glimpse.move is not sitting.wanted:
            hint = _other(sitting, glimpse.move)
            if hint is Hint.WRONG_ORDER:
                await self._failed(sitting, hint)
            return hint
        sitting.frames.append(frame)
        if not sitting.complete:
            return Hint.KEPT
        await self._hand_in(sitting, at)
        return Hint.DONE

    def settle(self, nonce: str, outcome: str, *, again: bool) -> None:
        """The job has judged the frames of this challenge."""
        for sitting in self._sittings.values():
            if sitting.challenge is not None and sitting.challenge.nonce == nonce:
                sitting.end(outcome, again=again)

    async def otherwise(self, sitting: Sitting) -> None:
        """The person would rather be checked without a face."""
        sitting.end("otherwise", again=False)
        await self._deliver(sitting, sitting.seat, kind="pressed", key="manual")

    async def _left(self, sitting: Sitting) -> None:
        """A challenge that was begun and left counts as a try.

        Else somebody with a film could begin again until the order of its moves is asked for.
        """
        if sitting.stage is Stage.CAPTURING and sitting.frames:
            await self._failed(sitting, Hint.EXPIRED)

    async def _failed(self, sitting: Sitting, why: Hint) -> None:
        """A challenge was not answered; after the last try the institution is asked."""
        account, tries = sitting.owner.account_id, self._app.settings.verify_tries
        left = await self._app.database.run(
            lambda unit: verifications.count_bad_photo(unit, account, tries)
        )
        sitting.end(why if left else "locked", again=left > 0)
        if not left:
            await self._deliver(sitting, sitting.seat, kind="pressed", key="manual")

    async def _hand_in(self, sitting: Sitting, at: datetime) -> None:
        """Seal the frames and put them into the conversation; the verdict comes by a job."""
        assert sitting.challenge is not None
        challenge, owner, frames = sitting.challenge, sitting.owner, sitting.frames
        sitting.stage, sitting.frames = Stage.JUDGING, []
        channel = Channel(owner.channel)
        blobs = [
            await self._app.uploads.keep(channel, owner.external_id, frame, Media.PHOTO)
            for frame in frames
        ]
        await self._deliver(
            sitting,
            challenge.nonce,
            kind="captured",
            blobs=tuple(blobs),
            challenge=challenge.model_dump(mode="json") | {"arrived_at": at.isoformat()},
        )

    async def _deliver(self, sitting: Sitting, number: str, **what: Any) -> None:
        owner = sitting.owner
        await self._app.gateway.receive(
            Delivery(
                channel=Channel(owner.channel),
                external_id=owner.external_id,
                delivery_id=f"capture-{number}",
                **what,
            )
        )


def new_challenge(*, motion: bool) -> "Challenge":
    """A random challenge, without moves for those who cannot move."""
    from identity.challenge import issue

    return issue(secrets.token_hex(NONCE_BYTES), datetime.now(UTC), motion=motion)


def _other(sitting: Sitting, shown: "Move | None") -> Hint:
    """Another pose than the one that is due: fine on the way to it, up to a limit as a move."""
    assert sitting.challenge is not None
    done: Sequence[Move] = sitting.challenge.moves[: len(sitting.frames) - 1]
    if shown is None or shown in done[-1:] or shown in sitting.wrong[-1:]:
        return Hint.GO_ON
    sitting.wrong.append(shown)
    return Hint.OTHER_MOVE if len(sitting.wrong) <= MOST_WRONG else Hint.WRONG_ORDER


def _lasts(sitting: Sitting) -> bool:
    return sitting.ends_at > datetime.now(UTC)
