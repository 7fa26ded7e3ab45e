"""One request by one person, as every page of the console gets it."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web
from multidict import MultiDict

from console.program import PROGRAM, Program
from handlers.session import Lang
from storage.database import Unit
from storage.desk import Desk
from storage.officers import Session

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Visit:
    """A request with its language, its session (None on the open pages) and its posted form."""

    request: web.Request
    lang: Lang
    session: Session | None
    form: MultiDict[str]

    @property
    def program(self) -> Program:
        """The running program."""
        return self.request.app[PROGRAM]

    @property
    def desk(self) -> Desk:
        """Who is signed in; only pages that need nobody may lack one."""
        if self.session is None:
            raise web.HTTPForbidden
        return self.session.desk

    def typed(self, name: str) -> str:
        """One posted field, trimmed, at most `LONGEST` characters."""
        return str(self.form.get(name, "")).strip()[:LONGEST]

    async def note(self, what: str, subject: str, **detail: Any) -> None:
        """Chain an act of this visitor that no unit of work of storage notes."""

        async def work(unit: Unit) -> None:
            unit.audit(self.desk.actor, what, subject, **detail)

        await self.program.database.run(work)

    def asked(self, name: str) -> str:
        """One field of the address, trimmed."""
        return self.request.query.get(name, "").strip()[:100]


def see_other(address: str) -> web.Response:
    """Send the browser on after a change."""
    return web.Response(status=303, headers={"Location": address, "Cache-Control": "no-store"})


def plain_form(form: Any) -> MultiDict[str]:
    """The text fields of a posted form; no page of the console takes files."""
    return MultiDict((key, value) for key, value in form.items() if isinstance(value, str))
