"""What can go wrong between us and a Bot API server."""

from aiogram.exceptions import AiogramError
from aiohttp import ClientError

FAULTS = (AiogramError, ClientError, TimeoutError, OSError)
"""Everything that talking to a Bot API server raises.

Their texts can hold the server's address with the token, or what Telegram sent: logs name the
type only.
"""
