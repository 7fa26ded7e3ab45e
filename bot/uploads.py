"""Files that people send, kept under their own key until a turn takes them."""

from datetime import timedelta

from bot.gateway import Busy, Gateway
from handlers.event import Media, UploadProblem
from storage.blobs import Blobs, OutOfSpace
from storage.conversations import subject
from storage.database import DatabaseBusy, DiskFull

# A draft may wait this long for its materials; an application keeps them as long as it lasts.
LIFETIME = timedelta(days=30)
TYPES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}
FILMS = frozenset({"video/mp4"})


class NotKept(Exception):
    """The file was not kept; `problem` says why, in a way the conversation can tell."""

    def __init__(self, problem: UploadProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Uploads:
    """Keeps what people send; only kinds of file that a clerk can safely open, and films."""

    def __init__(self, gateway: Gateway, blobs: Blobs) -> None:
        self._gateway = gateway
        self._blobs = blobs

    async def keep(self, channel: str, external_id: str, data: bytes, media: Media) -> str:
        """Keep a file; returns its id. Raises NotKept, or Busy: hand it in again later."""
        content_type = _content_type(data)
        if content_type is None or (content_type in FILMS) != (media is Media.VIDEO):
            raise NotKept(UploadProblem.FORMAT_NOT_ALLOWED)
        account = await self._gateway.account(channel, external_id)
        try:
            kept = await self._blobs.keep(
                subject(account), data, media.value, content_type, LIFETIME
            )
        except (OutOfSpace, DiskFull):
            raise NotKept(UploadProblem.DISK_FULL) from None
        except DatabaseBusy:
            raise Busy from None
        return kept.id


def _content_type(data: bytes) -> str | None:
    """By the first bytes, never by the name or what the sender says."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return "video/mp4"
    return next((kind for start, kind in TYPES.items() if data.startswith(start)), None)
