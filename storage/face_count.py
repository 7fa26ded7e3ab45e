"""How many people's faces are kept: those who keep 100,000 must file with the authority.

The threshold is that of the measures on face recognition in force since June 2025, as remembered
and not checked against their text: the operator's lawyer must.
"""

from enum import StrEnum

from tortoise.expressions import Q, Subquery

from storage.models import Physician, Task
from storage.rights_rows import Template
from storage.tasks import TaskKind, TaskState

WARN_AT = 80_000
FILE_AT = 100_000


class Filing(StrEnum):
    """Whether the number of people asks something of the operator."""

    NONE = "none"
    PREPARE = "prepare"
    DUE = "due"


async def people_with_faces() -> int:
    """People with a photo in the register, a template, or pictures under review.

    At most: somebody whose pictures are under review may be among the others.
    """
    kinds = (TaskKind.REFERENCE_PHOTO.value, TaskKind.FACE_REVIEW.value)
    reviewed = Task.filter(kind__in=kinds, state=TaskState.OPEN.value)
    templates = Q(id__in=Subquery(Template.all().values("physician_id")))
    kept = Physician.filter(Q(photo_blob__not_isnull=True) | templates)
    return await kept.count() + await reviewed.count()


async def people_with_templates() -> int:
    """People of whom a template is kept."""
    templates = Subquery(Template.all().values("physician_id"))
    return await Physician.filter(id__in=templates).count()


def filing(people: int) -> Filing:
    """What a number of people asks of the operator."""
    if people >= FILE_AT:
        return Filing.DUE
    return Filing.PREPARE if people >= WARN_AT else Filing.NONE
