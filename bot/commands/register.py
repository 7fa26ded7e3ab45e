"""`python -m bot register`: fill an empty register from CSV files."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import register_file
from bot.commands.register_file import RowMistake
from bot.settings import Settings
from registry.institution import Institution
from registry.physician import Filing, Physician
from storage import erasure, register
from storage.database import Database, Unit
from storage.vault import Vault

MOST_SHOWN = 50

app = typer.Typer(no_args_is_help=True)


class _NotEmpty(Exception):
    """There is a register already."""


@app.callback()
def _group() -> None:
    """The register: load it."""


@app.command()
def load(
    institutions: Annotated[Path, typer.Argument(help="CSV of institutions.")],
    physicians: Annotated[Path, typer.Argument(help="CSV of physicians.")],
    filings: Annotated[Path | None, typer.Option(help="CSV of further institutions.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Only check the files.")] = False,
) -> None:
    """Fill an empty register from CSV files: all of it, or nothing and a list of mistakes."""
    places = register_file.institutions(institutions)
    people = register_file.physicians(physicians, date.today())
    further = register_file.filings(filings) if filings else register_file.Rows[Filing]((), ())
    mistakes = (*places.mistakes, *people.mistakes, *further.mistakes)
    _stop_at(mistakes or register_file.strays(places, people, further))
    counts = f"{len(places.records)} institutions, {len(people.records)} physicians, "
    counts += f"{len(further.records)} filings"
    if dry_run:
        typer.echo(f"{counts}: no mistake found, nothing was loaded")
        return
    try:
        asyncio.run(_load(places.records, people.records, further.records))
    except _NotEmpty:
        typer.echo("There is a register already; load into a new YIZHU_HOME.", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{counts} loaded")


async def _load(
    places: tuple[Institution, ...],
    people: tuple[Physician, ...],
    further: tuple[Filing, ...],
) -> None:
    settings = Settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    vault = Vault.open(settings.key)
    database = Database(settings.database)

    async def work(unit: Unit) -> None:
        if not await register.is_empty():
            raise _NotEmpty
        await register.add_institutions(places)
        await register.add_physicians(vault, people)
        await register.add_filings(further)
        await register.note_unit(unit, "csv", len(people))

    await database.open()
    try:
        await database.run(work)
    finally:
        await database.close()


@app.command()
def erase(
    practice_number: Annotated[str, typer.Argument(help="Number of the practising certificate.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase every chat account of a physician; the record itself is the authority's and stays.

    A running server does it within a minute, otherwise the next start does.
    """
    if not yes:
        typer.confirm(
            "Erase conversations, files and keys? Nothing can be brought back", abort=True
        )
    count = asyncio.run(_erase(practice_number))
    typer.echo(f"{count} chat accounts will be erased")
    if not count:
        raise typer.Exit(1)


async def _erase(practice_number: str) -> int:
    settings = Settings()
    vault, database = Vault.open(settings.key), Database(settings.database)
    await database.open()
    try:
        return await database.run(lambda unit: erasure.request(unit, vault, practice_number))
    finally:
        await database.close()


def _stop_at(mistakes: tuple[RowMistake, ...]) -> None:
    for one in mistakes[:MOST_SHOWN]:
        where = f"row {one.row}" if one.row else "all rows"
        typer.echo(f"{one.file}\t{where}\t{one.column}\t{one.problem}", err=True)
    if mistakes:
        typer.echo(f"{len(mistakes)} mistakes; nothing was loaded", err=True)
        raise typer.Exit(1)
