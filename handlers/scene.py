"""One turn while it is being made: the session as it stands and what will be said."""

from functools import cache
from typing import Any

from handlers.call import Function
from handlers.catalogue import Catalogue
from handlers.effect import (
    Button,
    Call,
    Citation,
    Discard,
    Effect,
    Input,
    Part,
    Progress,
    Reword,
    Show,
    StartJob,
    Style,
)
from handlers.event import Event, JobKind
from handlers.session import Filming, Form, Frame, Known, Session
from registry.service import Service


class Scene:
    """Gathers one message and the effects of one turn.

    `stack` and `turn` change several times in a turn and are put into the session at its end;
    what else changes replaces `session`.
    """

    __slots__ = (
        "catalogue", "citations", "effects", "event", "known", "parts", "session", "stack", "turn",
    )  # fmt: skip

    def __init__(self, catalogue: Catalogue, known: Known, session: Session, event: Event) -> None:
        self.catalogue = catalogue
        self.known = known
        self.session = session
        self.stack = session.stack
        self.turn = session.turn
        self.event = event
        self.parts: list[Part] = []
        self.citations: tuple[Citation, ...] = ()
        self.effects: list[Effect] = []

    @property
    def top(self) -> Frame | None:
        """What is going on right now."""
        return self.stack[-1] if self.stack else None

    @property
    def form(self) -> Form:
        """The form that is open; only asked for while one is."""
        top = self.top
        assert isinstance(top, Form), "no form is open"
        return top

    def service(self, form: Form) -> Service:
        """The service that a form walks."""
        return self.catalogue.services[form.service]

    def put(self, **changes: Any) -> None:
        """Replace fields of the session other than its stack and turn."""
        self.session = self.session.but(**changes)

    def result(self, **changes: Any) -> Session:
        """The session as it stands now."""
        return self.session.but(stack=self.stack, turn=self.turn, **changes)

    def push(self, frame: Frame) -> None:
        """Start something on top of what is going on."""
        self.stack = (*self.stack, frame)

    def replace_top(self, frame: Frame) -> None:
        """Go on with a new state of what is going on."""
        self.stack = (*self.stack[:-1], frame)

    def pop(self) -> None:
        """End what is going on; what lies beneath goes on."""
        self._let_go(self.stack[-1:])
        self.stack = self.stack[:-1]

    def clear(self) -> None:
        """End all that is going on."""
        self._let_go(self.stack)
        self.stack = ()

    def _let_go(self, frames: tuple[Frame, ...]) -> None:
        """Photos of a challenge that was not finished are of no use to anybody."""
        for frame in frames:
            if isinstance(frame, Filming):
                self.discard(*frame.blobs)

    def say(self, message: str, **params: Any) -> None:
        """Add a paragraph to this turn's message."""
        self.parts.append(Part(message=message, params=params))

    def send(self, *buttons: Button) -> None:
        """Close the message without a question: what is open stays open.

        Its buttons must be standing ones.
        """
        show = Show(parts=tuple(self.parts), buttons=buttons, citations=self.citations)
        self.effects.append(show)
        self.parts = []
        self.citations = ()

    def ask(
        self,
        *buttons: Button,
        input: Input = Input.TEXT,
        progress: Progress | None = None,
    ) -> None:
        """Close the message with what can be answered."""
        self.turn += 1
        self.effects.append(
            Show(
                parts=tuple(self.parts),
                turn=self.turn,
                buttons=buttons,
                input=input,
                progress=progress,
                citations=self.citations,
            )
        )
        self.parts = []
        self.citations = ()

    def call(self, function: Function, **arguments: Any) -> None:
        """Ask the program; the turn goes on with the result."""
        self.effects.append(Call(function=function, arguments=arguments))

    def start(self, job: JobKind, **payload: Any) -> None:
        """Start a job whose result comes in a later turn."""
        self.effects.append(StartJob(job=job, payload=payload))

    def reword(self, text: str) -> None:
        """Have the person's own line kept in other words."""
        self.effects.append(Reword(text=text))

    def discard(self, *blobs: str) -> None:
        """Let files go that nobody needs any more."""
        self.effects.extend(Discard(blob=blob) for blob in blobs)


def quiet(key: str) -> Button:
    """A button of the open question that stands back."""
    return _plain(key, None, Style.QUIET)


def button(key: str, label: str | None = None, style: Style = Style.PLAIN, **params: Any) -> Button:
    """A button of the open question; its label is the text `button.<key>` unless named."""
    return (
        _plain(key, label, style)
        if not params
        else Button(key=key, label=label or f"button.{key}", style=style, params=params)
    )


@cache
def _plain(key: str, label: str | None, style: Style) -> Button:
    return Button(key=key, label=label or f"button.{key}", style=style)


def standing(key: str, label: str, style: Style = Style.PLAIN, **params: Any) -> Button:
    """A button that works at any time."""
    return Button(key=key, label=label, style=style, params=params, standing=True)


def blobs_of(form: Form) -> tuple[str, ...]:
    """The files among a form's answers."""
    found: list[str] = []
    for answer in form.answers.values():
        if isinstance(answer, dict) and isinstance(blobs := answer.get("blobs"), list):
            found.extend(str(blob) for blob in blobs)
    return tuple(found)
