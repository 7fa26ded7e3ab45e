"""Files that people sent, given to a browser so that nothing in them can act."""

from aiohttp import web

from console.visit import Visit

# What a browser may show; all else is only saved.
SHOWN = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def send(visit: Visit, name: str) -> web.Response:
    """One file; HTTPGone when it was deleted meanwhile."""
    found = await visit.program.blobs.read(name)
    if found is None:
        raise web.HTTPGone(headers=HEADERS)
    kept, data = found
    known = SHOWN.get(kept.content_type)
    return web.Response(
        body=data,
        content_type=kept.content_type if known else "application/octet-stream",
        headers=HEADERS
        | {
            "Content-Disposition": f'inline; filename="{name[:8]}.{known}"'
            if known
            else f'attachment; filename="{name[:8]}"'
        },
    )
