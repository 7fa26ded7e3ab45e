"""The keys of the console, as a page for those without scripts."""

from aiohttp import web

from console.pages import page
from console.visit import Visit
from storage.desk import Desk


async def show(visit: Visit, _: Desk) -> web.StreamResponse:
    """GET: the list of keys."""
    return page(visit, "keys.html")
