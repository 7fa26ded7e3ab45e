"""Signing in to the console: what opens a session, what locks, what ends it."""

import asyncio
from datetime import timedelta

import pytest

from registry.institution import AuthorityLevel
from registry.staff import Clerk, Officer
from storage import models
from storage.database import Database
from storage.desk import Role
from storage.officers import (
    ABSOLUTE,
    IDLE,
    TRIES,
    Officers,
    SignedIn,
    SignInProblem,
    digest,
    everybody,
    load,
    set_password,
)
from storage.vault import Vault
from tests.world import NEW, make_world

PEOPLE = (
    Clerk(id=1, login="Demo.Clerk", name="孙文书", institution_code=NEW),
    Officer(id=1, login="demo.officer", name="李科员", region="42", level=AuthorityLevel.PROVINCE),
)
PASSWORDS = {"Demo.Clerk": "clerk-pass", "demo.officer": "officer-pass"}


@pytest.fixture
async def officers(database: Database, vault: Vault) -> Officers:
    await make_world(database, vault)
    await load(database, PEOPLE, PASSWORDS)
    return Officers(database)


async def enter(officers: Officers) -> SignedIn:
    entered = await officers.sign_in("demo.clerk", "clerk-pass", "zh")
    assert isinstance(entered, SignedIn)
    return entered


async def test_loading_twice_adds_nobody_twice(officers: Officers, database: Database) -> None:
    assert await load(database, PEOPLE, PASSWORDS) == 0


async def test_a_clerk_signs_in_at_the_desk_of_the_institution(officers: Officers) -> None:
    desk = (await enter(officers)).desk

    assert (desk.role, desk.institution_code, desk.region) == (Role.CLERK, NEW, "420103")
    assert desk.institution_name == "江汉明德医院"


async def test_only_digests_of_secrets_and_passwords_are_kept(officers: Officers) -> None:
    entered = await enter(officers)
    row = await models.OfficerSession.get()
    officer = await models.Officer.get(login="demo.clerk")

    assert row.digest == digest(entered.secret) != entered.secret
    assert officer.password.startswith("$argon2id$")


@pytest.mark.parametrize("login", ["demo.clerk", "nobody.at.all"])
async def test_five_wrong_tries_lock_a_login_whether_or_not_it_exists(
    officers: Officers, login: str
) -> None:
    outcomes = [await officers.sign_in(login, "wrong", "zh") for _ in range(TRIES + 1)]

    assert outcomes == [SignInProblem.WRONG] * (TRIES - 1) + [SignInProblem.LOCKED] * 2


async def test_a_locked_login_refuses_the_right_password_until_the_lock_ends(
    officers: Officers,
) -> None:
    for _ in range(TRIES):
        await officers.sign_in("demo.clerk", "wrong", "zh")
    locked = await officers.sign_in("demo.clerk", "clerk-pass", "zh")
    row = await models.Officer.get(login="demo.clerk")
    row.locked_until -= timedelta(hours=1)
    await row.save()

    assert locked is SignInProblem.LOCKED
    assert isinstance(await officers.sign_in("demo.clerk", "clerk-pass", "zh"), SignedIn)


async def test_a_burst_of_guesses_does_not_outrun_the_lock(officers: Officers) -> None:
    guesses = ["wrong"] * 8 + ["clerk-pass"]
    outcomes = await asyncio.gather(*(officers.sign_in("demo.clerk", g, "zh") for g in guesses))

    assert not any(isinstance(outcome, SignedIn) for outcome in outcomes)


@pytest.mark.parametrize(
    ("column", "age", "alive"),
    [
        ("seen_at", IDLE - timedelta(minutes=1), True),
        ("seen_at", IDLE + timedelta(seconds=1), False),
        ("created_at", ABSOLUTE + timedelta(seconds=1), False),
    ],
)
async def test_a_session_ends_when_idle_and_in_any_case_after_half_a_day(
    officers: Officers, column: str, age: timedelta, alive: bool
) -> None:
    secret = (await enter(officers)).secret
    row = await models.OfficerSession.get()
    setattr(row, column, getattr(row, column) - age)
    await row.save()

    assert alive is (await officers.session(secret) is not None)


async def test_signing_out_ends_the_session_for_good(officers: Officers) -> None:
    secret = (await enter(officers)).secret
    await officers.sign_out(secret)
    await officers.sign_out(secret)

    assert await officers.session(secret) is None


async def test_a_new_password_unlocks_the_login_and_ends_its_sessions(
    officers: Officers, database: Database
) -> None:
    secret = (await enter(officers)).secret
    for _ in range(TRIES):
        await officers.sign_in("demo.clerk", "wrong", "zh")
    known = await set_password(database, "Demo.Clerk", "a new password")
    unknown = await set_password(database, "nobody", "a new password")

    assert (known, unknown) == (True, False)
    assert await officers.session(secret) is None
    assert isinstance(await officers.sign_in("demo.clerk", "a new password", "zh"), SignedIn)
    assert await officers.sign_in("demo.clerk", "clerk-pass", "zh") is SignInProblem.WRONG


async def test_everybody_is_listed_by_login(officers: Officers) -> None:
    listed = [desk.login for desk in await everybody()]

    assert listed == sorted(listed) and "demo.clerk" in listed


async def test_a_guessed_secret_opens_nothing(officers: Officers) -> None:
    assert await officers.session("x" * 43) is None


async def test_every_sign_in_and_failure_is_in_the_audit_without_the_login(
    officers: Officers,
) -> None:
    await officers.sign_in("demo.clerk", "wrong", "zh")
    await enter(officers)
    entries = await models.AuditEntry.filter(subject="console").order_by("seq")

    assert [entry.action for entry in entries] == [
        "officers_loaded",
        "sign_in_failed",
        "signed_in",
    ]
    assert all("clerk" not in entry.detail + entry.actor for entry in entries)
