"""Logs for the operator: one line an event, and nothing in them that tells of a person."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# Whatever slips into a log line: resident IDs, certificate and phone numbers.
_NUMBERS = re.compile(r"(?<!\d)\d{11,27}[0-9Xx]?(?!\d)")


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace long numbers in every value of a log entry."""
    return {key: _redacted(value) for key, value in event.items()}


def configure() -> None:
    """Log to standard error, warnings of libraries included, redacted."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            redact,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Redacting()])


class _Redacting(logging.StreamHandler):  # type: ignore[type-arg]
    def format(self, record: logging.LogRecord) -> str:
        return str(_redacted(super().format(record)))


def _redacted(value: Any) -> Any:
    return _NUMBERS.sub("[number]", value) if isinstance(value, str) else value
