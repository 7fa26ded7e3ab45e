"""The web server: the chat, the console, webhooks; started last, stopped first."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from bot import demo
from bot.app import App
from bot.channels import capture, data_copy
from bot.channels import web as web_channel
from bot.settings import Settings
from console import site as console_site

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram

MEGABYTE = 1024 * 1024


def site(app: App) -> web.Application:
    """The aiohttp application with every page of the program."""
    pages = web.Application(
        client_max_size=(app.settings.upload_max_mb + 1) * MEGABYTE,
        middlewares=[_as_https] if app.settings.public_url.startswith("https://") else [],
    )
    web_channel.setup(pages, app)
    capture.setup(pages, app)
    data_copy.setup(pages, app)
    console_site.setup(pages, app)
    return pages


@web.middleware
async def _as_https(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Behind a proxy that speaks TLS for us, cookies are still only for https."""
    return await handler(request.clone(scheme="https"))


async def serve(settings: Settings) -> None:
    """Run until cancelled."""
    app = App(settings)
    await app.open()
    try:
        people = await demo.prepare(app)
        telegram = _telegram(app)
        pages = site(app)
        if telegram:
            telegram.setup(pages)
        runner = web.AppRunner(pages, access_log=None, shutdown_timeout=3)
        await runner.setup()
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
            if telegram:
                await telegram.start()
            app.reminders.start()
            app.library.start()
            demo.announce(settings, people)
            app.spawn(asyncio.to_thread(app.knowledge.warm))
            await asyncio.Event().wait()
        finally:
            if telegram:
                await telegram.stop()
            await runner.cleanup()
    finally:
        await app.close()


def _telegram(app: App) -> "Telegram | None":
    if app.settings.telegram_token is None:
        return None
    # aiogram takes over a second to import; without a token nobody waits for it.
    from bot.channels.telegram import Telegram

    return Telegram(app)
