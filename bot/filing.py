"""Warns the operator before the number of people with stored faces must be filed."""

import structlog

from storage.face_count import Filing, filing, people_with_faces

log = structlog.get_logger()


async def warn_of_faces() -> Filing:
    """Count, and log a warning from 80,000 people on; returns what the number asks."""
    people = await people_with_faces()
    asked = filing(people)
    if asked is not Filing.NONE:
        log.warning("many people's faces are stored", people=people, filing=asked.value)
    return asked
