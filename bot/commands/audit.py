"""`python -m bot audit verify`."""

import asyncio

import typer

from bot.settings import Settings
from storage import audit
from storage.database import Database

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """The audit chain."""


@app.command()
def verify() -> None:
    """Walk the whole chain; exit 1 and name the first entry that does not hold."""
    result = asyncio.run(_verify())
    if isinstance(result, audit.Broken):
        typer.echo(f"broken at entry {result.seq}: {result.reason}")
        raise typer.Exit(1)
    typer.echo(f"{result.entries} entries verified, last digest {result.digest}")


async def _verify() -> audit.Verified | audit.Broken:
    database = Database(Settings().database)
    await database.open()
    try:
        return await audit.verify()
    finally:
        await database.close()
