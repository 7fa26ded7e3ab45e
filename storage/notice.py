"""What a physician is told in the chat after somebody else's act: data, put into words above."""

from typing import Any

from registry.frozen import Frozen


class Choice(Frozen):
    """A button that works at any time; `label` is a message key."""

    key: str
    label: str


class Notice(Frozen):
    """One message; `key` is a message key, `params` are what it names (days as ISO texts)."""

    account_id: int
    key: str
    params: dict[str, Any] = {}
    choices: tuple[Choice, ...] = ()
