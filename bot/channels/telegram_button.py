"""What a button carries within Telegram's 64 bytes: its question and its key, or where they are."""

import hashlib

from bot.delivery import Rendered
from registry.frozen import Frozen

LONGEST_DATA = 64
_DIGEST = 16


class Direct(Frozen):
    """A key short enough to travel in the button itself."""

    turn: int
    key: str


class Stored(Frozen):
    """A key too long to travel: the button of line `line` whose key has this digest."""

    line: int
    digest: str


def data(line: Rendered, key: str) -> str:
    """The callback data of one of a line's buttons, at most 64 bytes of UTF-8."""
    direct = f"{line.turn}:{key}"
    return direct if len(direct.encode()) <= LONGEST_DATA else f"={line.id}:{digest(key)}"


def parse(text: str) -> Direct | Stored | None:
    """What callback data says; None if it is none of ours."""
    head, colon, rest = text.partition(":")
    stored = head.startswith("=")
    number = head.removeprefix("=")
    if not colon or not rest or not (number.isascii() and number.isdigit()):
        return None
    if stored:
        return Stored(line=int(number), digest=rest)
    return Direct(turn=int(number), key=rest)


def find(line: Rendered, wanted: str) -> Direct | None:
    """The button of a line that a digest means; None if the line has none such."""
    for button in line.buttons:
        if digest(button.key) == wanted:
            return Direct(turn=line.turn, key=button.key)
    return None


def digest(key: str) -> str:
    """A stable short name of a key, 16 hexadecimal digits of SHA-256."""
    return hashlib.sha256(key.encode()).hexdigest()[:_DIGEST]
