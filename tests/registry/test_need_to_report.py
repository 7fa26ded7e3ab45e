"""Every plan gets advice that rests on the law, after no more questions than it needs."""

from itertools import product

import pytest

from registry.citation import Certainty, Law
from registry.need_to_report import ROWS, Activity, Advice, Caution, Question, Verdict, advise
from registry.scopes import Level

_OUT = Question.OUTSIDE_REGISTERED_PLACE
_IN_SCOPE = {Question.WITHIN_SCOPE: True, Question.WITHIN_CONSORTIUM: False}


@pytest.mark.parametrize(
    ("activity", "level", "answers", "verdict", "article"),
    [
        (Activity.FURTHER_STUDY, Level.PHYSICIAN, {}, Verdict.NOT_NEEDED, 18),
        (Activity.FREE_CLINIC, Level.ASSISTANT, {}, Verdict.NOT_NEEDED, 18),
        (Activity.EMERGENCY_AID, Level.PHYSICIAN, {}, Verdict.NOT_NEEDED, 27),
        (
            Activity.CONSULTATION,
            Level.PHYSICIAN,
            {Question.THROUGH_THE_INSTITUTIONS: True},
            Verdict.NOT_NEEDED,
            18,
        ),
        (
            Activity.CONSULTATION,
            Level.PHYSICIAN,
            {Question.THROUGH_THE_INSTITUTIONS: False},
            Verdict.ASK_AUTHORITY,
            18,
        ),
        (
            Activity.ANOTHER_INSTITUTION,
            Level.PHYSICIAN,
            {Question.WITHIN_SCOPE: True, Question.WITHIN_CONSORTIUM: True},
            Verdict.NOT_NEEDED,
            18,
        ),
        (
            Activity.ANOTHER_INSTITUTION,
            Level.PHYSICIAN,
            {**_IN_SCOPE, _OUT: False, Question.REGULARLY: True},
            Verdict.FILE,
            15,
        ),
        (
            Activity.ANOTHER_INSTITUTION,
            Level.PHYSICIAN,
            {**_IN_SCOPE, _OUT: True},
            Verdict.ADDITIONAL_REGISTRATION,
            15,
        ),
        (
            Activity.ANOTHER_INSTITUTION,
            Level.ASSISTANT,
            {**_IN_SCOPE, _OUT: True},
            Verdict.ASK_AUTHORITY,
            15,
        ),
        (
            Activity.ANOTHER_INSTITUTION,
            Level.PHYSICIAN,
            {Question.WITHIN_SCOPE: False},
            Verdict.CHANGE_REGISTRATION,
            57,
        ),
        (Activity.NEW_MAIN_INSTITUTION, Level.PHYSICIAN, {}, Verdict.CHANGE_REGISTRATION, 18),
        (
            Activity.METHODS_OF_THE_OTHER_MEDICINE,
            Level.PHYSICIAN,
            {},
            Verdict.TRAIN_FIRST,
            14,
        ),
        (Activity.INTERNET, Level.PHYSICIAN, {}, Verdict.INSTITUTION_CONSENT, 30),
        (Activity.OWN_PRACTICE, Level.ASSISTANT, {}, Verdict.NOT_POSSIBLE, 20),
        (
            Activity.OWN_PRACTICE,
            Level.PHYSICIAN,
            {Question.FIVE_YEARS_PRACTISED: False, Question.QUALIFIED_BY_TCM_ASSESSMENT: False},
            Verdict.NOT_YET,
            20,
        ),
        (
            Activity.RETURN,
            Level.PHYSICIAN,
            {Question.TWO_YEARS_OR_MORE: True},
            Verdict.REREGISTER,
            19,
        ),
    ],
)
def test_the_advice_follows_the_law(
    activity: Activity,
    level: Level,
    answers: dict[Question, bool],
    verdict: Verdict,
    article: int,
) -> None:
    advice = advise(activity, level, answers)

    assert isinstance(advice, Advice)
    assert verdict is advice.verdict
    assert article in {one.article for one in advice.citations if one.law is Law.PHYSICIANS}


@pytest.mark.parametrize(("activity", "level"), list(product(Activity, Level)))
def test_every_plan_ends_in_advice_and_no_question_is_asked_twice(
    activity: Activity, level: Level
) -> None:
    open_paths: list[dict[Question, bool]] = [{}]
    while open_paths:
        answers = open_paths.pop()
        result = advise(activity, level, answers)
        if isinstance(result, Question):
            assert result not in answers
            open_paths += [{**answers, result: True}, {**answers, result: False}]
        else:
            assert any(one.quotable for one in result.citations)


def test_an_unneeded_question_is_not_asked() -> None:
    assert Question.WITHIN_SCOPE is advise(Activity.ANOTHER_INSTITUTION, Level.PHYSICIAN, {})
    assert isinstance(
        advise(Activity.ANOTHER_INSTITUTION, Level.PHYSICIAN, {Question.WITHIN_SCOPE: False}),
        Advice,
    )


def test_whoever_may_be_punished_is_told_the_article() -> None:
    warned = [row.advice for row in ROWS if Caution.OUTSIDE_IS_PUNISHED in row.advice.cautions]

    assert warned
    assert all(57 in {one.article for one in advice.citations} for advice in warned)


def test_articles_of_the_2017_measures_are_never_shown_as_law() -> None:
    citations = [one for row in ROWS for one in row.advice.citations]

    assert {Certainty.SECONDARY} == {
        one.certainty for one in citations if one.law is Law.REGISTRATION_MEASURES
    }
