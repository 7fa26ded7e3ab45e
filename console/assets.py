"""The console's own static files, under an address that changes with their content."""

import hashlib
from pathlib import Path

from aiohttp import web

from bot.web.assets import YEAR_S
from console.visit import Visit

STATIC = Path(__file__).parent / "static"
NAMES = (
    *("console.css", "knowledge.css", "print.css"),
    *("keys.js", "preview.js", "refresh.js", "scheme-button.js"),
)
VERSION = hashlib.sha256(
    b"".join(name.encode() + (STATIC / name).read_bytes() for name in NAMES)
).hexdigest()[:12]


def console_asset(name: str) -> str:
    """The address of one of the console's static files."""
    return f"/console/static/{VERSION}/{name}"


async def serve(visit: Visit, _: Visit) -> web.StreamResponse:
    """Send a static file; only the address of the present version may be kept by the browser."""
    name = visit.request.match_info["name"]
    if name not in NAMES:
        raise web.HTTPNotFound
    fresh = visit.request.match_info["version"] == VERSION
    keep = f"public, max-age={YEAR_S}, immutable" if fresh else "no-cache"
    return web.FileResponse(STATIC / name, headers={"Cache-Control": keep})
