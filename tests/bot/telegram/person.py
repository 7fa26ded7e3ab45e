"""Somebody who talks to the bot in Telegram: what the app on a phone sends and shows."""

from typing import Any

from bot.texts import texts
from handlers.session import Lang
from tests.bot.telegram.bot_api import BotApi, Json

NOW = 1_790_000_000


class Person:
    """A private chat with the bot."""

    def __init__(self, api: BotApi, number: int = 77, lang: Lang = Lang.ZH) -> None:
        self.api = api
        self.number = number
        self.lang = lang
        self._read = 0

    @property
    def user(self) -> Json:
        """The person as Telegram describes one."""
        code = {"zh": "zh-hans", "en": "en"}[self.lang.value]
        return {
            "id": self.number,
            "is_bot": False,
            "first_name": "某",
            "language_code": code,
        }

    def message(self, **content: Any) -> Json:
        """A message from this person in the private chat."""
        return {
            "message_id": self.api.number(),
            "date": NOW,
            "chat": {"id": self.number, "type": "private", "first_name": "某"},
            "from": self.user,
            **content,
        }

    async def send(self, **content: Any) -> int:
        """Send anything; returns the update's number."""
        return await self.api.update(message=self.message(**content))

    async def say(self, text: str) -> int:
        """Type something."""
        return await self.send(text=text)

    async def photo(self, data: bytes, name: str = "photo", **content: Any) -> int:
        """Send a photo in two sizes; the larger is the true one."""
        self.api.files[f"{name}-small"] = b"small"
        self.api.files[name] = data
        sizes = [
            _size(f"{name}-small", 90, 5),
            _size(name, 1280, len(data)),
        ]
        return await self.send(photo=sizes, **content)

    async def video_note(self, data: bytes, **content: Any) -> int:
        """Send a round video recorded in the app."""
        self.api.files["note"] = data
        file = {"file_id": "note", "file_unique_id": "note", "length": 640, "duration": 4}
        return await self.send(video_note=file | {"file_size": len(data)}, **content)

    async def document(self, data: bytes, name: str) -> int:
        """Send a file as a document."""
        self.api.files[name] = data
        file = {"file_id": name, "file_unique_id": name, "file_name": name, "file_size": len(data)}
        return await self.send(document=file)

    def text(self, key: str, **values: Any) -> str:
        """A sentence in this person's language."""
        return texts(self.lang).text(key, **values)

    async def press(self, key: str, **values: Any) -> int:
        """Press the newest button with this text."""
        return await self.press_words(self.text(key, **values))

    async def press_words(self, words: str) -> int:
        """Press the newest button with these words on it."""
        return await self.api.update(callback_query=self.query(words))

    def query(self, words: str) -> Json:
        """What a press of the newest button with these words on it sends."""
        message, data = next(
            (message, button["callback_data"])
            for message in reversed(self.api.shown(self.number))
            for button in buttons(message)
            if words in button["text"]
        )
        query = str(self.api.number())
        self.api.open_queries.add(query)
        return {
            "id": query,
            "from": self.user,
            "chat_instance": "1",
            "data": data,
            "message": message | {"from": {"id": 1, "is_bot": True, "first_name": "医助"}},
        }

    async def sees(self, key: str, **values: Any) -> Json:
        """Wait for a message, not read before, that says this; returns it."""
        return await self.reads(self.text(key, **values))

    async def reads(self, words: str) -> Json:
        """Wait for a message, not read before, with these words; returns it."""
        await self.api.until(lambda: self._unread(words))
        place = self._unread(words)[0]
        self._read = place + 1
        return self.api.shown(self.number)[place]

    def _unread(self, words: str) -> list[int]:
        shown = self.api.shown(self.number)
        return [n for n in range(self._read, len(shown)) if words in shown[n]["text"]]


def buttons(message: Json) -> list[Json]:
    """The buttons under a message, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _size(name: str, edge: int, size: int) -> Json:
    return {
        "file_id": name,
        "file_unique_id": name,
        "width": edge,
        "height": edge,
        "file_size": size,
    }
