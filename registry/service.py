"""What a service is: pure data that one wizard walks and a test checks as a table."""

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from registry.dates import DateWindow
from registry.frozen import Frozen
from registry.scopes import Level


class Check(StrEnum):
    """The validator of a text step, by name."""

    PERSON_NAME = "person_name"
    RESIDENT_ID = "resident_id"
    QUALIFICATION_NUMBER = "qualification_number"
    DEPARTMENT = "department"
    FREE_TEXT = "free_text"


class Body(StrEnum):
    """Who acts on an application besides the physician."""

    OLD_INSTITUTION = "old_institution"
    INSTITUTION = "institution"
    AUTHORITY = "authority"


class Basis(Frozen):
    """One article that a rule rests on, e.g. 医师法 18."""

    law: str
    article: int


class _Step(Frozen):
    id: str
    optional: bool = False
    basis: Basis | None = None
    private: bool = False
    """Typed by the person but never shown whole again (an ID number)."""


class TextStep(_Step):
    """A typed answer, checked by name."""

    kind: Literal["text"] = "text"
    check: Check


class DateStep(_Step):
    """A day as people write it."""

    kind: Literal["date"] = "date"
    window: DateWindow = DateWindow.ANY


class ChoiceStep(_Step):
    """One of a fixed list; labels live in the catalogue as `choice.<step>.<value>`."""

    kind: Literal["choice"] = "choice"
    values: tuple[str, ...]


class InstitutionStep(_Step):
    """An institution, found by name, place or code."""

    kind: Literal["institution"] = "institution"


class PhotoStep(_Step):
    """A photo of a face."""

    kind: Literal["photo"] = "photo"


class DocumentStep(_Step):
    """A material: photographed or uploaded."""

    kind: Literal["document"] = "document"


class ConfirmStep(_Step):
    """A statement that the person agrees to before going on; refusing leads to `otherwise`."""

    kind: Literal["confirm"] = "confirm"
    otherwise: str


Step = Annotated[
    TextStep | DateStep | ChoiceStep | InstitutionStep | PhotoStep | DocumentStep | ConfirmStep,
    Field(discriminator="kind"),
]


class Completion(StrEnum):
    """What happens when the last answer is in."""

    BIND = "bind"
    VERIFY = "verify"
    CONFIRM_PHOTO = "confirm_photo"
    SUBMIT = "submit"
    OBJECT = "object"
    COPY = "copy"


class Effect(Frozen):
    """One change that approval writes: a field of the register and the step that gives it."""

    field: str
    step: str


class Service(Frozen):
    """One thing a person can do, from the first question to the change in the register."""

    id: str
    completion: Completion
    steps: tuple[Step, ...]
    review: bool = False
    needs_binding: bool = False
    step_up: bool = False
    """Its end needs a fresh verification."""
    levels: tuple[Level, ...] = (Level.PHYSICIAN, Level.ASSISTANT)
    basis: tuple[Basis, ...] = ()
    confirms: tuple[Body, ...] = ()
    decides: Body | None = None
    time_limits: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    listed: bool = False
    """Offered in the menu."""

    def position(self, step_id: str) -> int:
        """The place of a step, from 0; KeyError if the service has no such step."""
        return self._places[step_id]

    def step(self, step_id: str) -> Step:
        """One step; KeyError if the service has no such step."""
        return self.steps[self._places[step_id]]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {step.id: place for place, step in enumerate(self.steps)}


Answer = str | bool | dict[str, list[str]] | None
"""A typed text or a chosen value, a consent, the files handed in, or nothing."""
