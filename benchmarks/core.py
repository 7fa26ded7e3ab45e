"""The pure core: `advance` with the session as JSON in and out, a service of four steps."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

from benchmarks.figure import Figure
from handlers.advance import advance
from handlers.call import Found, Function, Option
from handlers.catalogue import Catalogue
from handlers.event import Event, Media, Pressed, Returned, Said, Uploaded
from handlers.session import Known, Session, restored, stored

AT = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=8)))
KNOWN = Known(bound=True, name="林知秋", has_photo=True, verified_at=AT)
ROUNDS, REPEATS = 400, 7
FOUND = Found(
    options=tuple(Option(value=f"code{n}", label=f"示范医院{n}", detail="江岸区") for n in range(3))
).model_dump(mode="json")

# The whole conversation: each event is made with the turn of the open question.
TURNS: tuple[Callable[[int], Event], ...] = (
    lambda turn: Pressed(at=AT, key="do:change_main_institution", turn=turn),
    lambda turn: Said(at=AT, text="示范"),
    lambda turn: Returned(at=AT, function=Function.FIND_INSTITUTION, result=FOUND),
    lambda turn: Pressed(at=AT, key="option:0", turn=turn),
    lambda turn: Said(at=AT, text="2026年12月1日"),
    lambda turn: Said(at=AT, text="心内科"),
    lambda turn: Uploaded(at=AT, media=Media.PHOTO, blob="b1"),
    lambda turn: Pressed(at=AT, key="submit", turn=turn),
)


def conversation(catalogue: Catalogue, events: list[Event]) -> str:
    """One whole conversation; the session goes through JSON at every turn."""
    text = stored(Session())
    for event in events:
        session, _ = advance(catalogue, KNOWN, restored(text), event)
        text = stored(session)
    return text


def prepared(catalogue: Catalogue) -> list[Event]:
    """The events with the turns that the conversation will have reached."""
    session, events = Session(), []
    for make in TURNS:
        events.append(make(session.turn))
        session, _ = advance(catalogue, KNOWN, session, events[-1])
    return events


def run() -> Iterator[Figure]:
    """Turns per second of processor time."""
    catalogue = Catalogue()
    events = prepared(catalogue)
    assert conversation(catalogue, events).count("code0") == 1, "the conversation must get through"
    rates = []
    for _ in range(REPEATS):
        started = time.process_time()
        for _ in range(ROUNDS):
            conversation(catalogue, events)
        rates.append(ROUNDS * len(events) / (time.process_time() - started))
    yield Figure("turns_core_per_cpu_s", round(statistics.median(rates)), "1/s")
