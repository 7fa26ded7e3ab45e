"""Lines of a conversation, made for tests."""

from datetime import UTC, datetime
from typing import Any

from bot.delivery import Rendered, Sender, Shown, ShownCitation
from handlers.effect import Style


def line(text: str = "您的姓名？", **fields: Any) -> Rendered:
    """A line of the bot."""
    base = {
        "id": 7,
        "sender": Sender.BOT,
        "at": datetime(2026, 11, 23, 9, tzinfo=UTC),
        "lang": "zh",
        "text": text,
    }
    return Rendered(**base | fields)


def button(label: str, key: str = "", style: Style = Style.PLAIN) -> Shown:
    """A button with its label as the key, unless it is given one."""
    return Shown(key=key or label, label=label, style=style)


LAW = ShownCitation(
    document="physicians-law",
    article="14/1",
    law="《中华人民共和国医师法》",
    label="第十四条",
    lines=("医师经注册后，可以在医疗卫生机构中按照注册的执业地点执业。", "第二款。"),
    in_force="自2022年3月1日起施行",
    note="",
)
