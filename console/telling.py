"""What a physician will read, before it is sent and when it is."""

import re
from typing import NamedTuple

from bot.texts import texts
from console.program import Program
from handlers.session import Lang
from storage.database import Unit
from storage.notice import Notice

# Stands where the reason will be while nobody has written one; no keyboard types it.
SLOT = "\u2063\u2063\u2063"


class Preview(NamedTuple):
    """A message as it will be read, in the physician's language.

    `parts` are the text cut at each place where the reason will stand; `whole` is whether nothing
    is missing any more.
    """

    lang: Lang
    parts: tuple[str, ...]
    buttons: tuple[str, ...]
    whole: bool


def preview(notice: Notice, lang: str) -> Preview:
    """Put a notice into words without sending it."""
    said = texts(Lang(lang))
    text = said.text(notice.key, **notice.params)
    parts = tuple(re.split(SLOT, text))
    labels = tuple(said.text(choice.label) for choice in notice.choices)
    return Preview(Lang(lang), parts, labels, whole=len(parts) == 1)


async def tell(program: Program, unit: Unit, notices: tuple[Notice, ...]) -> None:
    """Put messages into their conversations, within the unit of the act that caused them."""
    for notice in notices:
        await program.notices.pass_on(unit, notice)


def wake(program: Program, notices: tuple[Notice, ...]) -> None:
    """After the commit: open pages show what is new."""
    for notice in notices:
        program.conversation.woke(notice.account_id)
