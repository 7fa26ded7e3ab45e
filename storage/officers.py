"""The people of the console: loaded, signed in and out. Only digests of secrets are kept."""

import asyncio
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from weakref import WeakValueDictionary

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from registry import staff
from registry.frozen import Frozen
from storage.database import Database, Unit
from storage.desk import Desk, Role
from storage.models import Institution, Officer, OfficerSession

# OWASP's smallest advised cost of argon2id: 19 MiB, two passes.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified in place of a password that does not exist, so that a wrong login takes as long.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))
# At most this many at a time: each takes memory and a processor.
_HASHING = 2

TRIES = 5
LOCK = timedelta(minutes=15)
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
_TOUCH = timedelta(minutes=1)


class SignInProblem(StrEnum):
    """Why somebody is not signed in; the same for a login that does not exist."""

    WRONG = "wrong"
    LOCKED = "locked"


class SignedIn(Frozen):
    """A new session; `secret` is for the browser's cookie and is not kept."""

    secret: str
    desk: Desk


class Session(Frozen):
    """A running session; `csrf` must come back with every change."""

    desk: Desk
    csrf: str
    lang: str


class Officers:
    """Signs people in and out of the console."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hashing = asyncio.Semaphore(_HASHING)
        self._unknown: dict[str, tuple[int, datetime | None]] = {}
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def sign_in(self, login: str, password: str, lang: str) -> SignedIn | SignInProblem:
        """Check a login and its password; after `TRIES` wrong ones the login rests for `LOCK`.

        Guesses at one login are checked in the order they came: a burst does not outrun the lock.
        """
        name = login.strip().lower()[:40]
        line = self._lines.setdefault(name, asyncio.Lock())
        async with line:
            return await self._check(name, password, lang)

    async def _check(self, login: str, password: str, lang: str) -> SignedIn | SignInProblem:
        row = await Officer.get_or_none(login=login)
        now = datetime.now(UTC)
        right = await self._verify(row.password if row else _NOBODY, password)
        if row is None:
            return self._refuse_unknown(login, now)
        if row.locked_until and row.locked_until > now:
            return SignInProblem.LOCKED
        if not right:
            return await self._database.run(lambda unit: _count_failure(unit, row.id))
        return await self._database.run(lambda unit: _sign_in(unit, row.id, lang))

    async def session(self, secret: str) -> Session | None:
        """The session of a cookie, kept alive by its use; None once idle or old."""
        now = datetime.now(UTC)
        row = await OfficerSession.get_or_none(digest=digest(secret)).prefetch_related("officer")
        if row is None or now - row.created_at > ABSOLUTE or now - row.seen_at > IDLE:
            return None
        if now - row.seen_at > _TOUCH:
            await self._database.run(
                lambda unit: OfficerSession.filter(digest=row.digest).update(seen_at=unit.now)
            )
        return Session(desk=await desk_of(row.officer), csrf=row.csrf, lang=row.lang)

    async def set_language(self, secret: str, lang: str) -> None:
        """Remember the language of one session."""
        await self._database.run(
            lambda unit: OfficerSession.filter(digest=digest(secret)).update(lang=lang)
        )

    async def sign_out(self, secret: str) -> None:
        """End a session; ending it twice is harmless."""

        async def work(unit: Unit) -> None:
            row = await OfficerSession.get_or_none(digest=digest(secret))
            if row is not None:
                unit.audit(f"officer:{row.officer_id}", "signed_out", "console")
                await row.delete()

        await self._database.run(work)

    async def _verify(self, hashed: str, password: str) -> bool:
        async with self._hashing:
            return await asyncio.to_thread(_verified, hashed, password)

    def _refuse_unknown(self, login: str, now: datetime) -> SignInProblem:
        """Count as for a login that exists, so that nobody learns which do."""
        failed, locked_until = self._unknown.get(login, (0, None))
        if locked_until and locked_until > now:
            return SignInProblem.LOCKED
        if len(self._unknown) > 10_000:
            self._unknown.clear()
        failed = failed % TRIES + 1
        self._unknown[login] = (failed, now + LOCK if failed == TRIES else None)
        return SignInProblem.LOCKED if failed == TRIES else SignInProblem.WRONG


def digest(secret: str) -> str:
    """What is kept of a session's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def desk_of(officer: Officer) -> Desk:
    """The desk of a stored officer or clerk."""
    institution = (
        await Institution.get_or_none(code=officer.institution_id)
        if officer.institution_id
        else None
    )
    return Desk(
        id=officer.id,
        login=officer.login,
        name=officer.name,
        role=Role(officer.role),
        institution_code=officer.institution_id,
        institution_name=institution.name if institution else "",
        region=officer.region,
        physician_id=officer.physician_id,
    )


