"""What a conversation can draw on: the services, and the settings that change what is asked."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import NamedTuple

from registry.service import Service
from registry.services import SERVICES


def _never(text: str) -> bool:
    return False


def _as_it_is(text: str, mark: str) -> str:
    return text


class Catalogue(NamedTuple):
    """Handed to every turn; holds nothing of any person."""

    services: Mapping[str, Service] = SERVICES
    is_question: Callable[[str], bool] = _never
    """Whether a text that is no answer to the open step is a question about policy."""
    without_details: Callable[[str, str], str] = _as_it_is
    """A question with a mark in the place of a patient's details."""
    step_up: timedelta = timedelta(minutes=30)
    """How fresh a verification must be to submit."""
    resume_after: timedelta = timedelta(minutes=30)
    """A pause after which the person is shown where the form stood."""
