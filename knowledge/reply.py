"""What the base says to a question: quoted articles, close candidates, or a refusal."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class RefusalKind(StrEnum):
    """Why a question got no article; each has its own reply in the chat."""

    NOT_IN_BASE = "not_in_base"
    LAW_NOT_IN_BASE = "law_not_in_base"
    NO_SUCH_ARTICLE = "no_such_article"
    NOT_IN_FORCE_THEN = "not_in_force_then"
    DOSAGE = "dosage"
    CLINICAL = "clinical"
    OTHER_COUNTRY = "other_country"
    INTERNAL = "internal"
    SMALL_TALK = "small_talk"
    OWN_CASE = "own_case"
    OFF_TOPIC = "off_topic"
    EMPTY_BASE = "empty_base"


class Currency(StrEnum):
    """How a quoted text stands on the day asked about."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    EXPIRED = "expired"
    NEWER_KNOWN = "newer_known"
    LATER_TEXT = "later_text"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """Whether lines that were once quoted still are the law on a later day."""

    HOLDS = "holds"
    CHANGED = "changed"
    GONE = "gone"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Topic(_Frozen):
    """What a conversation is about, so that "那助理医师呢？" is understood."""

    question: str
    document: str | None = None
    article: str | None = None


class Translation(_Frozen):
    """The same article in English; the Chinese text prevails.

    `lines` are those of the quoted ones where both texts have as many, else the whole article.
    """

    document: str
    title: str
    label: str
    lines: tuple[str, ...]


class Citation(_Frozen):
    """Lines quoted from one article.

    `article` is its key ("14", "234-1"), `label` its label as printed (第十四条). `since` is the
    day on which the newer text took effect, for the currencies that have one. `guide` is the id
    of the project's own guide on the subject, `source_id` the id given by a JSON Lines source.
    `translated_only` marks the English of a law whose Chinese article the base lacks.
    """

    document: str
    law: str
    article: str
    label: str
    lines: tuple[str, ...]
    line_numbers: tuple[int, ...]
    in_force_from: date | None = None
    in_force_to: date | None = None
    currency: Currency = Currency.UNKNOWN
    since: date | None = None
    guide: str | None = None
    source_id: str | None = None
    gloss: str | None = None
    translation: Translation | None = None
    translated_only: bool = False


class Candidate(_Frozen):
    """An article that the search found, best first in its list; `score` compares within one."""

    document: str
    law: str
    article: str
    label: str
    score: float
    source_id: str | None = None


class Answer(_Frozen):
    """The base supports an answer: the lines that answer, best first."""

    type: Literal["answer"] = "answer"
    citations: tuple[Citation, ...]
    candidates: tuple[Candidate, ...] = ()
    as_of: date
    topic: Topic
    patient_details: bool = False


class Candidates(_Frozen):
    """Several articles are close: show them and ask which one is meant."""

    type: Literal["candidates"] = "candidates"
    citations: tuple[Citation, ...]
    candidates: tuple[Candidate, ...] = ()
    as_of: date
    topic: Topic
    patient_details: bool = False


class Refusal(_Frozen):
    """Nothing in the base supports an answer; `law` names what was asked for and is missing.

    `candidates` are the nearest articles, for the officer who takes the question up.
    """

    type: Literal["refusal"] = "refusal"
    kind: RefusalKind
    law: str | None = None
    candidates: tuple[Candidate, ...] = ()
    as_of: date
    patient_details: bool = False


Reply = Annotated[Answer | Candidates | Refusal, Field(discriminator="type")]


class Neighbour(_Frozen):
    """The article before or after another one."""

    article: str
    label: str
    opening: str


class Article(_Frozen):
    """A whole article with what a reader needs around it."""

    document: str
    law: str
    article: str
    label: str
    path: tuple[str, ...]
    lines: tuple[str, ...]
    issuer: str | None
    in_force_from: date | None
    in_force_to: date | None
    currency: Currency
    since: date | None
    before: Neighbour | None
    after: Neighbour | None
    newest: str | None = None
    translation: Translation | None = None
