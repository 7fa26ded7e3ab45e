"""The number of people whose faces are kept, and what it asks of the operator."""

from datetime import date

import pytest

from bot.app import App
from registry.physician import Physician
from storage.face_count import FILE_AT, WARN_AT, Filing, filing, people_with_faces
from storage.models import Physician as PhysicianRow


@pytest.mark.parametrize(
    ("count", "asked"),
    [
        (0, Filing.NONE),
        (WARN_AT - 1, Filing.NONE),
        (WARN_AT, Filing.PREPARE),
        (FILE_AT - 1, Filing.PREPARE),
        (FILE_AT, Filing.DUE),
    ],
)
def test_the_operator_is_warned_well_before_a_filing_is_due(count: int, asked: Filing) -> None:
    assert asked == filing(count)


async def test_whoever_has_a_photo_in_the_register_counts(
    app: App,
    people: tuple[Physician, ...],
) -> None:
    before = await people_with_faces()
    await PhysicianRow.filter(id=people[0].id).update(
        photo_blob="a" * 32, photo_confirmed_on=date(2026, 1, 1)
    )

    assert (0, 1) == (before, await people_with_faces())
