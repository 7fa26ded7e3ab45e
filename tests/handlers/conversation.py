"""A conversation with the pure core alone: what the program would answer is scripted."""

from datetime import datetime, timedelta, timezone
from typing import Any

from handlers.advance import advance
from handlers.call import Function
from handlers.catalogue import Catalogue
from handlers.effect import Call, Discard, Effect, Show, StartJob
from handlers.event import (
    Event,
    Finished,
    JobKind,
    Media,
    Opened,
    Pressed,
    Returned,
    Said,
    Uploaded,
)
from handlers.session import Known, Session, restored, stored

AT = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=8)))
NOBODY, FRESH = Known(), Session()
BOUND = Known(bound=True, name="林知秋", has_photo=True)
INSTITUTIONS = {
    "options": [
        {"value": "A1", "label": "岚溪大学第一附属医院", "detail": "江岸区"},
        {
            "value": "B1",
            "label": "云岫大学第一附属医院",
            "detail": "锦江区",
            "note": "other_province",
        },
        {
            "value": "C1",
            "label": "硚口扶光人民医院",
            "detail": "硚口区",
            "note": "same_institution",
        },
    ],
    "clear": False,
}
RECEIPT = {
    "outcome": "submitted",
    "number": "YZ-2026-000001",
    "digest": "0" * 64,
    "waits_for": "institution",
    "institution": "岚溪大学第一附属医院",
    "deadline": "2026-12-01",
    "working_days": 5,
}
ANSWERS: dict[Function, dict[str, Any]] = {
    Function.FIND_INSTITUTION: INSTITUTIONS,
    Function.BIND: {
        "outcome": "bound",
        "name": "林知秋",
        "institution": "某院",
        "has_photo": False,
    },
    Function.SUBMIT: RECEIPT,
    Function.APPLICATIONS: {"applications": []},
    Function.ATTESTATION: {
        "fields": [{"field": "phone", "value": "••••0002", "reason": "old", "confirmed_on": None}],
        "attested_on": None,
    },
    Function.OBJECT: {"number": 1, "institution": "某院"},
    Function.REQUEST_VERIFICATION: {"outcome": "asked", "institution": "某院"},
    Function.HAND_OVER: {"outcome": "asked", "institution": "某院"},
    Function.JUDGE_ANSWER: {"outcome": "useless", "passed_on": "opened"},
    Function.ASK_OFFICER: {"outcome": "asked", "passed_on": "opened"},
    Function.SUBSCRIBE: {"outcome": "on"},
    Function.COPY_LINK: {"url": "/copy/x", "minutes": 10},
    Function.TEMPLATE: {"agreed": False, "until": ""},
    Function.KEEP_TEMPLATE: {"outcome": "agreed"},
    Function.WITHDRAW: {"outcome": "withdrawn", "number": "YZ-2026-000001"},
    Function.CORRECTION: {"number": "YZ-2026-000001"},
}


def is_question(text: str) -> bool:
    """A stand-in for the real gate, which has tests of its own."""
    return text.endswith(("？", "?", "呢"))


class Talk:
    """Drives `advance`; every session goes through JSON, as it does in the program."""

    def __init__(self, known: Known = NOBODY, session: Session = FRESH) -> None:
        self.catalogue = Catalogue(is_question=is_question)
        self.known = known
        self.session = session
        self.at = AT
        self.answers = dict(ANSWERS)
        self.effects: list[Effect] = []

    def take(self, event: Event) -> "Talk":
        """One event with all its calls; `effects` holds what came of it."""
        self.effects = []
        events: list[Event] = [event]
        while events:
            kept = restored(stored(self.session))
            self.session, effects = advance(self.catalogue, self.known, kept, events.pop(0))
            self.effects.extend(effects)
            events.extend(
                Returned(
                    at=self.at, function=call.function, result=self.answers.get(call.function, {})
                )
                for call in effects
                if isinstance(call, Call)
            )
        return self

    def say(self, text: str) -> "Talk":
        return self.take(Said(at=self.at, text=text))

    def press(self, key: str, turn: int | None = None) -> "Talk":
        return self.take(
            Pressed(at=self.at, key=key, turn=self.session.turn if turn is None else turn)
        )

    def upload(self, blob: str = "b1", media: Media = Media.PHOTO, **more: Any) -> "Talk":
        return self.take(Uploaded(at=self.at, media=media, blob=blob, **more))

    def open(self, link: str = "") -> "Talk":
        return self.take(Opened(at=self.at, link=link))

    def finish(self, job: JobKind, **result: Any) -> "Talk":
        return self.take(Finished(at=self.at, job=job, result=result))

    def later(self, **delta: float) -> "Talk":
        self.at += timedelta(**delta)
        return self

    @property
    def messages(self) -> list[str]:
        """The keys of everything shown by the last event."""
        return [part.message for show in self.shows for part in show.parts]

    @property
    def shows(self) -> list[Show]:
        return [effect for effect in self.effects if isinstance(effect, Show)]

    @property
    def keys(self) -> list[str]:
        """The buttons of the last message."""
        return [button.key for button in self.shows[-1].buttons] if self.shows else []

    @property
    def calls(self) -> list[Function]:
        return [effect.function for effect in self.effects if isinstance(effect, Call)]

    @property
    def jobs(self) -> list[StartJob]:
        return [effect for effect in self.effects if isinstance(effect, StartJob)]

    @property
    def discarded(self) -> list[str]:
        return [effect.blob for effect in self.effects if isinstance(effect, Discard)]


def at_review() -> Talk:
    """The change of institution, filled in up to its review page."""
    talk = Talk(BOUND).press("do:change_main_institution").say("附属").press("option:0")
    return talk.say("2026年12月1日").say("心内科").upload("proof")
