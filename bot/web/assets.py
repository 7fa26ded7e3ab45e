"""Static files under an address that changes with their content, so that none is ever stale."""

import hashlib
from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parent / "static"
YEAR_S = 365 * 24 * 3600


def _digest() -> str:
    whole = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:12]


VERSION = _digest()


def asset(name: str) -> str:
    """The address of a static file ("tokens.css"); modules beside it may import each other."""
    return f"/static/{VERSION}/{name}"


async def serve(request: web.Request) -> web.FileResponse:
    """Send a static file; only the address of the present version may be kept by the browser."""
    path = (STATIC / request.match_info["name"]).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file():
        raise web.HTTPNotFound
    fresh = request.match_info["version"] == VERSION
    keep = f"public, max-age={YEAR_S}, immutable" if fresh else "no-cache"
    return web.FileResponse(path, headers={"Cache-Control": keep})


ROUTE = web.get("/static/{version}/{name:.+}", serve)
