"""`python -m bot officer`: accounts of clerks and officers."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from bot.settings import Settings
from registry.institution import AuthorityLevel
from registry.staff import Clerk, Officer
from storage import officers, register
from storage.database import Database
from storage.desk import Role

T = TypeVar("T")
LEVELS = {2: AuthorityLevel.PROVINCE, 4: AuthorityLevel.CITY, 6: AuthorityLevel.COUNTY}
SHORTEST_PASSWORD = 12

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Accounts of clerks and officers."""


@app.command()
def add(
    login: str,
    name: Annotated[str, typer.Option(help="As colleagues and physicians read it.")],
    role: Annotated[Role, typer.Option(help="Whose desk it is.")],
    institution: Annotated[str, typer.Option(help="A clerk's: the institution's code.")] = "",
    region: Annotated[str, typer.Option(help="An officer's: 2, 4 or 6 digits.")] = "",
    physician: Annotated[int | None, typer.Option(help="Id in the register, if there.")] = None,
) -> None:
    """Add one person; the password is asked for, or made if nothing is typed."""
    person = _person(login, name, role, institution, region, physician)
    password, told = _new_password()
    if not _with_database(lambda database: _add(database, person, password)):
        typer.echo(f"{login} is taken, or there is no institution {institution}", err=True)
        raise typer.Exit(1)
    typer.echo(f"added {login}{told}")


@app.command()
def password(login: str) -> None:
    """Give somebody a new password: it unlocks the login and signs it out everywhere."""
    chosen, told = _new_password()
    if not _with_database(lambda database: officers.set_password(database, login, chosen)):
        typer.echo(f"there is no {login}", err=True)
        raise typer.Exit(1)
    typer.echo(f"changed {login}{told}")


@app.command("list")
def list_people() -> None:
    """List everybody: login, role, institution or region, name."""
    for desk in _with_database(lambda database: officers.everybody()):
        place = desk.institution_code or desk.region
        typer.echo(f"{desk.login}\t{desk.role.value}\t{place}\t{desk.name}")


def _new_password() -> tuple[str, str]:
    """A password that was typed, or one that was made, with what to print of it."""
    typed: str = typer.prompt(
        "Password (empty: one is made)", default="", hide_input=True, show_default=False
    )
    if typed and len(typed) < SHORTEST_PASSWORD:
        raise typer.BadParameter(f"at least {SHORTEST_PASSWORD} characters")
    made = secrets.token_urlsafe(SHORTEST_PASSWORD)
    return (typed, "") if typed else (made, f", password {made}")


def _person(
    login: str, name: str, role: Role, institution: str, region: str, physician: int | None
) -> Clerk | Officer:
    if role is Role.CLERK:
        if not institution or region:
            raise typer.BadParameter("a clerk has --institution and no --region")
        return Clerk(
            id=0, login=login, name=name, institution_code=institution, physician_id=physician
        )
    if institution or not region.isdecimal() or len(region) not in LEVELS:
        raise typer.BadParameter("an officer has --region of 2, 4 or 6 digits, no --institution")
    return Officer(
        id=0,
        login=login,
        name=name,
        region=region,
        level=LEVELS[len(region)],
        physician_id=physician,
    )


async def _add(database: Database, person: Clerk | Officer, password: str) -> bool:
    codes = {one.code for one in await register.institutions()}
    if isinstance(person, Clerk) and person.institution_code not in codes:
        return False
    return bool(await officers.load(database, [person], {person.login: password}))


def _with_database(work: Callable[[Database], Awaitable[T]]) -> T:
    async def opened() -> T:
        settings = Settings()
        settings.home.mkdir(parents=True, exist_ok=True)
        database = Database(settings.database)
        await database.open()
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(opened())
