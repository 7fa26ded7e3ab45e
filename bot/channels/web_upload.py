"""One uploaded file, read from the request and no further than the limit."""

import re
import unicodedata
from pathlib import PurePosixPath

from aiohttp import BodyPartReader, web

from handlers.event import Media
from registry.frozen import Frozen

CHUNK = 1 << 16
NAME_LIMIT = 120
CLIENT_ID = r"[A-Za-z0-9_-]{8,64}"
_MEDIA = {"photo": Media.PHOTO, "document": Media.DOCUMENT}


class Upload(Frozen):
    """What a person sent; `data` is None if it is larger than the limit."""

    client_id: str
    media: Media
    name: str
    size: int
    data: bytes | None


async def read_upload(request: web.Request, limit: int) -> Upload:
    """Read the form: `client_id` and `media` first, `file` last; HTTPBadRequest if it is not so.

    A file above `limit` bytes is read no further; its size is then what was read by then.
    """
    fields: dict[str, str] = {}
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                break
            if part.name == "file":
                return await _upload(part, fields, limit)
            fields[part.name or ""] = (await part.read_chunk(256)).decode(errors="replace")
    except ValueError as problem:
        raise web.HTTPBadRequest(text="The form is broken.") from problem
    raise web.HTTPBadRequest(text="The form has no file.")


async def _upload(part: BodyPartReader, fields: dict[str, str], limit: int) -> Upload:
    client_id, media = fields.get("client_id", ""), _MEDIA.get(fields.get("media", ""))
    if media is None or not re.fullmatch(CLIENT_ID, client_id):
        raise web.HTTPBadRequest(text="The form names no client_id or media before the file.")
    data = bytearray()
    while len(data) <= limit and (chunk := await part.read_chunk(CHUNK)):
        data += chunk
    return Upload(
        client_id=client_id,
        media=media,
        name=clean_name(part.filename or ""),
        size=len(data),
        data=bytes(data) if len(data) <= limit else None,
    )


def clean_name(name: str) -> str:
    """The bare name of a file, without folders and invisible characters, 120 characters at most."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    visible = "".join(c for c in bare if unicodedata.category(c)[0] != "C")
    return visible[:NAME_LIMIT]
