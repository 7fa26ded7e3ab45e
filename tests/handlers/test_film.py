"""A fresh capture in the chat itself: a film, or a photo of each step."""

from datetime import timedelta

import pytest

from handlers.call import Function
from handlers.event import JobKind, Media
from handlers.session import Filming
from tests.handlers.conversation import AT, BOUND, Talk

HERE = BOUND.but(films=True, face_consent=True)
CHALLENGE = {"nonce": "n", "moves": ["turn_left", "closer"], "seconds": 75}


def filming() -> Talk:
    """Somebody who was just asked for the steps."""
    talk = Talk(HERE)
    talk.answers[Function.CHALLENGE] = {"challenge": CHALLENGE}
    return talk.press("do:verify").press("film")


def test_the_steps_are_named_in_their_order_beside_the_way_without_a_face() -> None:
    talk = filming()
    (part,) = talk.shows[-1].parts

    assert "film" == part.message
    assert {"moves": ["turn_left", "closer"], "seconds": 75, "photos": 3} == part.params
    assert {"film", "manual", "cancel"} == set(talk.keys)


def test_only_where_films_are_taken_is_it_offered() -> None:
    offered = ["film" in Talk(HERE.but(films=on)).press("do:verify").keys for on in (True, False)]

    assert [True, False] == offered


def test_a_film_is_the_whole_answer() -> None:
    talk = filming().upload("film", Media.VIDEO)
    (job,) = talk.jobs

    assert JobKind.MATCH is job.job
    assert ["film"] == job.payload["blobs"]
    assert CHALLENGE | {"arrived_at": AT.isoformat()} == job.payload["challenge"]
    assert job.payload["mirror"]
    assert ["form", "waiting"] == [frame.kind for frame in talk.session.stack]


def test_photos_are_gathered_and_each_next_one_is_named() -> None:
    talk = filming()
    asked = [talk.upload(name).shows[-1].parts[-1].params for name in ("a", "b")]
    held = talk.calls
    talk.upload("c")

    assert [("turn_left", 2, 3), ("closer", 3, 3)] == [(p["move"], p["at"], p["of"]) for p in asked]
    assert [Function.HOLD_PHOTO] == held
    assert ["a", "b", "c"] == talk.jobs[0].payload["blobs"]


@pytest.mark.parametrize("press", ["cancel", "film", "do:bind"])
def test_photos_of_a_challenge_that_was_left_are_deleted(press: str) -> None:
    talk = filming().upload("a")
    talk.press(press)

    assert ["a"] == talk.discarded
    assert not any(isinstance(f, Filming) and f.blobs for f in talk.session.stack)


def test_who_asks_for_ever_other_moves_is_sent_to_the_institution() -> None:
    talk = filming()
    asked = [talk.press("cancel").press("do:verify").press("film").messages for _ in range(4)]
    talk.press("film")

    assert ["film"] * 4 == [messages[-1] for messages in asked]
    assert "verify.locked" in talk.messages
    assert Function.REQUEST_VERIFICATION in talk.calls
    assert not any(isinstance(frame, Filming) for frame in talk.session.stack)


def test_a_verdict_lets_challenges_be_asked_for_anew() -> None:
    talk = filming().upload("film", Media.VIDEO)
    talk.finish(JobKind.MATCH, outcome="match", receipt={"number": 1, "deleted": True, "days": 3})

    assert 0 == talk.session.challenges


def test_what_was_forwarded_is_refused_and_the_steps_stay() -> None:
    talk = filming().upload("old", Media.VIDEO, forwarded=True)

    assert ["old"] == talk.discarded
    assert ["upload.forwarded", "film"] == talk.messages


def test_a_question_in_the_middle_keeps_the_steps() -> None:
    talk = filming().say("去外院会诊要变更注册吗？")

    assert isinstance(talk.session.stack[-1], Filming)
    assert [JobKind.ANSWER] == [job.job for job in talk.jobs]


def test_a_film_that_nobody_asked_for_is_deleted_and_said_to_be_of_no_use() -> None:
    talk = Talk(HERE).upload("film", Media.VIDEO)

    assert (["film"], "media.video") == (talk.discarded, talk.messages[0])


def test_steps_kept_over_a_pause_are_shown_again() -> None:
    talk = filming()
    talk.at += timedelta(minutes=1)
    talk.open("start")

    assert talk.messages
