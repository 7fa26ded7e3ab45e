"""Does a planned activity have to be reported? 医师法 14, 15, 17-20, 27 and 30 as one table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from registry.citation import Certainty, Citation, Law, physicians_law
from registry.frozen import Frozen
from registry.scopes import Level


class Activity(StrEnum):
    """What somebody plans to do."""

    RESIDENCY_TRAINING = "residency_training"
    FURTHER_STUDY = "further_study"
    PARTNER_SUPPORT = "partner_support"
    CONSULTATION = "consultation"
    DISASTER_RELIEF = "disaster_relief"
    CHARITY = "charity"
    FREE_CLINIC = "free_clinic"
    STATE_TASK = "state_task"
    EMERGENCY_AID = "emergency_aid"
    ANOTHER_INSTITUTION = "another_institution"
    NEW_MAIN_INSTITUTION = "new_main_institution"
    ANOTHER_DEPARTMENT = "another_department"
    NEW_SCOPE = "new_scope"
    NEW_CATEGORY = "new_category"
    METHODS_OF_THE_OTHER_MEDICINE = "methods_of_the_other_medicine"
    INTERNET = "internet"
    OWN_PRACTICE = "own_practice"
    PAUSE = "pause"
    RETURN = "return"


class Question(StrEnum):
    """What the answer may hang on; all are answered yes or no."""

    THROUGH_THE_INSTITUTIONS = "through_the_institutions"
    WITHIN_CONSORTIUM = "within_consortium"
    WITHIN_SCOPE = "within_scope"
    OUTSIDE_REGISTERED_PLACE = "outside_registered_place"
    REGULARLY = "regularly"
    FIVE_YEARS_PRACTISED = "five_years_practised"
    QUALIFIED_BY_TCM_ASSESSMENT = "qualified_by_tcm_assessment"
    TWO_YEARS_OR_MORE = "two_years_or_more"


class Verdict(StrEnum):
    """What is to be done."""

    NOT_NEEDED = "not_needed"
    FILE = "file"
    ADDITIONAL_REGISTRATION = "additional_registration"
    CHANGE_REGISTRATION = "change_registration"
    TRAIN_FIRST = "train_first"
    INSTITUTION_CONSENT = "institution_consent"
    APPROVAL_OR_FILING = "approval_or_filing"
    REREGISTER = "reregister"
    NOT_YET = "not_yet"
    NOT_POSSIBLE = "not_possible"
    ASK_AUTHORITY = "ask_authority"


class Caution(StrEnum):
    """What to mind all the same."""

    STAY_WITHIN_SCOPE = "stay_within_scope"
    OUTSIDE_IS_PUNISHED = "outside_is_punished"
    UNDER_A_PHYSICIAN = "under_a_physician"
    TWO_YEARS_END_REGISTRATION = "two_years_end_registration"
    NO_FIRST_VISITS = "no_first_visits"


class Advice(Frozen):
    """The result, kept in the file; `service` is the one that does it, if there is one.

    Citations that are not quotable are shown as "ask your authority".
    """

    verdict: Verdict
    citations: tuple[Citation, ...]
    cautions: tuple[Caution, ...] = ()
    service: str | None = None


class Row(Frozen):
    """One line of the table: it answers when every one of its conditions holds."""

    activities: frozenset[Activity]
    level: Level | None = None
    needs: tuple[tuple[Question, bool], ...] = ()
    advice: Advice


PENALTY: Final = physicians_law(57)
_EXEMPT = frozenset(
    {
        Activity.RESIDENCY_TRAINING,
        Activity.FURTHER_STUDY,
        Activity.PARTNER_SUPPORT,
        Activity.DISASTER_RELIEF,
        Activity.CHARITY,
        Activity.FREE_CLINIC,
        Activity.STATE_TASK,
    }
)


def _measures(article: int) -> Citation:
    return Citation(law=Law.REGISTRATION_MEASURES, article=article, certainty=Certainty.SECONDARY)


def _advice(
    verdict: Verdict,
    *basis: int | Citation,
    service: str | None = None,
    mind: Caution | None = None,
) -> Advice:
    """An article number alone is one of 医师法."""
    citations = tuple(physicians_law(one) if isinstance(one, int) else one for one in basis)
    return Advice(
        verdict=verdict,
        citations=citations,
        cautions=() if mind is None else (mind,),
        service=service,
    )


def _row(
    activity: Activity | frozenset[Activity],
    advice: Advice,
    *needs: tuple[Question, bool],
    level: Level | None = None,
) -> Row:
    activities = frozenset({activity}) if isinstance(activity, Activity) else activity
    return Row(activities=activities, level=level, needs=needs, advice=advice)


_CHANGE_SCOPE = _advice(
    Verdict.CHANGE_REGISTRATION,
    14,
    18,
    PENALTY,
    service="change_scope",
    mind=Caution.OUTSIDE_IS_PUNISHED,
)
_FREE = _advice(Verdict.NOT_NEEDED, 18, mind=Caution.STAY_WITHIN_SCOPE)

ROWS: tuple[Row, ...] = (
    _row(_EXEMPT, _FREE),
    _row(Activity.CONSULTATION, _FREE, (Question.THROUGH_THE_INSTITUTIONS, True)),
    _row(
        Activity.CONSULTATION,
        _advice(Verdict.ASK_AUTHORITY, 18, PENALTY, mind=Caution.OUTSIDE_IS_PUNISHED),
    ),
    _row(Activity.EMERGENCY_AID, _advice(Verdict.NOT_NEEDED, 27)),
    _row(Activity.ANOTHER_INSTITUTION, _CHANGE_SCOPE, (Question.WITHIN_SCOPE, False)),
    _row(Activity.ANOTHER_INSTITUTION, _FREE, (Question.WITHIN_CONSORTIUM, True)),
    _row(
        Activity.ANOTHER_INSTITUTION,
        _advice(
            Verdict.ASK_AUTHORITY, 14, 15, _measures(17), PENALTY, mind=Caution.OUTSIDE_IS_PUNISHED
        ),
        (Question.OUTSIDE_REGISTERED_PLACE, True),
        level=Level.ASSISTANT,
    ),
    _row(
        Activity.ANOTHER_INSTITUTION,
        _advice(
            Verdict.ADDITIONAL_REGISTRATION,
            14,
            15,
            _measures(17),
            service="additional_registration",
        ),
        (Question.OUTSIDE_REGISTERED_PLACE, True),
    ),
    _row(
        Activity.ANOTHER_INSTITUTION,
        _advice(Verdict.FILE, 15, _measures(10), service="multi_institution_filing"),
        (Question.REGULARLY, True),
    ),
    _row(
        Activity.ANOTHER_INSTITUTION,
        _advice(Verdict.ASK_AUTHORITY, 15, 57, mind=Caution.OUTSIDE_IS_PUNISHED),
    ),
    _row(
        Activity.NEW_MAIN_INSTITUTION,
        _advice(Verdict.CHANGE_REGISTRATION, 18, 15, service="change_main_institution"),
    ),
    _row(
        Activity.ANOTHER_DEPARTMENT,
        _advice(Verdict.NOT_NEEDED, 14),
        (Question.WITHIN_SCOPE, True),
    ),
    _row(Activity.ANOTHER_DEPARTMENT, _CHANGE_SCOPE),
    _row(Activity.NEW_SCOPE, _CHANGE_SCOPE),
    _row(
        Activity.NEW_CATEGORY,
        _advice(Verdict.CHANGE_REGISTRATION, 18, service="change_category"),
    ),
    _row(
        Activity.METHODS_OF_THE_OTHER_MEDICINE,
        _advice(Verdict.TRAIN_FIRST, 14, mind=Caution.STAY_WITHIN_SCOPE),
    ),
    _row(
        Activity.INTERNET,
        _advice(Verdict.ASK_AUTHORITY, 30, 34, mind=Caution.UNDER_A_PHYSICIAN),
        level=Level.ASSISTANT,
    ),
    _row(
        Activity.INTERNET,
        _advice(Verdict.INSTITUTION_CONSENT, 30, mind=Caution.NO_FIRST_VISITS),
    ),
    _row(
        Activity.OWN_PRACTICE,
        _advice(Verdict.NOT_POSSIBLE, 20, 34, mind=Caution.UNDER_A_PHYSICIAN),
        level=Level.ASSISTANT,
    ),
    _row(
        Activity.OWN_PRACTICE,
        _advice(Verdict.APPROVAL_OR_FILING, 20),
        (Question.FIVE_YEARS_PRACTISED, True),
    ),
    _row(
        Activity.OWN_PRACTICE,
        _advice(Verdict.APPROVAL_OR_FILING, 20, 11, mind=Caution.STAY_WITHIN_SCOPE),
        (Question.QUALIFIED_BY_TCM_ASSESSMENT, True),
    ),
    _row(Activity.OWN_PRACTICE, _advice(Verdict.NOT_YET, 20)),
    _row(
        Activity.PAUSE,
        _advice(Verdict.REREGISTER, 17, 19, mind=Caution.TWO_YEARS_END_REGISTRATION),
        (Question.TWO_YEARS_OR_MORE, True),
    ),
    _row(
        Activity.PAUSE,
        _advice(Verdict.NOT_NEEDED, 17, mind=Caution.TWO_YEARS_END_REGISTRATION),
    ),
    _row(
        Activity.RETURN,
        _advice(Verdict.REREGISTER, 19, service="reregistration"),
        (Question.TWO_YEARS_OR_MORE, True),
    ),
    _row(Activity.RETURN, _advice(Verdict.NOT_NEEDED, 19)),
)


def advise(activity: Activity, level: Level, answers: Mapping[Question, bool]) -> Advice | Question:
    """The advice, or the next question that it hangs on.

    The rows are read from the top; the first whose conditions all hold answers.
    """
    for row in ROWS:
        if activity not in row.activities or row.level not in (None, level):
            continue
        if any(answers.get(question, wanted) is not wanted for question, wanted in row.needs):
            continue
        open_questions = [question for question, _ in row.needs if question not in answers]
        return open_questions[0] if open_questions else row.advice
    raise LookupError(f"the table has no row for {activity}")
