"""Wrong tries per network address, so that one place cannot try many logins."""

import time
from collections import OrderedDict

from aiohttp import web

TRIES = 60
WINDOW_S = 15 * 60
MOST = 10_000


class Limiter:
    """Counts wrong tries in windows; forgets the oldest address when full."""

    def __init__(self) -> None:
        self._counted: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Whether this address may try again now."""
        began, wrong = self._counted.get(address, (0.0, 0))
        return wrong < TRIES or time.monotonic() - began > WINDOW_S

    def count(self, address: str) -> None:
        """Count a wrong try."""
        now = time.monotonic()
        began, wrong = self._counted.pop(address, (now, 0))
        fresh = now - began > WINDOW_S
        self._counted[address] = (now, 1) if fresh else (began, wrong + 1)
        if len(self._counted) > MOST:
            self._counted.popitem(last=False)


LIMITER = web.AppKey("limiter", Limiter)
