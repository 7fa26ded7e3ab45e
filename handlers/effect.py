"""What a conversation does: show one message, call the program, start a job."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from handlers.call import Function
from handlers.event import JobKind
from registry.frozen import Frozen


class Style(StrEnum):
    """How a button presents itself."""

    MAIN = "main"
    PLAIN = "plain"
    QUIET = "quiet"
    DANGER = "danger"


class Button(Frozen):
    """One press. The label is a message key, or data that stands as it is."""

    key: str
    label: str
    data: bool = False
    """True: `label` is data (an institution's name), not a message key."""
    params: dict[str, Any] = Field(default_factory=dict)
    style: Style = Style.PLAIN
    standing: bool = False
    """Works at any time, not only while its question is the newest."""
    url: str = ""
    """A page to open instead of answering; without a host it is one of our own."""


class Input(StrEnum):
    """What the next answer is, so that a channel can offer the right control."""

    TEXT = "text"
    DATE = "date"
    PHOTO = "photo"
    SELFIE = "selfie"
    DOCUMENT = "document"


class Part(Frozen):
    """One paragraph: a message key and what it names."""

    message: str
    params: dict[str, Any] = Field(default_factory=dict)


class Progress(Frozen):
    """Where the running service stands: answered `at` of `of`."""

    service: str
    at: int
    of: int


class Citation(Frozen):
    """Quoted lines of one article, with what the reader needs to judge and open it."""

    document: str
    article: str
    law: str
    label: str
    lines: tuple[str, ...]
    in_force: str = ""
    """The day it took effect, ISO."""
    currency: str = "unknown"
    """How the text stands on the day asked about; the key of the note that says so."""
    since: str = ""
    """The day a newer text took effect, ISO."""
    gloss: str = ""
    """One sentence of a language model, checked against the lines; never law."""
    translation: tuple[str, ...] = ()
    """The same article in English, for somebody who reads English."""
    translated_as: str = ""
    """The title of the English text, with the label of its article."""
    translated_only: bool = False
    """These lines are a translation themselves: the base lacks the Chinese article."""


class Show(Frozen):
    """One message of ours; `turn` is what its buttons must carry back."""

    kind: Literal["show"] = "show"
    parts: tuple[Part, ...]
    turn: int = 0
    buttons: tuple[Button, ...] = ()
    input: Input = Input.TEXT
    progress: Progress | None = None
    citations: tuple[Citation, ...] = ()


class Call(Frozen):
    """Ask the program for something in the same turn; the result comes back as `Returned`."""

    kind: Literal["call"] = "call"
    function: Function
    arguments: dict[str, Any] = Field(default_factory=dict)


class StartJob(Frozen):
    """Start work that outlives the turn; the result comes back as `Finished`."""

    kind: Literal["start_job"] = "start_job"
    job: JobKind
    payload: dict[str, Any] = Field(default_factory=dict)


REMOVED = "\ufffc"
"""Stands in a person's own line for what was taken out of it; put into words when shown."""


class Reword(Frozen):
    """Keep the person's own line of this turn in these words; what was typed is kept nowhere."""

    kind: Literal["reword"] = "reword"
    text: str


class Discard(Frozen):
    """A blob that is no longer needed; deleted after the commit."""

    kind: Literal["discard"] = "discard"
    blob: str


Effect = Annotated[Show | Call | StartJob | Reword | Discard, Field(discriminator="kind")]
