"""The offer to keep a template: after a match, once, on a screen of its own, yes and no alike."""

import pytest

from handlers.call import Function
from handlers.effect import Call
from handlers.event import JobKind
from handlers.session import Session
from tests.handlers.conversation import AT, BOUND, Talk, at_review

MATCHED = BOUND.but(face_consent=True, verified_at=AT, template_offer=True)
RECEIPT = {"number": 1, "template": ""}


def match(talk: Talk, outcome: str = "match", *, offer: bool = True) -> Talk:
    """A selfie is sent, and the program says what came of it."""
    talk.upload("selfie")
    talk.known = MATCHED.but(template_offer=offer)
    return talk.finish(JobKind.MATCH, outcome=outcome, receipt=RECEIPT)


def verified() -> Talk:
    """Somebody who has just been verified, by itself."""
    return match(Talk(MATCHED.but(template_offer=False)).press("do:verify"))


def decided(talk: Talk) -> list[bool]:
    """What the program was told to do about the template."""
    return [
        effect.arguments["keep"]
        for effect in talk.effects
        if isinstance(effect, Call) and effect.function is Function.KEEP_TEMPLATE
    ]


def test_after_a_match_the_offer_comes_alone_with_two_equal_buttons() -> None:
    said, offer = verified().shows

    assert ["verify.match", "verify.receipt"] == [part.message for part in said.parts]
    assert ["template.ask"] == [part.message for part in offer.parts]
    assert ["template:yes", "template:no"] == [button.key for button in offer.buttons]
    assert 1 == len({button.style for button in offer.buttons})


@pytest.mark.parametrize("outcome", ["unsure", "no_match", "unavailable"])
def test_without_a_match_it_is_not_offered(outcome: str) -> None:
    talk = match(Talk(MATCHED).press("do:verify"), outcome, offer=False)

    assert "template.ask" not in talk.messages


def test_before_a_verification_nothing_speaks_of_it() -> None:
    talk = Talk(BOUND).press("do:verify")
    asked = talk.messages + talk.press("agree").messages

    assert "template.ask" not in asked


def test_it_never_comes_between_the_verification_and_what_it_was_for() -> None:
    talk = match(at_review().press("submit").press("agree"))
    *submitted, offer = talk.shows

    assert "submit.submitted" in [part.message for show in submitted for part in show.parts]
    assert ["go:applications", "go:menu"] == [button.key for button in submitted[-1].buttons]
    assert ["template.ask"] == [part.message for part in offer.parts]


@pytest.mark.parametrize("answer", ["template:no", "template:yes", "go:menu"])
def test_it_is_not_asked_a_second_time_whatever_was_answered(answer: str) -> None:
    talk = verified().press(answer).press("do:verify")

    assert "template.ask" not in match(talk).messages


@pytest.mark.parametrize(
    ("answer", "expected"), [("是", True), ("同意", True), ("不要", False), ("no", False)]
)
def test_a_typed_answer_counts_as_well(answer: str, expected: bool) -> None:
    assert [expected] == decided(verified().say(answer))


@pytest.mark.parametrize("talk", [Talk(), Talk(BOUND), verified().press("go:menu")])
def test_a_yes_to_anything_else_is_no_consent(talk: Talk) -> None:
    assert [] == decided(talk.say("好"))


@pytest.mark.parametrize("typed", ["人脸模板", "face template"])
def test_who_brings_it_up_is_asked_at_any_time(typed: str) -> None:
    assert ["template.ask"] == Talk(BOUND, Session(offered=3)).say(typed).messages


def test_who_agreed_reads_until_when_and_can_delete() -> None:
    talk = Talk(BOUND)
    talk.answers[Function.TEMPLATE] = {"agreed": True, "until": "2027-11-23T10:00:00+08:00"}
    talk.say("人脸模板")

    assert ["template.state"] == talk.messages
    assert "template:no" in talk.keys


@pytest.mark.parametrize("typed", ["删除模板", "delete template"])
def test_in_the_middle_of_a_form_a_word_deletes_it_and_the_form_goes_on(typed: str) -> None:
    talk = Talk(BOUND).press("do:change_main_institution")
    talk.answers[Function.KEEP_TEMPLATE] = {"outcome": "deleted"}
    talk.say(typed)

    assert [False] == decided(talk)
    assert ["template.deleted", "ask.institution"] == talk.messages


@pytest.mark.parametrize("typed", ["我的数据", "my data", "隐私"])
def test_one_place_leads_to_everything_that_can_be_done_about_the_data(typed: str) -> None:
    talk = Talk(BOUND).say(typed)

    assert ["my_data"] == talk.messages
    assert {"go:template", "erase"} <= set(talk.keys)
    assert ["erase.sure"] == talk.press("erase").messages
