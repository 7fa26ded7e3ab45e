"""One person's turn inside a unit of work: what the core asks of the program runs here."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.delivery import Channel
from handlers.advance import advance
from handlers.call import Function
from handlers.effect import Call, Discard, Reword, Show, StartJob
from handlers.event import Event, Returned
from handlers.session import Known, Lang, Session, recover, restored
from storage import conversations, jobs
from storage.conversations import Direction
from storage.database import Unit
from storage.turns import AccountState

if TYPE_CHECKING:
    from bot.app import App

# Channels whose apps record a film for the chat.
FILMING = frozenset({Channel.TELEGRAM})
# A turn calls, gets a result, and may call again; more than this is a loop in the core.
MOST_CALLS = 6


class Turn:
    """The account as it stands while its turn runs; `known` follows what calls change."""

    def __init__(self, app: "App", unit: Unit, state: AccountState) -> None:
        self.app = app
        self.unit = unit
        self.account_id = state.id
        self.channel = state.channel
        self.physician_id = state.physician_id
        self.timezone = ZoneInfo(state.timezone)
        self.at = unit.now.astimezone(self.timezone)
        reached = app.pages_from(state.channel) is not None
        self.known = _known(state, self.timezone).but(
            capture=reached, films=state.channel in FILMING and app.settings.in_chat_photos
        )
        self.session = _session(app, state)
        self.discarded: list[str] = []
        self._said: dict[str, Any] = {}
        self._line = 0
        self.erased = False
        """Something was deleted of which the database's log must not keep a copy."""
        self.jobs = 0

    @property
    def subject(self) -> str:
        """The name under which this account's key is kept and its acts are audited."""
        return conversations.subject(self.account_id)

    @property
    def lang(self) -> Lang:
        """The language the conversation is in by now."""
        return self.session.lang

    def log(self, direction: Direction, body: dict[str, Any]) -> int:
        """Add a line to this conversation."""
        return conversations.append(
            self.unit, self.app.vault, self.account_id, self.channel, direction, body
        )

    def hear(self, body: dict[str, Any]) -> int:
        """Add the person's own line to this conversation."""
        self._said, self._line = body, self.log(Direction.PERSON, body)
        return self._line

    async def run(self, event: Event) -> None:
        """Advance the conversation by one event, with every call it makes on the way."""
        events: list[Event] = [event]
        calls = 0
        while events:
            self.session, effects = advance(
                self.app.catalogue, self.known, self.session, events.pop(0)
            )
            for effect in effects:
                match effect:
                    case Show():
                        self.log(Direction.BOT, effect.model_dump(mode="json"))
                    case Call():
                        calls += 1
                        if calls > MOST_CALLS:
                            raise RecursionError("a turn called too often")
                        events.append(await self._call(effect))
                    case StartJob():
                        self.jobs += 1
                        jobs.enqueue(
                            self.unit,
                            self.app.vault,
                            self.account_id,
                            effect.job.value,
                            effect.payload,
                        )
                    case Reword():
                        body = self._said | {"text": effect.text}
                        conversations.reword(
                            self.unit, self.app.vault, self.account_id, self._line, body
                        )
                    case Discard():
                        self.discarded.append(effect.blob)

    async def _call(self, call: Call) -> Returned:
        result = await self.app.functions[call.function](self, **call.arguments)
        return Returned(at=self.at, function=call.function, result=result)


CallFunction = Callable[..., Awaitable[dict[str, Any]]]
Functions = dict[Function, CallFunction]


def _known(state: AccountState, timezone: ZoneInfo) -> Known:
    verified, held = state.verified_at, state.held_until
    return Known(
        bound=state.physician_id is not None,
        name=state.name,
        has_photo=state.has_photo,
        face_consent=state.face_consent,
        verified_at=verified.astimezone(timezone) if verified else None,
        held_until=held.astimezone(timezone) if held else None,
        handed_over=state.handed_over,
    )


def _session(app: "App", state: AccountState) -> Session:
    if state.session is None:
        return Session(lang=Lang(state.lang))
    try:
        return restored(state.session)
    except ValueError:
        return recover(state.session, Lang(state.lang), app.catalogue.services)
