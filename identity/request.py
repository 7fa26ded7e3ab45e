"""What the parent asks of a worker; pictures travel beside it as bytes."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from identity.challenge import Challenge
from identity.engines.choice import EngineChoice
from identity.face import Face
from identity.purpose import Purpose
from identity.template import Template
from identity.thresholds import Thresholds


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True)


class Setup(_Request):
    """Load an engine; always the first request."""

    do: Literal["setup"] = "setup"
    engine: EngineChoice
    thresholds: tuple[Thresholds, ...] = ()


class LoadCohort(_Request):
    """Keep other people's vectors for normalisation: one blob, people x dimension float32."""

    do: Literal["load_cohort"] = "load_cohort"


class Examine(_Request):
    """Look at one picture: one blob."""

    do: Literal["examine"] = "examine"
    purpose: Purpose


class Kept(_Request):
    """What is kept of the person by consent: the templates, and whether to make another one."""

    earlier: tuple[Template, ...] = ()
    wanted: bool = False


NOTHING = Kept()


class Verify(_Request):
    """Compare: the blobs are the probes and, last, the reference."""

    do: Literal["verify"] = "verify"
    purpose: Purpose
    kept: Kept = NOTHING


class Follow(_Request):
    """Look at one frame of a capture under way: one blob."""

    do: Literal["follow"] = "follow"
    neutral: Face | None


class Judge(_Request):
    """Judge a capture: the blobs are its pictures or its video and, last, the reference."""

    do: Literal["judge"] = "judge"
    challenge: Challenge
    mirror: bool
    kept: Kept = NOTHING


class Failed(BaseModel):
    """A worker could not do what it was asked; the name of the error and no more."""

    failed: str


Request = Annotated[
    Setup | LoadCohort | Examine | Verify | Follow | Judge, Field(discriminator="do")
]
REQUEST: TypeAdapter[Request] = TypeAdapter(Request)
