"""A line of the conversation as Telegram shows it: messages, and the keyboard of the last one."""

import unicodedata
from urllib.parse import quote

from bot.channels import telegram_button
from bot.channels.telegram_text import LINE, Block, Look, Piece, pieces
from bot.delivery import Rendered, Sender, Shown, ShownCitation
from bot.settings import Settings
from bot.texts import texts
from handlers.effect import Input, Style
from handlers.session import Lang
from registry.frozen import Frozen

# Columns of a phone's width that a button shows before it cuts its label; a Chinese character
# takes two.
ROW_COLUMNS = 34
MOST_IN_ROW = 3
# A quotation longer than this folds, and opens at a touch.
LONG_QUOTE = 600

STYLES = {Style.MAIN: "primary", Style.DANGER: "danger"}


class Key(Frozen):
    """One button: what it shows, and what a press brings back."""

    label: str
    data: str
    style: str = ""
    """Telegram's name of the colour; empty: the client's own."""
    url: str = ""
    """A page that it opens; then it brings nothing back."""


Keyboard = tuple[tuple[Key, ...], ...]


def messages(line: Rendered, settings: Settings) -> tuple[Piece, ...]:
    """The messages of one line, in order."""
    blocks = [*_head(line), Block(text=line.text)]
    for citation in line.citations:
        blocks += _citation(citation, settings.public_url)
    blocks += [
        Block(text=f"· {button.label}", gap=LINE)
        for button in line.buttons
        if columns(button.label) > ROW_COLUMNS
    ]
    if line.input is Input.SELFIE and not settings.in_chat_photos:
        where = texts(Lang(line.lang)).text("telegram.selfie_elsewhere", url=settings.public_url)
        blocks.append(Block(text=where))
    return pieces(blocks)


def keyboard(line: Rendered) -> Keyboard:
    """Its buttons: short ones of one style side by side, long ones in a row of their own."""
    rows: list[list[Shown]] = []
    for button in line.buttons:
        if rows and _beside(rows[-1], button):
            rows[-1].append(button)
        else:
            rows.append([button])
    return tuple(tuple(_key(line, button) for button in row) for row in rows)


def shortened(label: str) -> str:
    """A label that fits a button; what is cut off stands in full in the message."""
    if columns(label) <= ROW_COLUMNS:
        return label
    end = len(label)
    while columns(label[:end]) > ROW_COLUMNS - 1:
        end -= 1
    return label[:end].rstrip() + "…"


def columns(text: str) -> int:
    """Width in columns of a phone: two for a wide character, one for any other."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _beside(row: list[Shown], button: Shown) -> bool:
    many = len(row) + 1
    widest = max(columns(each.label) for each in [*row, button])
    return (
        many <= MOST_IN_ROW
        and row[-1].style is button.style
        and widest <= ROW_COLUMNS // many - 2 * (many - 1)
    )


def _key(line: Rendered, button: Shown) -> Key:
    return Key(
        label=shortened(button.label),
        data=telegram_button.data(line, button.key),
        style=STYLES.get(button.style, ""),
        url=button.url,
    )


def _head(line: Rendered) -> list[Block]:
    """Who speaks, if it is a person; where the running service stands."""
    blocks = []
    if line.sender is Sender.CLERK:
        who = texts(Lang(line.lang)).text("telegram.clerk")
        blocks.append(Block(text=who, look=Look.BOLD))
    if line.progress:
        at, of = line.progress.at, line.progress.of
        blocks.append(Block(text=f"({min(at + 1, of)}/{of}) {line.progress.title}"))
    return blocks


def _citation(citation: ShownCitation, public_url: str) -> list[Block]:
    heading = f"{citation.law}{citation.label}"
    notes = (citation.in_force, citation.note, citation.gloss, citation.translation_note)
    return [
        _heading(heading, citation, public_url),
        _quoted(citation.lines),
        *(Block(text=note, look=Look.NOTE, gap=LINE) for note in notes if note),
        *([_quoted(citation.translation)] if citation.translation else []),
    ]


def _quoted(lines: tuple[str, ...]) -> Block:
    text = LINE.join(lines)
    look = Look.LONG_QUOTE if len(text) > LONG_QUOTE else Look.QUOTE
    return Block(text=text, look=look, gap=LINE)


def _heading(text: str, citation: ShownCitation, public_url: str) -> Block:
    """The article's name; it opens the whole article where people can reach our pages."""
    if not public_url:
        return Block(text=text, look=Look.BOLD)
    page = f"articles/{quote(citation.document, safe='')}/{quote(citation.article, safe='')}"
    return Block(text=text, look=Look.LINK, url=f"{public_url.rstrip('/')}/{page}")
