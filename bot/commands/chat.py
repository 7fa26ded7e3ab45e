"""`python -m bot chat`: talk to the bot in this terminal."""

import asyncio
from typing import Annotated

import typer

from bot.settings import Settings
from handlers.session import Lang

app = typer.Typer()


@app.callback(invoke_without_command=True)
def chat(
    as_: Annotated[str, typer.Option("--as", help="Who you are on this channel.")] = "terminal",
    lang: Annotated[Lang, typer.Option(help="Language of the conversation.")] = Lang.ZH,
) -> None:
    """Read lines, print replies. /photo PATH uploads, /press N presses the Nth button."""
    from bot.logs import configure

    configure()
    asyncio.run(_chat(Settings(), as_, lang))


async def _chat(settings: Settings, external_id: str, lang: Lang) -> None:
    from bot import demo
    from bot.app import App
    from bot.channels.terminal import Terminal

    program = App(settings)
    await program.open()
    try:
        await demo.prepare(program)
        await Terminal(program, external_id, lang).talk()
    finally:
        await program.close()
