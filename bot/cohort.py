"""Other people's faces to compare with: the register's confirmed photos, as vectors in memory.

How alike two faces are says little alone; the face check also asks how alike they are to other
people. The consent names this purpose; only those whose present consent stands take part.
"""

from typing import TYPE_CHECKING

import structlog

from bot.calls.accounts import FACE_CONSENT_VERSION
from storage import verifications

if TYPE_CHECKING:
    from bot.app import App
    from identity.pool import Pool

log = structlog.get_logger()


class Cohort:
    """Follows the register's photos in the background; nothing of it is ever written to disk."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._vectors: dict[str, bytes] = {}
        self._looking = False

    @property
    def people(self) -> int:
        """How many people's vectors are in memory."""
        return sum(1 for vector in self._vectors.values() if vector)

    def follow(self, pool: "Pool") -> None:
        """Look beside the turns whether photos came or went, and hand the workers what is there."""
        if not self._looking:
            self._looking = True
            self._app.spawn(self._look(pool))

    async def _look(self, pool: "Pool") -> None:
        try:
            await self._renew(pool)
        except Exception as problem:
            log.warning("the cohort stays as it is", problem=type(problem).__name__)
        finally:
            self._looking = False

    async def _renew(self, pool: "Pool") -> None:
        from identity.pool import LARGEST_COHORT

        names = await verifications.consented_photos(FACE_CONSENT_VERSION, LARGEST_COHORT)
        if set(names) == self._vectors.keys():
            return
        known = self._vectors
        self._vectors = {name: known.get(name, b"") for name in names}
        for name in names:
            self._vectors[name] = known[name] if name in known else await self._vector(pool, name)
        pool.load_cohort([vector for vector in self._vectors.values() if vector])
        log.info("the cohort is loaded", people=self.people)

    async def _vector(self, pool: "Pool", name: str) -> bytes:
        """The vector of one photo; empty if no face can be used in it."""
        from identity.purpose import Purpose

        found = await self._app.blobs.read(name)
        if found is None:
            return b""
        return (await pool.examine(found[1], Purpose.REFERENCE)).embedding or b""
