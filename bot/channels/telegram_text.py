"""Long texts with quotations as messages of at most 4,096 units, formatted without any markup."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from registry.frozen import Frozen

LONGEST = 4096
"""UTF-16 code units, the unit of Telegram's entities; it counts its limit no stricter."""

PARAGRAPH = "\n\n"
LINE = "\n"


class Look(StrEnum):
    """How a block looks; the values are Telegram's entity types."""

    PLAIN = ""
    BOLD = "bold"
    LINK = "text_link"
    QUOTE = "blockquote"
    LONG_QUOTE = "expandable_blockquote"
    NOTE = "italic"


class Block(Frozen):
    """A stretch of text of one look; `gap` stands between it and the block before it."""

    text: str
    look: Look = Look.PLAIN
    url: str = ""
    gap: str = PARAGRAPH


class Entity(Frozen):
    """One formatted stretch of a message, in UTF-16 code units."""

    type: Look
    offset: int
    length: int
    url: str = ""


class Piece(Frozen):
    """One message."""

    text: str
    entities: tuple[Entity, ...] = ()


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def pieces(blocks: Iterable[Block], longest: int = LONGEST) -> tuple[Piece, ...]:
    """Messages that hold all blocks in order, cut between blocks, else lines, else characters."""
    groups: list[list[Block]] = [[]]
    room = longest
    for block in _fitting(blocks, longest):
        needed = units(block.gap) + units(block.text)
        if groups[-1] and needed > room:
            groups.append([])
            room = longest
        room -= needed if groups[-1] else units(block.text)
        groups[-1].append(block)
    return tuple(_piece(group) for group in groups if group)


def _fitting(blocks: Iterable[Block], longest: int) -> Iterator[Block]:
    for block in blocks:
        text = block.text.strip()
        while text:
            part = text[: _cut(text, longest)].rstrip()
            yield block.but(text=part)
            text = text[len(part) :].lstrip()


def _cut(text: str, longest: int) -> int:
    """Where to cut so that the first part is no longer than `longest` units."""
    end = used = 0
    for character in text:
        used += 2 if character > "\uffff" else 1
        if used > longest:
            break
        end += 1
    if end == len(text):
        return end
    for border in (PARAGRAPH, LINE, " "):
        at = text.rfind(border, 1, end)
        if at > 0:
            return at
    return end


def _piece(group: list[Block]) -> Piece:
    text = ""
    entities: list[Entity] = []
    for block in group:
        text += (block.gap if text else "") + block.text
        if block.look is not Look.PLAIN:
            length = units(block.text)
            offset = units(text) - length
            entities.append(Entity(type=block.look, offset=offset, length=length, url=block.url))
    return Piece(text=text, entities=tuple(entities))
