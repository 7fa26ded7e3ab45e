"""What can happen in a conversation, whatever the channel."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from handlers.call import Function
from registry.frozen import Frozen


class Media(StrEnum):
    """The kinds of things a platform delivers besides text."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    STICKER = "sticker"
    OTHER = "other"


class UploadProblem(StrEnum):
    """Why an upload was not kept; the person is told, nothing else is lost."""

    TOO_LARGE = "too_large"
    FORMAT_NOT_ALLOWED = "format_not_allowed"
    DISK_FULL = "disk_full"
    NOT_FETCHED = "not_fetched"


class JobKind(StrEnum):
    """Work that outlives the turn that asked for it."""

    MATCH = "match"
    EXAMINE = "examine"
    ANSWER = "answer"
    ARTICLE = "article"
    ERASE = "erase"


class _Event(Frozen):
    at: datetime
    """Aware, in the person's own time zone: its date is the person's today."""


class Said(_Event):
    """The person typed something."""

    kind: Literal["said"] = "said"
    text: str


class Pressed(_Event):
    """The person pressed a button; `turn` is the question that showed it."""

    kind: Literal["pressed"] = "pressed"
    key: str
    turn: int


class Uploaded(_Event):
    """The person sent a file; `blob` names where it is kept, None if it was not kept."""

    kind: Literal["uploaded"] = "uploaded"
    media: Media
    blob: str | None = None
    name: str = ""
    size: int = 0
    problem: UploadProblem | None = None
    forwarded: bool = False


class Captured(_Event):
    """The capture page took the pictures that a challenge asked for; it goes to the job."""

    kind: Literal["captured"] = "captured"
    blobs: tuple[str, ...]
    challenge: dict[str, Any]


class Opened(_Event):
    """The person opened the chat, or came back to it."""

    kind: Literal["opened"] = "opened"
    link: str = ""


class Returned(_Event):
    """A call of this same turn has its result."""

    kind: Literal["returned"] = "returned"
    function: Function
    result: dict[str, Any]


class Finished(_Event):
    """A job of an earlier turn has its result."""

    kind: Literal["finished"] = "finished"
    job: JobKind
    result: dict[str, Any]


Event = Annotated[
    Said | Pressed | Uploaded | Captured | Opened | Returned | Finished,
    Field(discriminator="kind"),
]
