"""The wizard: every step forwards, backwards and sideways."""

from datetime import timedelta

import pytest

from handlers.call import Function
from handlers.event import JobKind
from handlers.session import Form
from tests.handlers.conversation import AT, BOUND, Talk, at_review

FRESH = BOUND.but(verified_at=AT)


def form(talk: Talk) -> Form:
    top = talk.session.stack[-1]
    assert isinstance(top, Form)
    return top


def test_the_change_of_institution_is_asked_step_by_step() -> None:
    talk = Talk(BOUND).press("do:change_main_institution")
    assert talk.messages == ["intro.change_main_institution", "ask.institution"]
    assert talk.say("附属").messages == ["choose.institution"]
    assert talk.press("option:0").messages == ["ask.start_date"]
    assert talk.say("2026年12月1日").messages == ["ask.department"]
    assert talk.say("心内科").messages == ["ask.employment_proof"]
    assert talk.upload("proof").messages == ["review", "review.change_main_institution"]


def test_submitting_without_a_fresh_verification_asks_for_one_and_then_goes_through() -> None:
    talk = at_review().press("submit")
    assert talk.messages == ["step_up", "ask.face_consent"]
    talk.press("agree").upload("selfie")
    assert [job.job for job in talk.jobs] == [JobKind.MATCH]

    talk.known = talk.known.but(verified_at=AT)
    talk.finish(JobKind.MATCH, outcome="match", receipt={"number": 1})

    assert Function.SUBMIT in talk.calls
    assert "submit.submitted" in talk.messages


def test_an_unsure_verdict_keeps_the_draft_and_submits_nothing() -> None:
    talk = at_review().press("submit").press("agree").upload("selfie")

    talk.finish(JobKind.MATCH, outcome="unsure", receipt={"number": 1})

    assert talk.messages[:2] == ["verify.unsure", "verify.receipt"]
    assert "form.draft_kept" in talk.messages
    assert [form.service for form in talk.session.paused] == ["change_main_institution"]
    assert Function.SUBMIT not in talk.calls


def test_a_verification_that_is_too_old_does_not_count() -> None:
    talk = at_review()
    talk.known = BOUND.but(verified_at=AT - timedelta(minutes=31))

    assert "step_up" in talk.press("submit").messages


def test_without_a_register_photo_the_way_on_is_shown_beside_the_route_without_a_face() -> None:
    talk = at_review()
    talk.known = talk.known.but(has_photo=False)

    assert talk.press("submit").keys[:2] == ["manual", "do:reference_photo"]


def test_refusing_the_consent_leads_to_the_clerk_in_the_same_number_of_presses() -> None:
    agreed = Talk(BOUND).press("do:verify")
    refused = Talk(BOUND).press("do:verify").press("otherwise")

    assert agreed.keys[:2] == ["agree", "otherwise"]
    assert Function.REQUEST_VERIFICATION in refused.calls
    assert refused.messages[0] == "manual.asked"


def test_a_consent_that_stands_is_not_asked_for_again() -> None:
    assert Talk(BOUND.but(face_consent=True)).press("do:verify").messages[-1] == "ask.selfie"


def test_one_answer_can_be_changed_from_the_review_and_the_others_stay() -> None:
    talk = at_review().press("change:start_date")
    assert talk.messages == ["ask.start_date"]

    talk.say("2026年12月8日")

    assert talk.messages[0] == "review"
    assert form(talk).answers["start_date"] == "2026-12-08"
    assert form(talk).answers["department"] == "03.04"


def test_back_keeps_the_answers_and_ends_at_the_way_out() -> None:
    talk = at_review()
    for expected in ("employment_proof", "department", "start_date", "institution"):
        talk.say("返回")
        assert form(talk).step == expected
    assert len(form(talk).answers) == 4

    assert talk.say("返回").messages == ["leaving"]


def test_back_from_a_change_returns_to_the_review() -> None:
    assert at_review().press("change:department").press("back").messages[0] == "review"


