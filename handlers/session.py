"""What is known of a conversation by now, and no more."""

import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from handlers.call import FieldState, Option
from handlers.event import JobKind
from registry.frozen import Frozen
from registry.service import Answer

SCHEMA = 1


class Lang(StrEnum):
    """The languages everything is said in."""

    ZH = "zh"
    EN = "en"


class Form(Frozen):
    """A service being walked. `step` is None on the review page."""

    kind: Literal["form"] = "form"
    service: str
    step: str | None
    answers: dict[str, Answer] = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)
    """What the review shows for answers whose value is not readable (an institution's name)."""
    options: tuple[Option, ...] = ()
    """What is offered for choice right now."""
    changing: bool = False
    """One answer is being changed from the review page."""
    submitting: bool = False
    """Confirmed by the person, held up by a step-up verification."""
    leaving: bool = False
    """Asked whether to discard."""
    correcting: str | None = None
    """The application that is being corrected."""


class Attesting(Frozen):
    """The fields of the file to be confirmed; `doubted` are no longer right."""

    kind: Literal["attesting"] = "attesting"
    fields: tuple[FieldState, ...]
    doubted: tuple[str, ...] = ()


class Waiting(Frozen):
    """A job is under way for the form beneath."""

    kind: Literal["waiting"] = "waiting"
    job: JobKind


class Filming(Frozen):
    """A challenge to be answered in the chat, by one film or by a photo of each step."""

    kind: Literal["filming"] = "filming"
    challenge: dict[str, Any]
    moves: tuple[str, ...]
    blobs: tuple[str, ...] = ()
    """Photos that have come by now, in the order of the steps."""


Frame = Annotated[Form | Attesting | Waiting | Filming, Field(discriminator="kind")]


class Known(Frozen):
    """What the register and the desk say of this person; read anew for every turn, never stored."""

    bound: bool = False
    name: str = ""
    has_photo: bool = False
    """The register holds a photo that the institution confirmed."""
    face_consent: bool = False
    verified_at: datetime | None = None
    template_offer: bool = False
    """In this very turn the face was found to be the physician's, and no template may be kept."""
    held_until: datetime | None = None
    """Until then nothing is submitted from here: the physician was bound elsewhere before."""
    capture: bool = False
    """The capture page can be reached from this channel."""
    films: bool = False
    """This channel records films, and the operator takes them."""
    handed_over: bool = False
    """A clerk or officer is answering: the bot is silent."""


class Session(Frozen):
    """The state of one conversation; stored as JSON after every turn."""

    schema_version: int = SCHEMA
    lang: Lang = Lang.ZH
    turn: int = 0
    seen_at: datetime | None = None
    stack: tuple[Frame, ...] = ()
    paused: tuple[Form, ...] = ()
    """Drafts put aside, the latest last."""
    offered: int = 0
    """The question whether a template may be kept; asked once, unless the person brings it up."""
    asked: str = ""
    """The last policy question, so that a follow-up keeps its topic."""
    challenges: int = 0
    """Challenges asked for in this chat since the last verdict."""
    recovered: bool = False
    """The stored state could not be read any more; only its answers were kept."""


# The model's own methods wrap these two in many options that nobody sets here: a tenth of a turn.
_serializer, _validator = Session.__pydantic_serializer__, Session.__pydantic_validator__


def stored(session: Session) -> str:
    """The session as JSON."""
    return _serializer.to_json(session).decode()


def restored(text: str) -> Session:
    """The session that was stored; ValueError if this version cannot read it."""
    session = _validator.validate_json(text)
    assert isinstance(session, Session)
    return session


def recover(stored: str, lang: Lang, services: Iterable[str]) -> Session:
    """What can be kept of a session that this version cannot read: the answers, as drafts."""
    try:
        frames = json.loads(stored).get("stack", [])
    except (ValueError, AttributeError):
        frames = []
    known = set(services)
    drafts = [
        Form(service=frame["service"], step=None, answers=frame.get("answers", {}))
        for frame in frames
        if isinstance(frame, dict) and frame.get("service") in known
    ]
    return Session(lang=lang, paused=tuple(drafts), recovered=True)
