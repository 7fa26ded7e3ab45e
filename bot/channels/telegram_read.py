"""What Telegram's updates say, as deliveries; nothing here talks to anybody."""

import re
from typing import Literal

from aiogram.enums import ChatType, ContentType
from aiogram.types import CallbackQuery, Chat, Message, Update, User

from bot.delivery import Channel, Delivery
from handlers.event import Media
from registry.frozen import Frozen

# Asked of Telegram by name: anything else it could send is no use here.
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]

# Of films only those that the app itself records: others may be of any day.
FETCHED = {
    ContentType.PHOTO,
    ContentType.LIVE_PHOTO,
    ContentType.DOCUMENT,
    ContentType.VIDEO_NOTE,
}
MEDIA = {
    ContentType.PHOTO: Media.PHOTO,
    ContentType.LIVE_PHOTO: Media.PHOTO,
    ContentType.DOCUMENT: Media.DOCUMENT,
    ContentType.VOICE: Media.VOICE,
    ContentType.AUDIO: Media.VOICE,
    ContentType.STICKER: Media.STICKER,
    ContentType.VIDEO: Media.VIDEO,
    ContentType.VIDEO_NOTE: Media.VIDEO,
    ContentType.ANIMATION: Media.VIDEO,
    ContentType.LOCATION: Media.OTHER,
    ContentType.VENUE: Media.OTHER,
    ContentType.CONTACT: Media.OTHER,
    ContentType.POLL: Media.OTHER,
    ContentType.DICE: Media.OTHER,
    ContentType.STORY: Media.OTHER,
    ContentType.GAME: Media.OTHER,
    ContentType.PAID_MEDIA: Media.OTHER,
    ContentType.CHECKLIST: Media.OTHER,
    ContentType.RICH_MESSAGE: Media.OTHER,
}
"""What a person can send; the rest are notices of Telegram's own (a message was pinned …)."""

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]+)(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)
# A deep link may hold letters, digits, _ and - only: do-bind stands for do:bind.
_LINK = re.compile(r"(do|go)-(\w+)")
LONGEST_NAME = 120


class File(Frozen):
    """A file to be fetched; sizes in bytes, 0 where Telegram does not say."""

    id: str
    size: int = 0


def sender(update: Update) -> User | None:
    """The person an update is from; None if it is from nobody in particular."""
    message = update.message or update.edited_message
    if message is not None:
        return message.from_user
    source = update.callback_query or update.my_chat_member
    return source.from_user if source is not None else None


def group(update: Update) -> Chat | None:
    """The chat that an update is from, where others can read; None if it is a private one."""
    message = update.message or update.edited_message or update.my_chat_member
    if message is None or message.chat.type == ChatType.PRIVATE:
        return None
    return message.chat


def spoken(update: Update) -> Delivery | None:
    """A private message as a delivery without its file yet; None if nobody said anything.

    Other bots are nobody: two that answer each other would never end.
    """
    message, person = update.message, sender(update)
    if message is None or person is None or person.is_bot:
        return None
    if message.text is not None:
        kind, text = _said(message.text)
        return _delivery(update, person).but(kind=kind, text=text)
    media = MEDIA.get(ContentType(message.content_type))
    if media is None:
        return None
    named = message.document.file_name if media is Media.DOCUMENT and message.document else None
    wanted = file(message)
    return _delivery(update, person).but(
        kind="uploaded",
        media=media,
        name=(named or "")[:LONGEST_NAME],
        size=wanted.size if wanted else 0,
        forwarded=message.forward_origin is not None,
    )


def pressed(update: Update, query: CallbackQuery, key: str, turn: int) -> Delivery:
    """A press as a delivery, with the label that was pressed."""
    return _delivery(update, query.from_user).but(
        kind="pressed", key=key, turn=turn, text=_label(query)
    )


def file(message: Message) -> File | None:
    """The file of a message that is worth fetching: a photo's largest size, a document, a film."""
    if message.content_type not in FETCHED:
        return None
    sizes = message.live_photo.photo if message.live_photo else message.photo
    largest = max(sizes, key=lambda size: size.width * size.height) if sizes else None
    found = largest or message.document or message.video_note
    return File(id=found.file_id, size=found.file_size or 0) if found else None


def edited(update: Update) -> Message | None:
    """A private message whose text was changed; None for other changes (a live location moved)."""
    message = update.edited_message
    if message is None or message.chat.type != ChatType.PRIVATE or message.text is None:
        return None
    return message


def lang(person: User | None) -> Literal["zh", "en"] | None:
    """The language of somebody's Telegram: Chinese, else English; None if it does not say."""
    code = person.language_code if person else None
    if not code:
        return None
    return "zh" if code.lower().startswith("zh") else "en"


def _delivery(update: Update, person: User) -> Delivery:
    return Delivery(
        channel=Channel.TELEGRAM,
        external_id=str(person.id),
        delivery_id=str(update.update_id),
        kind="said",
        lang=lang(person),
    )


def _said(text: str) -> tuple[Literal["said", "opened"], str]:
    command = _COMMAND.fullmatch(text)
    if command is None:
        return "said", text
    rest = (command["rest"] or "").strip()
    if command["name"].lower() == "start":
        # A bare /start still asks for an answer, and an empty link means a silent return.
        return "opened", _LINK.sub(r"\1:\2", rest) or "start"
    return "said", f"/{command['name']} {rest}".strip()


def _label(query: CallbackQuery) -> str:
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    buttons = (key for row in markup.inline_keyboard for key in row) if markup else ()
    return next((key.text for key in buttons if key.callback_data == query.data), "")
