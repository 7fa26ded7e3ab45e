"""What the base holds: documents made of provisions, each provision one article or section."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Kind(StrEnum):
    """What sort of text a document is; decides how it is quoted."""

    LAW = "law"
    GUIDELINE = "guideline"


class Language(StrEnum):
    """The language of a text; a law's Chinese text is the authentic one."""

    ZH = "zh"
    EN = "en"


class Origin(StrEnum):
    """Where the dates of force come from: stated beside the text, in it, or given by a person."""

    HEADER = "header"
    TEXT = "text"
    GIVEN = "given"


class Provision(BaseModel):
    """One 条 of a law or one section of a guideline.

    `key` is unique in its document: "14", "234-1", or "s3" for the third unnumbered section.
    `lines` are the 款 and 项 in order, without the label. `source_id` is the id that a
    JSON Lines source gave the article.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    label: str
    path: tuple[str, ...] = ()
    lines: tuple[str, ...]
    source_id: str | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class Dates(BaseModel):
    """The days of force that a person gives for a text: `until` is the first it no longer holds."""

    model_config = ConfigDict(frozen=True)

    since: date | None = None
    until: date | None = None


class Heading(BaseModel):
    """What is known of a document as a whole.

    `in_force_from` is the day this version took effect, `first_in_force` the day the law first
    did; they differ for an amended text. `in_force_to` is exclusive; None means still in force.
    `origin` tells where these dates come from, `words` are the words that give them.
    `translates` is the document whose English text this is, where a person said so; empty where a
    person said that it translates none.
    """

    model_config = ConfigDict(frozen=True)

    document: str
    title: str
    kind: Kind = Kind.LAW
    issuer: str | None = None
    number: str | None = None
    promulgated: date | None = None
    first_in_force: date | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    origin: Origin | None = None
    words: str = ""
    supersedes: tuple[str, ...] = ()
    language: Language = Language.ZH
    translates: str | None = None

    @property
    def days(self) -> Dates:
        """The days of force of this version."""
        return Dates(since=self.in_force_from, until=self.in_force_to)

    def dated(self, days: Dates) -> "Heading":
        """Return it with the days that a person gave; an amended law keeps its first day."""
        first, since = self.first_in_force, days.since
        if first is None or since is None or first == self.in_force_from or since < first:
            first = since
        return self.model_copy(
            update={
                "first_in_force": first,
                "in_force_from": since,
                "in_force_to": days.until,
                "origin": Origin.GIVEN,
                "words": "",
            }
        )


class Document(BaseModel):
    """A parsed text: its heading and its provisions in order."""

    model_config = ConfigDict(frozen=True)

    heading: Heading
    provisions: tuple[Provision, ...]


class Reason(StrEnum):
    """Why a file was not taken into the base."""

    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"
    SCAN_WITHOUT_TEXT = "scan_without_text"
    NO_TEXT = "no_text"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    DUPLICATE = "duplicate"
    NOT_FOUND = "not_found"


class Added(BaseModel):
    """A document that is now in the base; without its day in force a person must give it."""

    model_config = ConfigDict(frozen=True)

    heading: Heading
    provisions: int
    replaced: bool = False

    @property
    def document(self) -> str:
        """The name under which the base holds it."""
        return self.heading.document


class Rejected(BaseModel):
    """A file that was not taken, and why; `like` names the document it repeats."""

    model_config = ConfigDict(frozen=True)

    path: str
    reason: Reason
    like: str | None = None
