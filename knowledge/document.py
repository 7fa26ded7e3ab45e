"""What the base holds: documents made of provisions, each provision one article or section."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Kind(StrEnum):
    """What sort of text a document is; decides how it is quoted."""

    LAW = "law"
    GUIDELINE = "guideline"


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


class Heading(BaseModel):
    """What is known of a document as a whole.

    `in_force_from` is the day this version took effect, `first_in_force` the day the law first
    did; they differ for an amended text. `in_force_to` is exclusive; None means still in force.
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
    supersedes: tuple[str, ...] = ()


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
    """A document that is now in the base; `dates_known` is False when a person must give them."""

    model_config = ConfigDict(frozen=True)

    document: str
    title: str
    provisions: int
    dates_known: bool
    replaced: bool = False


class Rejected(BaseModel):
    """A file that was not taken, and why; `like` names the document it repeats."""

    model_config = ConfigDict(frozen=True)

    path: str
    reason: Reason
    like: str | None = None
