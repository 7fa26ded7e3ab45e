"""`python -m bot run`: the server."""

import asyncio
import errno
import signal
from collections.abc import Coroutine
from typing import Any

import typer

from bot.settings import Settings

app = typer.Typer()


@app.callback(invoke_without_command=True)
def run() -> None:
    """Start everything and print where it can be reached."""
    from bot.logs import configure
    from bot.server import serve

    configure()
    settings = Settings()
    try:
        asyncio.run(_until_stopped(serve(settings)))
    except OSError as problem:
        if problem.errno != errno.EADDRINUSE:
            raise
        typer.echo(
            f"端口 {settings.port} 已被别的程序占用。换一个：PORT={settings.port + 1} make run\n"
            f"Port {settings.port} is taken by another program. "
            f"Choose another: PORT={settings.port + 1} make run",
            err=True,
        )
        raise typer.Exit(1) from None


async def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return