def test_a_question_in_the_middle_is_answered_and_the_step_is_asked_again() -> None:
    talk = Talk(BOUND).press("do:change_main_institution").say("如果只是去进修半年呢")
    assert [job.job for job in talk.jobs] == [JobKind.ANSWER]

    talk.finish(JobKind.ANSWER, kind="answer", params={"as_of": "2026-11-23"}, citations=[])

    assert talk.messages == ["answer.answer", "answer.back", "ask.institution"]


@pytest.mark.parametrize(
    "said", ["第二个", "2", "the second", "云岫大学第一附属医院", "云岫大学第一附院"]
)
def test_an_option_is_chosen_by_press_ordinal_label_or_a_typo_of_it(said: str) -> None:
    talk = Talk(BOUND).press("do:change_main_institution").say("附属").say(said)

    assert form(talk).answers.get("institution") == "B1"
    assert "note.other_province" in talk.messages


def test_the_same_institution_is_refused_with_the_reason() -> None:
    talk = Talk(BOUND).press("do:change_main_institution").say("附属").press("option:2")

    assert talk.messages == ["note.same_institution", "ask.institution"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2020年1月1日", "problem.date_in_past"),
        ("2026年2月30日", "problem.date_impossible"),
        ("1/3/2027", "ambiguous_date"),
        ("🎉🎉🎉", "problem.not_a_date"),
    ],
)
def test_a_date_that_cannot_be_is_explained_and_asked_again(typed: str, expected: str) -> None:
    talk = Talk(BOUND).press("do:change_main_institution").say("附属").press("option:0").say(typed)

    assert talk.messages[0] == expected
    assert talk.messages[-1] in ("ask.start_date", "choose.start_date")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["<b>林</b>"], "problem.wrong_characters"),
        (["林知秋", "420000197003280062"], "problem.wrong_check_digit"),
        (["林知秋", "42000019700328006"], "problem.wrong_length"),
        (
            ["林知秋", "420000197003280061", "200642110420000197003280062"],
            "problem.wrong_check_digit",
        ),
        (["林知秋", "420000197003280061", "200642110110101199003074477"], "problem.id_mismatch"),
    ],
)
def test_each_mistake_at_binding_is_named_with_an_example(steps: list[str], expected: str) -> None:
    talk = Talk().press("do:bind")
    for typed in steps:
        talk.say(typed)

    assert talk.messages[0] == expected
    assert talk.messages[1].startswith("example.")


def test_a_mismatch_opens_an_objection_that_carries_what_was_typed() -> None:
    talk = Talk().press("do:bind").say("林知秋").say("420000197003280061")
    talk.answers[Function.BIND] = {"outcome": "mismatch"}
    talk.say("200642110420000197003280061")
    assert "object" in talk.keys

    talk.press("object")

    assert form(talk).service == "objection"
    assert form(talk).answers["name"] == "林知秋"


def test_leaving_asks_twice_only_if_answers_would_be_lost() -> None:
    empty = Talk(BOUND).press("do:change_main_institution").say("取消")
    filled = at_review().say("取消")

    assert empty.messages[0] == "form.discarded"
    assert filled.messages == ["leaving"]
    assert filled.press("discard").discarded == ["proof"]


def test_a_draft_put_aside_is_offered_in_the_menu_and_goes_on_where_it_stood() -> None:
    talk = at_review().press("pause")
    assert talk.keys[0] == "resume"

    assert talk.press("resume").messages[0] == "review"


def test_coming_back_after_a_pause_shows_where_the_form_stood() -> None:
    talk = at_review().later(hours=2).open()

    assert talk.messages == ["resume_card"]
    assert talk.keys == ["resume", "start_over", "leave"]


def test_a_file_on_the_review_page_is_one_more_sheet_of_the_material() -> None:
    talk = at_review().upload("page2")

    assert form(talk).answers["employment_proof"] == {"blobs": ["proof", "page2"]}


def test_a_forwarded_selfie_is_refused_and_deleted() -> None:
    talk = Talk(BOUND).press("do:verify").press("agree").upload("old", forwarded=True)

    assert talk.messages[0] == "upload.forwarded"
    assert talk.discarded == ["old"]
