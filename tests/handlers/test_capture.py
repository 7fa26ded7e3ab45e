"""The capture page in the conversation, and the hold after a binding from another account."""

from datetime import timedelta

import pytest

from handlers.call import Function
from handlers.effect import Discard, Show
from handlers.event import Captured, JobKind
from handlers.session import Known, Waiting
from tests.handlers.conversation import AT, BOUND, Talk, at_review

HERE = BOUND.but(capture=True, face_consent=True)
FRESH = HERE.but(verified_at=AT)
CHALLENGE = {"nonce": "n", "moves": ["turn_left"]}


def capture(talk: Talk) -> Talk:
    """The page hands in three pictures."""
    return talk.take(Captured(at=AT, blobs=("a", "b", "c"), challenge=CHALLENGE))


def keys(talk: Talk) -> set[str]:
    """The buttons that were shown last."""
    *_, last = (one for one in talk.effects if isinstance(one, Show))
    return {button.key for button in last.buttons}


def test_pictures_of_the_page_are_compared_whatever_is_going_on() -> None:
    talk = capture(Talk(HERE).press("do:change_main_institution"))
    (job,) = talk.jobs

    assert ["waiting.match"] == talk.messages
    assert job.job is JobKind.MATCH
    assert job.payload == {"blobs": ["a", "b", "c"], "challenge": CHALLENGE, "mirror": False}
    assert ["form", "form", "waiting"] == [frame.kind for frame in talk.session.stack]


@pytest.mark.parametrize(
    ("known", "talk"),
    [
        (HERE.but(face_consent=False), Talk(HERE)),
        (HERE, Talk(HERE).press("do:verify").upload("selfie")),
    ],
)
def test_without_consent_or_while_others_are_compared_they_are_deleted(
    known: Known, talk: Talk
) -> None:
    talk.known = known
    capture(talk)
    gone = [one.blob for one in talk.effects if isinstance(one, Discard)]

    assert (["a", "b", "c"], "capture.unused") == (gone, talk.messages[0])


def test_only_where_a_page_can_be_opened_is_it_offered() -> None:
    offered = [
        {"capture", "manual"} & keys(Talk(known).press("do:verify"))
        for known in (HERE, HERE.but(capture=False))
    ]

    assert [{"capture", "manual"}, {"manual"}] == offered


def test_within_the_hold_nothing_is_submitted_and_the_answers_stay() -> None:
    talk = at_review()
    talk.known = FRESH.but(held_until=AT + timedelta(hours=5))
    talk.press("submit")

    assert ["held"] == talk.messages
    assert Function.SUBMIT not in talk.calls
    assert {"manual", "pause"} == keys(talk)
    assert not isinstance(talk.session.stack[-1], Waiting)


def test_after_the_hold_it_is_submitted() -> None:
    talk = at_review()
    talk.known = FRESH.but(held_until=AT - timedelta(seconds=1))
    talk.press("submit")

    assert Function.SUBMIT in talk.calls