async def load(
    database: Database,
    people: Iterable[staff.Clerk | staff.Officer],
    passwords: Mapping[str, str],
) -> int:
    """Add those who are not there yet; `passwords` by login. Returns how many were added."""
    known = {row.login for row in await Officer.all().only("id", "login")}
    regions = dict(await Institution.all().values_list("code", "region"))
    new = [person for person in people if person.login.lower() not in known]
    rows = await asyncio.to_thread(
        lambda: [_row(person, passwords[person.login], regions) for person in new]
    )

    async def work(unit: Unit) -> int:
        await Officer.bulk_create(rows)
        unit.audit("system", "officers_loaded", "console", count=len(rows))
        return len(rows)

    return await database.run(work)


async def everybody() -> list[Desk]:
    """All clerks and officers, by login."""
    return [await desk_of(row) for row in await Officer.all().order_by("login")]


async def set_password(database: Database, login: str, password: str) -> bool:
    """Give somebody a new password: unlocks the login and ends its sessions; False if unknown."""
    hashed = await asyncio.to_thread(_HASHER.hash, password)

    async def work(unit: Unit) -> bool:
        row = await Officer.get_or_none(login=login.strip().lower())
        if row is None:
            return False
        row.password, row.failed_logins, row.locked_until = hashed, 0, None
        await row.save()
        await OfficerSession.filter(officer=row).delete()
        unit.audit("system", "password_set", f"officer:{row.id}")
        return True

    return await database.run(work)


def _row(person: staff.Clerk | staff.Officer, password: str, regions: Mapping[str, str]) -> Officer:
    clerk = isinstance(person, staff.Clerk)
    institution = person.institution_code if isinstance(person, staff.Clerk) else None
    region = person.region if isinstance(person, staff.Officer) else regions[institution or ""]
    return Officer(
        login=person.login.lower(),
        name=person.name,
        password=_HASHER.hash(password),
        role=(Role.CLERK if clerk else Role.OFFICER).value,
        institution_id=institution,
        region=region,
        physician_id=person.physician_id,
    )


def _verified(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password[:200])
    except (VerificationError, InvalidHashError):
        return False


async def _count_failure(unit: Unit, officer_id: int) -> SignInProblem:
    row = await Officer.get(id=officer_id)
    row.failed_logins += 1
    full = row.failed_logins >= TRIES
    if full:
        row.failed_logins, row.locked_until = 0, unit.now + LOCK
    await row.save()
    unit.audit(f"officer:{row.id}", "sign_in_locked" if full else "sign_in_failed", "console")
    return SignInProblem.LOCKED if full else SignInProblem.WRONG


async def _sign_in(unit: Unit, officer_id: int, lang: str) -> SignedIn | SignInProblem:
    row = await Officer.get(id=officer_id)
    if row.locked_until and row.locked_until > unit.now:
        return SignInProblem.LOCKED  # a burst of guesses at once: the lock came in between
    row.failed_logins, row.locked_until = 0, None
    await row.save()
    secret = secrets.token_urlsafe(32)
    await OfficerSession.filter(seen_at__lt=unit.now - IDLE).delete()
    await OfficerSession.create(
        digest=digest(secret),
        officer=row,
        csrf=secrets.token_urlsafe(32),
        lang=lang,
        created_at=unit.now,
        seen_at=unit.now,
    )
    unit.audit(f"officer:{row.id}", "signed_in", "console")
    return SignedIn(secret=secret, desk=await desk_of(row))
