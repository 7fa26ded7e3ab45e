"""What a channel hands in, and what it gets to show."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from handlers.effect import Input, Style
from handlers.event import Media, UploadProblem
from registry.frozen import Frozen


class Channel(StrEnum):
    """The platforms that can carry the conversation."""

    WEB = "web"
    TERMINAL = "terminal"
    TELEGRAM = "telegram"


class Delivery(Frozen):
    """One thing from one person, with the id by which a repeat is recognised."""

    channel: Channel
    external_id: str
    """The platform's id of the person; for the web, a digest of the browser's secret."""
    delivery_id: str
    """Unique per person; the same id handed in twice is answered once."""
    kind: Literal["said", "pressed", "uploaded", "opened", "captured"]
    text: str = ""
    key: str = ""
    turn: int = 0
    media: Media = Media.OTHER
    blob: str | None = None
    name: str = ""
    size: int = 0
    problem: UploadProblem | None = None
    forwarded: bool = False
    blobs: tuple[str, ...] = ()
    """Of the capture page: the pictures, in the order of time, and the challenge they answer."""
    challenge: dict[str, Any] = {}
    lang: Literal["zh", "en"] | None = None
    """The platform's guess of the language; used once, when the person is new."""


class Receipt(Frozen):
    """The delivery is durable. `message` is the id of the person's own line in the log."""

    message: int
    duplicate: bool = False


class Shown(Frozen):
    """A button as a person sees it."""

    key: str
    label: str
    style: Style = Style.PLAIN
    standing: bool = False
    """Works at any time; every other button only while its question is the newest."""
    url: str = ""
    """A page to open instead of answering; without a host it is one of our own."""


class ShownProgress(Frozen):
    """The running service, by its title in the person's language."""

    service: str
    title: str
    at: int
    of: int


class ShownCitation(Frozen):
    """Quoted lines of one article; `law`, `in_force` and `note` are ready to be shown."""

    document: str
    article: str
    law: str
    label: str
    lines: tuple[str, ...]
    in_force: str = ""
    note: str = ""
    gloss: str = ""
    translation: tuple[str, ...] = ()
    translation_note: str = ""
    """What stands above the translation; alone, it says that the lines themselves are one."""


class Sender(StrEnum):
    """Who speaks in a line of the log."""

    PERSON = "person"
    BOT = "bot"
    CLERK = "clerk"


class Rendered(Frozen):
    """One line of the conversation in the person's language, ready for any channel.

    The log is append-only. A question (a line of the bot with `turn` > 0) is closed as soon as a
    later line has a higher `turn`; only its standing buttons then still work.

    `text` is plain: paragraphs are separated by an empty line, list items start with "· ",
    and nothing in it is markup, so every channel escapes it in its own way.
    """

    id: int
    sender: Sender
    at: datetime
    lang: Literal["zh", "en"]
    text: str
    turn: int = 0
    """Of the bot: the question asked. Of the person: the question that a press answered."""
    buttons: tuple[Shown, ...] = ()
    input: Input = Input.TEXT
    progress: ShownProgress | None = None
    citations: tuple[ShownCitation, ...] = ()
    client_id: str = ""
    """The delivery id, on lines of the person."""
    media: Media | None = None
